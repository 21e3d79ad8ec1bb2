#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/network_policy.h"

#include <optional>
#include <string>
#include <vector>

/// Pieces that the network policies of Kubernetes and of Cilium have in common. Everything that cannot be
/// read is reported.
namespace meshcast::kubernetes {

/// A selector whose operators and values Kubernetes would take.
LabelSelector read_policy_selector(const yaml::Cursor& selector);

enum class BareAddress { Refused, Allowed };

/// "10.0.0.0/8"; where it is allowed also one address.
std::optional<AddressBlock> read_address_block(const yaml::Cursor& field, BareAddress bare);

/// `cidr` and `except`; nothing without a usable block.
std::optional<AddressRange> read_address_range(const yaml::Cursor& range);

/// A port from 1 on, or from `least`; 0 where it is none.
int read_port_number(const yaml::Cursor& field, int least = 1);

/// A list that is absent, or empty, which often means "all".
bool is_absent_or_empty(const yaml::Cursor& list);

} // namespace meshcast::kubernetes
