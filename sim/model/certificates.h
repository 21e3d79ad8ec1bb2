#pragma once

#include "engine/time.h"
#include "sim/model/origin.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// How a plane's proxies come by the certificates that they show each other. Defaults are Istio's:
/// SECRET_TTL, SECRET_GRACE_PERIOD_RATIO and ClockSkewGracePeriod of
/// https://istio.io/latest/docs/reference/commands/pilot-agent/ and security/pkg/pki/util/generate_csr.go.
struct CertificateRules {
    Duration lifetime{std::chrono::hours(24)};
    double rotate_at = 0.5;                      // 0..1 of the life, when a new one is asked for,
    double jitter = 0.01;                        // so much earlier or later, uniformly
    Duration backdated{std::chrono::minutes(2)}; // valid so long before it is issued
    Duration retry{std::chrono::seconds(30)};    // until a renewal that failed is tried again,
    double retry_share = 0;                 // or this share of what is left of the life, if that is longer
    bool servers_check_trust_domain = true; // else only clients do
};

/// Workloads whose certificates come from elsewhere.
struct OtherIssuer {
    std::string name; // of the root, or of the trust domain
    std::vector<std::string> workloads;
    Origin origin;
};

/// What a scenario says of its certificates. What it leaves open is as the plane has it.
struct Certificates {
    /// The root, and the trust domain, of everybody who is not listed.
    static constexpr std::string_view kMesh = "mesh";

    std::optional<Duration> lifetime;
    std::optional<double> rotate_at;
    std::optional<Duration> age; // when the run begins; absent: anything until they are due to be renewed,
    Duration age_spread{};       // up to so much less, uniformly
    std::vector<OtherIssuer> other_roots;
    std::vector<std::string> trust_bundle; // roots that everybody trusts beside the own one
    std::vector<OtherIssuer> other_trust_domains;
    std::vector<std::string> trust_domain_aliases; // as good as the mesh's own
    Origin origin;
};

/// Why a proxy does not accept another one's certificate.
enum class CertificateProblem {
    Expired,
    WrongClock, // valid, but not by the clock of the one who looks
    Missing,    // its process was started while nobody issued any
    UnknownRoot,
    OtherTrustDomain,
};

} // namespace meshcast
