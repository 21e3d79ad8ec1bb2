#include "sim/policy/outlook.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace meshcast {

namespace {

using Kind = OutlookChange::Kind;

constexpr double kSameShare = 1e-9; // sums of shares differ by rounding

bool same_share(double a, double b) {
    return std::abs(a - b) <= kSameShare;
}

bool same_refusals(const Outlook& a, const Outlook& b) {
    for (const Outlook::Server& server : a.servers) {
        const auto other = std::ranges::find(b.servers, server.workload, &Outlook::Server::workload);
        if (other != b.servers.end() && (server.permission.outcome != other->permission.outcome ||
                                         server.permission.status != other->permission.status)) {
            return false;
        }
    }
    return true;
}

/// Where requests go, and how many of them.
std::map<std::tuple<std::string, int, std::string>, double> shares_of(const Outlook& outlook) {
    std::map<std::tuple<std::string, int, std::string>, double> shares;
    for (const Outlook::Backend& backend : outlook.backends) {
        if (backend.share > 0) {
            shares[{backend.host, backend.port, backend.subset}] += backend.share;
        }
    }
    return shares;
}

bool same_retries(const RetryPolicy& a, const RetryPolicy& b) {
    return a.attempts == b.attempts && a.per_try_timeout == b.per_try_timeout && a.retry_on == b.retry_on &&
           a.retriable_statuses == b.retriable_statuses && a.budget.has_value() == b.budget.has_value();
}

void compare_backends(const Outlook& before, const Outlook& after, std::vector<Kind>& kinds) {
    const auto was = shares_of(before);
    const auto is = shares_of(after);
    const auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
    if (!std::ranges::equal(was, is, same_name)) {
        kinds.push_back(Kind::OtherBackends);
    } else if (!std::ranges::equal(
                   was, is, [](const auto& a, const auto& b) { return same_share(a.second, b.second); })) {
        kinds.push_back(Kind::OtherShares);
    }
}

/// Adds `up` where the share has grown, `down` where it has shrunk; false: neither.
bool compare_shares(double before, double after, Kind up, Kind down, std::vector<Kind>& kinds) {
    if (same_share(before, after)) {
        return false;
    }
    kinds.push_back(after > before ? up : down);
    return true;
}

std::vector<Kind> differences(const Outlook& before, const Outlook& after) {
    std::vector<Kind> kinds;
    const bool otherwise_answered = compare_shares(before.unanswered, after.unanswered, Kind::NewlyUnanswered,
                                                   Kind::NewlyAnswered, kinds);
    // Policies are not asked about what goes nowhere.
    const bool arrive = !same_share(before.unanswered, 1) && !same_share(after.unanswered, 1);
    if (arrive &&
        !compare_shares(before.refused(), after.refused(), Kind::NewlyDenied, Kind::NewlyAllowed, kinds) &&
        !same_refusals(before, after)) {
        kinds.push_back(Kind::DeniedOtherwise);
    }
    // What nobody lets through or answers is no loss of encryption.
    if (before.plaintext() < after.plaintext() - kSameShare) {
        const double arrived = 1 - before.refused() - before.unanswered;
        if (arrived > before.plaintext() + kSameShare) {
            kinds.push_back(Kind::NoLongerEncrypted);
        }
    } else if (after.plaintext() < before.plaintext() - kSameShare) {
        const double arrives = 1 - after.refused() - after.unanswered;
        if (arrives > after.plaintext() + kSameShare) {
            kinds.push_back(Kind::NewlyEncrypted);
        }
    }
    if (before.route != after.route || before.status != after.status) {
        if (!otherwise_answered) { // or it is told already
            kinds.push_back(Kind::OtherAnswer);
        }
    } else {
        compare_backends(before, after, kinds);
    }
    if (before.timeout != after.timeout) {
        kinds.push_back(Kind::OtherTimeout);
    }
    if (!same_retries(before.retries, after.retries)) {
        kinds.push_back(Kind::OtherRetries);
    }
    return kinds;
}

} // namespace

std::vector<OutlookChange> compare(std::span<const ExpectedRequest> before,
                                   std::span<const ExpectedRequest> after) {
    std::map<RequestKind, const Outlook*> old;
    for (const ExpectedRequest& request : before) {
        old[request.request] = &request.outlook;
    }
    std::vector<OutlookChange> changes;
    for (const auto& [request, outlook] : after) {
        const auto found = old.find(request);
        if (found == old.end()) {
            changes.push_back({Kind::New, request, std::nullopt, outlook});
            continue;
        }
        for (const Kind kind : differences(*found->second, outlook)) {
            changes.push_back({kind, request, *found->second, outlook});
        }
        old.erase(found);
    }
    for (const auto& [request, outlook] : old) {
        changes.push_back({Kind::Gone, request, *outlook, std::nullopt});
    }
    std::ranges::stable_sort(changes, {}, &OutlookChange::kind);
    return changes;
}

} // namespace meshcast
