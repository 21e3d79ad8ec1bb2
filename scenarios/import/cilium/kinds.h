#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/security.h"

/// Readers of Cilium's policies: https://docs.cilium.io/en/stable/security/policy/. Each reports what is
/// wrong, and adds what it can make sense of: what cannot be read matches nobody.
namespace meshcast::cilium {

void read_network_policy(const yaml::Cursor& object, Security& security);
void read_clusterwide_network_policy(const yaml::Cursor& object, Security& security);

} // namespace meshcast::cilium
