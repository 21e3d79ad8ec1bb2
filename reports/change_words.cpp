#include "reports/change_words.h"

#include "reports/format.h"
#include "reports/permission.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace meshcast {

namespace {

using Kind = OutlookChange::Kind;

struct Words {
    Kind kind;
    std::string_view name;
    std::string_view title;
};

constexpr std::array kWords{
    Words{Kind::NewlyDenied, "newly-denied", "Newly denied"},
    Words{Kind::NewlyUnanswered, "newly-unanswered", "No longer answered"},
    Words{Kind::NoLongerEncrypted, "no-longer-encrypted", "No longer encrypted"},
    Words{Kind::Gone, "gone", "No longer asked for"},
    Words{Kind::DeniedOtherwise, "denied-otherwise", "Denied in another way"},
    Words{Kind::OtherBackends, "other-backends", "Other backends"},
    Words{Kind::OtherShares, "other-shares", "Other shares"},
    Words{Kind::OtherAnswer, "other-answer", "Another answer of the sender's proxy"},
    Words{Kind::OtherTimeout, "other-timeout", "Another timeout"},
    Words{Kind::OtherRetries, "other-retries", "Other retries"},
    Words{Kind::NewlyAllowed, "newly-allowed", "Newly allowed"},
    Words{Kind::NewlyAnswered, "newly-answered", "Newly answered"},
    Words{Kind::NewlyEncrypted, "newly-encrypted", "Newly encrypted"},
    Words{Kind::New, "new", "Newly asked for"},
};

const Words& words_of(Kind kind) {
    return *std::ranges::find(kWords, kind, &Words::kind);
}

/// "denied 403", "denied 403 for 50 %".
std::string some(const std::string& what, double share) {
    return share > 0.9999 ? what : fmt::format("{} for {}", what, format_percent(share));
}

Side permission_side(const Outlook& outlook) {
    const auto refusing = std::ranges::find_if(
        outlook.servers, [](const Outlook::Server& server) { return !server.permission.allowed(); });
    if (refusing == outlook.servers.end()) {
        return {"allowed", {}, {}, {}};
    }
    const Permission& decision = refusing->permission;
    return {some(in_short(decision), outlook.refused()), decision.object, decision.origin, decision.because};
}

/// The least encrypted of those that may answer speaks for all.
Side encryption_side(const Outlook& outlook) {
    const Outlook::Server* speaks = nullptr;
    for (const Outlook::Server& server : outlook.servers) {
        const bool plain = server.permission.allowed() && !server.permission.encrypted;
        if (speaks == nullptr || (plain && speaks->permission.encrypted)) {
            speaks = &server;
        }
    }
    const double plain = outlook.plaintext();
    Side side{plain > 0 ? some("plaintext", plain) : "mTLS", {}, {}, {}};
    if (speaks != nullptr) {
        side.origin = speaks->secured_by;
    }
    return side;
}

std::string backends_of(const Outlook& outlook) {
    std::vector<std::string> names;
    for (const Outlook::Backend& backend : outlook.backends) {
        std::string name = backend.host.substr(0, backend.host.find('.'));
        if (!backend.subset.empty()) {
            name += " " + backend.subset;
        }
        if (!backend.problem.empty()) {
            name += fmt::format(" ({})", backend.problem);
        }
        names.push_back(fmt::format("{} {}", name, format_percent(backend.share)));
    }
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::string retries_of(const RetryPolicy& policy) {
    if (policy.attempts == 0) {
        return "none";
    }
    std::string text = policy.budget ? "within a budget" : std::to_string(policy.attempts);
    text += fmt::format(" on {}", fmt::join(policy.retry_on, ", "));
    if (policy.per_try_timeout) {
        text += fmt::format(", each within {}", format_exact(*policy.per_try_timeout));
    }
    return text;
}

std::string answer_of(const Outlook& outlook) {
    return outlook.status == 0 ? outlook.route : fmt::format("{} {}", outlook.route, outlook.status);
}

} // namespace

std::string_view name_of(OutlookChange::Kind kind) {
    return words_of(kind).name;
}

std::string_view title_of(OutlookChange::Kind kind) {
    return words_of(kind).title;
}

std::string_view name_of(Concern concern) {
    switch (concern) {
    case Concern::Outcome:
        return "outcome";
    case Concern::Encryption:
        return "encryption";
    case Concern::Latency:
        return "latency";
    }
    return "";
}

std::string text_of(const RequestKind& request) {
    return fmt::format("{} to {}:{}{}{}", request.from, request.to, request.port,
                       request.operation.empty() ? "" : " ", request.operation);
}

Side side_of(OutlookChange::Kind kind, const Outlook& outlook) {
    switch (kind) {
    case Kind::NewlyDenied:
    case Kind::NewlyAllowed:
    case Kind::DeniedOtherwise:
        return permission_side(outlook);
    case Kind::NoLongerEncrypted:
    case Kind::NewlyEncrypted:
        return encryption_side(outlook);
    default:
        break;
    }
    Side side{{}, outlook.object, outlook.origin, outlook.because};
    switch (kind) {
    case Kind::OtherTimeout:
        side.what = outlook.timeout ? format_exact(*outlook.timeout) : "none";
        break;
    case Kind::OtherRetries:
        side.what = retries_of(outlook.retries);
        break;
    case Kind::OtherBackends:
    case Kind::OtherShares:
        side.what = backends_of(outlook);
        break;
    default:
        side.what = outlook.backends.empty() ? answer_of(outlook) : backends_of(outlook);
    }
    return side;
}

} // namespace meshcast
