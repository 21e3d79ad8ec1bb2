#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/security.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "sim/policy/route_order.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace meshcast::istio {

using namespace routes;

namespace {

using Mode = PeerAuthentication::Mode;

constexpr int kLargestPort = 65535;

const kubernetes::Fields kMtlsFields{{"mode"}, {}};
const kubernetes::Fields kPeerAuthenticationFields{{"selector", "mtls", "portLevelMtls"}, {}};

std::optional<Mode> read_mode(const yaml::Cursor& mtls) {
    static constexpr std::array<std::pair<std::string_view, std::optional<Mode>>, 4> kModes{
        {{"UNSET", std::nullopt},
         {"DISABLE", Mode::Disable},
         {"PERMISSIVE", Mode::Permissive},
         {"STRICT", Mode::Strict}}};
    return read_word<std::optional<Mode>>(mtls["mode"], kModes).value_or(std::nullopt);
}

} // namespace

void read_peer_authentication(const yaml::Cursor& object, Security& security) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kPeerAuthenticationFields);
    if (!metadata) {
        return;
    }
    PeerAuthentication policy;
    policy.metadata = *std::move(metadata);
    policy.created = read_created(object);
    policy.selector = kubernetes::read_labels(spec["selector"]["matchLabels"]);
    kubernetes::check_spelling(spec["mtls"], kMtlsFields);
    policy.mode = read_mode(spec["mtls"]);
    for (const auto& [key, mtls] : spec["portLevelMtls"].entries()) {
        int port = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), port);
        if (error != std::errc{} || end != key.data() + key.size() || port < 1 || port > kLargestPort) {
            mtls.report_bad_value(fmt::format("\"{}\" is not a port; write 1 to {}", key, kLargestPort));
            continue;
        }
        kubernetes::check_spelling(mtls, kMtlsFields);
        policy.ports[port] = read_mode(mtls);
    }
    if (!policy.ports.empty() && policy.selector.empty()) {
        spec["portLevelMtls"].report(message::PortModeWithoutSelector,
                                     std::string(message::PortModeWithoutSelector.text),
                                     "write selector: {matchLabels: {app: NAME}}");
    }
    security.peer_authentications.push_back(std::move(policy));
}

void check_peer_authentications(const Security& security, Diagnostics& diagnostics) {
    const std::vector<const PeerAuthentication*> policies = by_age(security.peer_authentications);
    for (std::size_t i = 0; i < policies.size(); ++i) {
        const PeerAuthentication& policy = *policies[i];
        const Metadata& metadata = policy.metadata;
        if (!policy.selector.empty() && metadata.name_space == security.mesh.root_namespace) {
            diagnostics.add(message::SelectorInRootNamespace, metadata.origin,
                            fill(message::SelectorInRootNamespace, metadata.name_space));
            continue;
        }
        const auto older = std::ranges::find_if(
            policies.begin(), policies.begin() + static_cast<std::ptrdiff_t>(i), [&](const auto* other) {
                return other->metadata.name_space == metadata.name_space &&
                       other->selector == policy.selector;
            });
        if (older != policies.begin() + static_cast<std::ptrdiff_t>(i)) {
            const Metadata& first = (*older)->metadata;
            diagnostics.add(message::PeerAuthenticationShadowed, metadata.origin,
                            fill(message::PeerAuthenticationShadowed, qualified_name(first),
                                 first.origin.file, first.origin.line));
        }
    }
}

} // namespace meshcast::istio
