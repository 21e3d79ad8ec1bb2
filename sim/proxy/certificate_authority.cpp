#include "sim/proxy/certificate_authority.h"

#include <algorithm>

namespace meshcast {

CertificateAuthority::CertificateAuthority(const CertificateRules& rules, const Certificates& settings)
    : settings_(settings), rules_(rules) {
    rules_.lifetime = settings_.lifetime.value_or(rules.lifetime);
    rules_.rotate_at = settings_.rotate_at.value_or(rules.rotate_at);
}

void CertificateAuthority::add(CertificateHolder holder, RandomStream random) {
    const double life = to_seconds(rules_.lifetime) * rules_.rotate_at;
    const Duration age =
        settings_.age
            ? std::max(Duration{},
                       *settings_.age - from_seconds(to_seconds(settings_.age_spread) * random.uniform()))
            : from_seconds(life * random.uniform());
    const std::uint32_t whose = holder.for_others ? holder.workload : CertificateHolder::kNobody;
    held_by_[{holder.proxy, whose}] = static_cast<std::uint32_t>(held_.size());
    held_.push_back({std::move(holder), Certificate(rules_, age, random)});
}

std::optional<std::uint32_t> CertificateAuthority::held_by(std::uint32_t proxy,
                                                           std::uint32_t workload) const {
    auto found = held_by_.find({proxy, CertificateHolder::kNobody});
    if (found == held_by_.end()) {
        found = held_by_.find({proxy, workload});
    }
    return found == held_by_.end() ? std::nullopt : std::optional(found->second);
}

bool CertificateAuthority::accept(std::uint32_t client, std::uint32_t server, Time now) {
    Held& asking = held_[client];
    Held& answering = held_[server];
    settle(asking, now);
    settle(answering, now);
    // The server shows its certificate first (RFC 8446, section 2).
    const Held* shown = &answering;
    const Held* verifier = &asking;
    std::optional<CertificateProblem> problem = find_problem(answering, asking, false, now);
    if (!problem) {
        problem = find_problem(asking, answering, true, now);
        std::swap(shown, verifier);
    }
    if (!problem) {
        return true;
    }
    HandshakeFailure& failure = failures_[{*problem, shown->holder.name}];
    if (failure.times++ == 0) {
        failure.problem = *problem;
        failure.whose = shown->holder.name;
        failure.refused_by = verifier->holder.name;
    }
    return false;
}

std::optional<CertificateProblem> CertificateAuthority::find_problem(const Held& shown, const Held& verifier,
                                                                     bool by_server, Time now) const {
    const Certificate& certificate = shown.certificate;
    const Time clock = now + skew_at(verifier.holder.site);
    if (certificate.missing()) {
        return CertificateProblem::Missing;
    }
    if (!trusts_root(settings_, verifier.holder.issuer, shown.holder.issuer)) {
        return CertificateProblem::UnknownRoot;
    }
    if (certificate.expired(now) && certificate.expired(clock)) {
        return CertificateProblem::Expired;
    }
    if (certificate.expired(clock) || certificate.not_yet_valid(clock)) {
        return CertificateProblem::WrongClock;
    }
    if ((!by_server || rules_.servers_check_trust_domain) &&
        !trusts_domain(settings_, verifier.holder.issuer, shown.holder.issuer)) {
        return CertificateProblem::OtherTrustDomain;
    }
    return std::nullopt;
}

Duration CertificateAuthority::skew_at(const Site& site) const {
    Duration sum{};
    for (const ClockSkew* skew : skews_) {
        if (skew->where.contains(site)) {
            sum += skew->by;
        }
    }
    return sum;
}

void CertificateAuthority::settle(Held& held, Time now) const {
    const PodCondition* pod = held.holder.pod;
    if (pod != nullptr && pod->fresh && pod->started > held.process_started) {
        held.process_started = pod->started;
        held.certificate.begin_again(pod->started);
    }
    held.certificate.advance(now, stopped_ == 0);
}

void CertificateAuthority::settle_all(Time now) {
    for (Held& held : held_) {
        settle(held, now);
    }
}

void CertificateAuthority::stop(Time now) {
    settle_all(now);
    ++stopped_;
}

void CertificateAuthority::go_on(Time now) {
    settle_all(now);
    --stopped_;
}

void CertificateAuthority::expire(std::uint32_t workload, Time now) {
    settle_all(now);
    for (Held& held : held_) {
        if (held.holder.workload == workload) {
            held.certificate.expire(now);
        }
    }
}

void CertificateAuthority::renew(std::uint32_t workload, Time now) {
    settle_all(now);
    for (Held& held : held_) {
        if (held.holder.workload == workload) {
            held.certificate.thaw(now);
        }
    }
}

std::vector<HandshakeFailure> CertificateAuthority::failures() const {
    std::vector<HandshakeFailure> all;
    for (const auto& [key, failure] : failures_) {
        all.push_back(failure);
    }
    return all;
}

} // namespace meshcast
