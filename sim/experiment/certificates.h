#pragma once

#include "sim/model/scenario.h"
#include "sim/policy/directory.h"
#include "sim/proxy/certificate_authority.h"
#include "sim/request/cluster.h"

#include <memory>

namespace meshcast {

/// A certificate for each of the cluster's proxies; nullptr where the plane has none, or where nothing of the
/// scenario can make one matter. Certificates, and the cluster's pods, must outlive it.
std::unique_ptr<CertificateAuthority> make_certificate_authority(const Scenario& scenario,
                                                                 const DataPlane& plane,
                                                                 const Directory& directory,
                                                                 Cluster& cluster);

} // namespace meshcast
