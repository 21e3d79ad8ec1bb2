#pragma once

#include "sim/model/certificates.h"
#include "sim/policy/directory.h"

#include <string_view>

namespace meshcast {

/// Who signed a proxy's certificate, and for which trust domain. Both texts live as long as the Certificates.
struct Issuer {
    std::string_view root = Certificates::kMesh;
    std::string_view trust_domain = Certificates::kMesh;
};

/// Of a workload's certificates.
Issuer issuer_of(const Certificates& certificates, const Directory& directory, const Workload& workload);

/// Whether `verifier` accepts what `peer`'s root has signed: its own, and what is in the bundle that all
/// have.
bool trusts_root(const Certificates& certificates, const Issuer& verifier, const Issuer& peer);

/// Whether a name in `peer`'s trust domain is one of `verifier`'s mesh. Istio's servers accept clients of the
/// mesh's domain and its aliases
/// (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-trust_domain_aliases), its
/// clients the servers that istiod names, which are of the same domains.
bool trusts_domain(const Certificates& certificates, const Issuer& verifier, const Issuer& peer);

} // namespace meshcast
