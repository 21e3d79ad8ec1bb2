#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <array>
#include <charconv>
#include <optional>

namespace meshcast::analysis {

namespace {

constexpr std::string_view kGatewayName = "gateway.networking.k8s.io/gateway-name";

using Version = std::array<int, 3>;

struct NeededVersion {
    std::string_view crd;
    Version least;
};

/// https://github.com/istio/istio/blob/master/pkg/config/schema/gatewayapi/
constexpr NeededVersion kNeeded[] = {
    {"grpcroutes.gateway.networking.k8s.io", {1, 1, 0}},
    {"backendtlspolicies.gateway.networking.k8s.io", {1, 4, 0}},
    {"tlsroutes.gateway.networking.k8s.io", {1, 5, 0}},
};

/// "v1.4.1-rc.1" -> 1.4.1
std::optional<Version> parse_version(std::string_view text) {
    if (text.starts_with('v')) {
        text.remove_prefix(1);
    }
    Version version{};
    const char* at = text.data();
    const char* end = text.data() + text.size();
    for (std::size_t i = 0; i < version.size(); ++i) {
        const auto [next, error] = std::from_chars(at, end, version[i]);
        if (error != std::errc{}) {
            return std::nullopt;
        }
        at = next;
        if (at == end || *at != '.') {
            return version;
        }
        ++at;
    }
    return version;
}

} // namespace

void analyze_gateway_api_version(const Input& input, Diagnostics& diagnostics) {
    for (const Object* crd : input.of(kinds::kCustomResourceDefinition)) {
        const std::string_view given = label(crd->annotations, "gateway.networking.k8s.io/bundle-version");
        const std::optional<Version> version = parse_version(given);
        for (const NeededVersion& needed : kNeeded) {
            if (needed.crd == crd->name && version && *version < needed.least) {
                report(diagnostics, *crd, {}, message::GatewayApiTooOld,
                       fill(message::GatewayApiTooOld, crd->name, given,
                            fmt::format("{}.{}.{}", needed.least[0], needed.least[1], needed.least[2])));
            }
        }
    }
}

/// https://istio.io/latest/docs/reference/config/analysis/ist0166/
void analyze_gateway_api_selectors(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    for (const ObjectKind& kind : {kinds::kAuthorizationPolicy, kinds::kRequestAuthentication,
                                   kinds::kTelemetry, kinds::kWasmPlugin}) {
        for (const Object* policy : input.of(kind)) {
            const Peek selector = policy->spec()["selector"];
            if (policy->spec()["targetRef"] || policy->spec()["targetRefs"].size() > 0 || !selector) {
                continue;
            }
            for (const PodView& pod : pods) {
                const std::string_view gateway = label(pod.labels, kGatewayName);
                if (!gateway.empty() && pod.object->name_space == policy->name_space &&
                    selected(selector["matchLabels"].map(), pod.labels)) {
                    report(diagnostics, *policy, selector, message::SelectorIneffective,
                           fill(message::SelectorIneffective, gateway));
                }
            }
        }
    }
}

} // namespace meshcast::analysis
