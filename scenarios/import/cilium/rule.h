#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/cilium_policy.h"

#include <vector>

namespace meshcast::cilium {

/// A selector with the prefixes that say nothing off its keys.
LabelSelector read_endpoint_selector(const yaml::Cursor& selector);

enum class Side { Ingress, Egress };

/// The rules of `ingress`, `egressDeny` and so on.
std::vector<CiliumPolicy::Rule> read_rules(const yaml::Cursor& list, Side side, const Metadata& metadata);

/// One of a rule's `toPorts`.
CiliumPolicy::PortRule read_port_rule(const yaml::Cursor& item);

/// All ICMP types of a rule's `icmps`.
std::vector<CiliumPolicy::Icmp> read_icmps(const yaml::Cursor& list);

} // namespace meshcast::cilium
