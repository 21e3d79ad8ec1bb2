#include "sim/experiment/handshake_remarks.h"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace meshcast {

namespace {

struct Explanation {
    std::string what; // follows "handshakes failed: "
    std::string_view advice;
};

Explanation explain(const HandshakeFailure& failure) {
    switch (failure.problem) {
    case CertificateProblem::Expired:
        return {
            fmt::format("the certificate of {} had expired", failure.whose),
            "Nobody had renewed it in time: see that the certificate authority is back before certificates "
            "run out, or have them live longer or renewed earlier."};
    case CertificateProblem::WrongClock:
        return {fmt::format("by its own clock, {} found the certificate of {} out of date",
                            failure.refused_by, failure.whose),
                "Synchronise the clocks of the nodes."};
    case CertificateProblem::Missing:
        return {fmt::format("new pods of {} had no certificate", failure.whose),
                "They were started while nobody issued any: bring the certificate authority back before "
                "restarting or scaling anything."};
    case CertificateProblem::UnknownRoot:
        return {fmt::format("{} does not trust the root that signed the certificate of {}",
                            failure.refused_by, failure.whose),
                "Give everybody both roots (a trust bundle) before the first certificate of the new one is "
                "issued, and take the old root away after the last of its own has gone."};
    case CertificateProblem::OtherTrustDomain:
        return {fmt::format("{} is not of the trust domain of {}", failure.whose, failure.refused_by),
                "List the domain in the mesh's trustDomainAliases."};
    }
    return {};
}

} // namespace

std::vector<std::string> find_failed_handshakes(const PlaneResult& result) {
    std::map<std::pair<CertificateProblem, std::string>, HandshakeFailure> all;
    for (const ReplicationResult& replication : result.replications) {
        for (const HandshakeFailure& failure : replication.handshake_failures) {
            const auto [found, added] = all.try_emplace({failure.problem, failure.whose}, failure);
            found->second.times += added ? 0 : failure.times;
        }
    }
    std::vector<std::string> sentences;
    for (const auto& [key, failure] : all) {
        const auto requests = static_cast<double>(result.pooled.total.requests);
        const double share = requests > 0 ? 100 * static_cast<double>(failure.times) / requests : 0;
        const Explanation explanation = explain(failure);
        sentences.push_back(fmt::format("{} TLS handshakes failed, {:.2g} for every 100 requests: {}. {}",
                                        failure.times, share, explanation.what, explanation.advice));
    }
    return sentences;
}

} // namespace meshcast
