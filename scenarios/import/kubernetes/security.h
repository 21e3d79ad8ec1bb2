#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/security.h"

/// Readers of Kubernetes' own network policies, and of what opens the cluster to the outside. Each reports
/// what is wrong, and adds what it can make sense of: what cannot be read matches nobody.
namespace meshcast::kubernetes {

void read_network_policy(const yaml::Cursor& object, Security& security);
void read_admin_network_policy(const yaml::Cursor& object, Security& security);
void read_baseline_admin_network_policy(const yaml::Cursor& object, Security& security);
void read_ingress_exposure(const yaml::Cursor& object, Security& security);
void read_openshift_route(const yaml::Cursor& object, Security& security);

} // namespace meshcast::kubernetes
