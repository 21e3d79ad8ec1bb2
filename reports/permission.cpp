#include "reports/permission.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace meshcast {

namespace {

using Json = nlohmann::ordered_json;
using Outcome = Permission::Outcome;

std::string_view word_for(Outcome outcome) {
    switch (outcome) {
    case Outcome::Allowed:
        return "allowed";
    case Outcome::Dropped:
        return "dropped";
    case Outcome::Reset:
        return "reset";
    case Outcome::Denied:
        return "denied";
    }
    return "";
}

std::string_view word_for(Permission::Enforced where) {
    using Enforced = Permission::Enforced;
    switch (where) {
    case Enforced::Nowhere:
        return "nowhere";
    case Enforced::Network:
        return "network";
    case Enforced::ClientProxy:
        return "client proxy";
    case Enforced::Waypoint:
        return "waypoint";
    case Enforced::ServerProxy:
        return "server proxy";
    }
    return "";
}

} // namespace

std::string in_short(const Permission& decision) {
    if (decision.allowed()) {
        return decision.encrypted ? "allowed, mTLS" : "allowed, plaintext";
    }
    return decision.status == 0 ? std::string(word_for(decision.outcome))
                                : fmt::format("{} {}", word_for(decision.outcome), decision.status);
}

std::string place_of(const Origin& origin) {
    return origin.line == 0 ? "" : fmt::format("{}:{}", origin.file, origin.line);
}

nlohmann::ordered_json permission_json(const Permission& decision) {
    return {{"outcome", word_for(decision.outcome)},
            {"status", decision.status == 0 ? Json() : Json(decision.status)},
            {"encrypted", decision.encrypted},
            {"enforced", word_for(decision.enforced)},
            {"object", decision.object},
            {"file", decision.origin.file},
            {"line", decision.origin.line},
            {"because", decision.because}};
}

} // namespace meshcast
