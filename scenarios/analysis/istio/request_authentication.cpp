#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace meshcast::analysis {

namespace {

bool blocks_addresses(const Object& istiod) {
    const std::vector<Peek> containers = istiod.spec()["template"]["spec"]["containers"].items();
    return std::ranges::any_of(containers, [](const Peek& container) {
        const std::vector<Peek> variables = container["env"].items();
        return std::ranges::any_of(variables, [](const Peek& variable) {
            return variable["name"].is("BLOCKED_CIDRS_IN_JWKS_URIS") && !variable["value"].text().empty();
        });
    });
}

} // namespace

void analyze_blocked_cidrs(const Input& input, Diagnostics& diagnostics) {
    constexpr std::size_t kMostNames = 5;
    std::vector<std::string> names;
    for (const Object* object : input.of(kinds::kRequestAuthentication)) {
        names.push_back(object->full_name());
    }
    if (names.empty()) {
        return;
    }
    const std::size_t count = names.size();
    names.resize(std::min(count, kMostNames));
    for (const Object* deployment : input.of(kinds::kDeployment)) {
        if (label(deployment->labels, "app") == "istiod" && !blocks_addresses(*deployment)) {
            report(diagnostics, *deployment, {}, message::JwksFetchUnrestricted,
                   fill(message::JwksFetchUnrestricted, count,
                        fmt::format("{}{}", fmt::join(names, ", "), count > kMostNames ? ", ..." : "")));
        }
    }
}

} // namespace meshcast::analysis
