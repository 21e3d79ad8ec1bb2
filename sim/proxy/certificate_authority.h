#pragma once

#include "sim/cluster/network_trouble.h"
#include "sim/cluster/pod_condition.h"
#include "sim/model/certificates.h"
#include "sim/policy/trust.h"
#include "sim/proxy/certificate.h"
#include "sim/telemetry/result.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// Clocks that are wrong.
struct ClockSkew {
    SiteSet where;
    Duration by{}; // ahead
};

/// Who a proxy shows its certificate for.
struct CertificateHolder {
    static constexpr std::uint32_t kNobody = UINT32_MAX;

    std::uint32_t proxy = 0;          // Proxy::id()
    std::uint32_t workload = kNobody; // index in the topology; kNobody: the proxy's own
    bool for_others = false;          // a node's proxy, which has a certificate for each workload there
    std::string name;                 // for people
    Site site;
    Issuer issuer;
    const PodCondition* pod = nullptr; // whose process it ends with; nullptr: nobody's
};

/// The certificates of all proxies of a run, and who accepts whose. Nothing happens in it by itself: renewals
/// that were due happen when somebody asks.
class CertificateAuthority {
  public:
    CertificateAuthority(const CertificateRules& rules, const Certificates& settings);

    CertificateAuthority(const CertificateAuthority&) = delete;
    CertificateAuthority& operator=(const CertificateAuthority&) = delete;

    /// Before the run begins.
    void add(CertificateHolder holder, RandomStream random);

    /// What a proxy shows on behalf of that workload; nullopt: it has none for it.
    std::optional<std::uint32_t> held_by(std::uint32_t proxy, std::uint32_t workload) const;

    /// Whether a handshake succeeds, resumed or not: Envoy verifies again when it resumes (BoringSSL's
    /// reverify_on_resume). A failure is counted.
    bool accept(std::uint32_t client, std::uint32_t server, Time now);

    /// Counts up when the certificate is renewed.
    std::uint32_t generation(std::uint32_t held) const { return held_[held].certificate.generation(); }

    void stop(Time now);
    void go_on(Time now);
    void expire(std::uint32_t workload, Time now);
    void renew(std::uint32_t workload, Time now);

    /// The skew must outlive its stay.
    void begin(const ClockSkew& skew) { skews_.push_back(&skew); }

    void end(const ClockSkew& skew) { std::erase(skews_, &skew); }

    /// What was counted until now is left out of failures().
    void begin_measurement() { failures_.clear(); }

    std::vector<HandshakeFailure> failures() const;

  private:
    struct Held {
        CertificateHolder holder;
        Certificate certificate;
        Time process_started = kStart;
    };

    void settle(Held& held, Time now) const;
    void settle_all(Time now);
    std::optional<CertificateProblem> find_problem(const Held& shown, const Held& verifier, bool by_server,
                                                   Time now) const;
    Duration skew_at(const Site& site) const;

    Certificates settings_;
    CertificateRules rules_;
    std::deque<Held> held_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> held_by_; // by proxy and workload
    int stopped_ = 0;                                                          // by so many
    std::vector<const ClockSkew*> skews_;
    std::map<std::pair<CertificateProblem, std::string>, HandshakeFailure> failures_;
};

} // namespace meshcast
