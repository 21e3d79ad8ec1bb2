#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "sim/policy/host_match.h"

#include <algorithm>
#include <cctype>

namespace meshcast::analysis {

namespace {

/// "https://host:15017/path" -> "host"; nothing where it is no URL.
std::string host_of_url(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == url.npos || scheme == 0) {
        return "";
    }
    std::string_view rest = url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    rest = rest.substr(rest.rfind('@') == rest.npos ? 0 : rest.rfind('@') + 1);
    if (rest.starts_with('[')) {
        return std::string(rest.substr(1, rest.find(']') - 1));
    }
    return std::string(rest.substr(0, rest.find(':')));
}

bool is_host_name(std::string_view host) {
    return !host.empty() && std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_';
    });
}

void check_address(const Object& configuration, Diagnostics& diagnostics) {
    for (const Peek& hook : configuration.root()["webhooks"].items()) {
        const Peek client = hook["clientConfig"];
        const std::string name = hook["name"].text();
        const Peek url = client["url"];
        if (!url) {
            if (!client["service"]) {
                report(diagnostics, configuration, hook, message::ControlPlaneAddressInvalid,
                       fill(message::ControlPlaneAddressInvalid, name, "is blank"));
            }
            continue;
        }
        const std::string host = host_of_url(url.text());
        if (cidr_match(host, host)) {
            report(diagnostics, configuration, url, message::ControlPlaneAddressIsIp,
                   fill(message::ControlPlaneAddressIsIp, name, url.text()));
        } else if (!is_host_name(host)) {
            report(diagnostics, configuration, url, message::ControlPlaneAddressInvalid,
                   fill(message::ControlPlaneAddressInvalid, name, "is no URL"));
        }
    }
}

} // namespace

/// Names are not looked up: files are judged the same on every machine.
/// https://istio.io/latest/docs/setup/install/external-controlplane/
void analyze_external_control_plane(const Input& input, Diagnostics& diagnostics) {
    for (const Object* object : input.of(kinds::kValidatingWebhook)) {
        if (object->name == "istiod-default-validator" || object->name.starts_with("istio-validator")) {
            check_address(*object, diagnostics);
        }
    }
    for (const Object* object : input.of(kinds::kMutatingWebhook)) {
        if (object->name.starts_with("istio-sidecar-injector")) {
            check_address(*object, diagnostics);
        }
    }
}

} // namespace meshcast::analysis
