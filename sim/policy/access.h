#pragma once

#include "sim/model/data_plane.h"
#include "sim/model/permission.h"
#include "sim/model/routing.h"
#include "sim/model/security.h"
#include "sim/policy/directory.h"
#include "sim/policy/request_facts.h"

#include <memory>
#include <string>
#include <string_view>

namespace meshcast {

/// Who asks whom for what.
struct AccessQuestion {
    const Workload* from = nullptr; // never nullptr
    const Workload* to = nullptr;   // never nullptr: one of those that `service` selects
    const Service* service = nullptr;
    int port = 0;                          // of the service
    const RequestFacts* request = nullptr; // nullptr: about the connection alone
    bool carries_tcp = false;              // and proxies do not look into it
};

/// Whether anybody is kept from anything. Without policies, Linkerd's default may still do it.
bool restricts(const Security& security, const Topology& topology);

/// What pods may do under one plane, by everything that was declared: who is in the mesh, network policies,
/// mutual TLS, authorization. Made once of values that stay as they are.
class Access {
  public:
    Access(const Routing& routing, const Security& security, const Directory& directory,
           const DataPlane& plane, Enrolment enrolment = Enrolment::Everybody);
    ~Access();

    Permission decide(const AccessQuestion& question) const;

    /// Only whether the connection is made and encrypted, and who says so, network policies aside.
    Permission connection(const AccessQuestion& question) const;

  private:
    struct Indices;
    std::unique_ptr<Indices> indices_;
};

} // namespace meshcast
