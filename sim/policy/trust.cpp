#include "sim/policy/trust.h"

#include <algorithm>

namespace meshcast {

namespace {

std::string_view issuer_among(const std::vector<OtherIssuer>& others, const Directory& directory,
                              const Workload& workload) {
    for (const OtherIssuer& other : others) {
        const auto means_it = [&](const std::string& name) { return directory.workload(name) == &workload; };
        if (std::ranges::any_of(other.workloads, means_it)) {
            return other.name;
        }
    }
    return Certificates::kMesh;
}

bool is_among(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

} // namespace

Issuer issuer_of(const Certificates& certificates, const Directory& directory, const Workload& workload) {
    return {.root = issuer_among(certificates.other_roots, directory, workload),
            .trust_domain = issuer_among(certificates.other_trust_domains, directory, workload)};
}

bool trusts_root(const Certificates& certificates, const Issuer& verifier, const Issuer& peer) {
    return verifier.root == peer.root || is_among(certificates.trust_bundle, peer.root);
}

bool trusts_domain(const Certificates& certificates, const Issuer& verifier, const Issuer& peer) {
    const auto is_ours = [&](std::string_view domain) {
        return domain == Certificates::kMesh || is_among(certificates.trust_domain_aliases, domain);
    };
    return verifier.trust_domain == peer.trust_domain ||
           (is_ours(verifier.trust_domain) && is_ours(peer.trust_domain));
}

} // namespace meshcast
