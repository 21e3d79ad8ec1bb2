#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/security.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <array>
#include <charconv>

namespace meshcast::istio {

using namespace routes;

namespace {

using Mode = PeerAuthentication::Mode;

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
    policy.mode = read_mode(spec["mtls"]);
    for (const auto& [key, mtls] : spec["portLevelMtls"].entries()) {
        int port = 0;
        if (std::from_chars(key.data(), key.data() + key.size(), port).ec == std::errc{}) {
            policy.ports[port] = read_mode(mtls);
        }
    }
    security.peer_authentications.push_back(std::move(policy));
}

} // namespace meshcast::istio
