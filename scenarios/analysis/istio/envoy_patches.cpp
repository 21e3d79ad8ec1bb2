#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <algorithm>

namespace meshcast::analysis {

namespace {

/// The filter a patch is about: of what it adds, else of what it looks for.
std::string patched_filter(const Peek& patch) {
    const Peek value = patch["patch"]["value"];
    if (value.size() == 0) {
        return "";
    }
    if (const Peek name = value["name"]) {
        return "value " + name.text();
    }
    return patch["match"]["listener"]["filterChain"]["filter"]["name"].text();
}

/// One patch after the other, as the proxy applies them.
class PatchCheck {
  public:
    explicit PatchCheck(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    void check(const Object& filter) {
        const bool has_priority = filter.spec()["priority"].integer().value_or(0) != 0;
        for (const Peek& patch : filter.spec()["configPatches"].items()) {
            if (!patch["patch"]) {
                break;
            }
            const std::string name = patched_filter(patch);
            check_operation(filter, patch, name, has_priority);
            if (!patch["match"]["proxy"]["proxyVersion"].text().empty()) {
                of_one_version_.push_back(name);
            }
        }
    }

  private:
    void check_operation(const Object& filter, const Peek& patch, const std::string& name,
                         bool has_priority) {
        const std::string operation = patch["patch"]["operation"].text();
        const std::string target = patch["applyTo"].text();
        const bool of_routes = target == "ROUTE_CONFIGURATION" || target == "HTTP_ROUTE";
        const bool replaceable =
            target == "NETWORK_FILTER" || target == "HTTP_FILTER" || target == "VIRTUAL_HOST";
        const auto misused = [&](const Message& message) {
            report(diagnostics_, filter, patch, message, message.text);
        };
        if (operation == "ADD" && of_routes) {
            misused(message::AddMisused);
        } else if (operation == "REMOVE" && of_routes) {
            misused(message::RemoveMisused);
        } else if (operation == "REPLACE" && !replaceable) {
            misused(message::ReplaceMisused);
        } else if (!has_priority && (operation == "REMOVE" || operation == "REPLACE" ||
                                     operation == "INSERT_BEFORE" || operation == "INSERT_AFTER")) {
            const bool versioned = std::ranges::find(of_one_version_, name) != of_one_version_.end();
            const Message& message = versioned ? message::PatchOrderOfVersions : message::PatchOrderUncertain;
            report(diagnostics_, filter, patch, message, message.text, "operation: " + operation);
        }
    }

    Diagnostics& diagnostics_;
    std::vector<std::string> of_one_version_; // filters whose patches so far are for one proxyVersion only
};

} // namespace

/// https://istio.io/latest/docs/reference/config/networking/envoy-filter/
void analyze_envoy_patches(const Input& input, Diagnostics& diagnostics) {
    PatchCheck check(diagnostics);
    for (const Object* filter : input.of(kinds::kEnvoyFilter)) {
        check.check(*filter);
    }
}

} // namespace meshcast::analysis
