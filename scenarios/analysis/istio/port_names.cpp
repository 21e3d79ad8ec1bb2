#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace meshcast::analysis {

namespace {

/// The protocols that a port's name or appProtocol may say:
/// https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
constexpr std::array<std::string_view, 12> kProtocols{
    "http", "http2", "https", "grpc", "tcp", "tls", "mongo", "redis", "mysql", "udp", "hbone", "http_proxy"};

/// Kubernetes' own names for appProtocol.
constexpr std::array<std::string_view, 3> kAppProtocols{"kubernetes.io/h2c", "kubernetes.io/ws",
                                                        "kubernetes.io/wss"};

/// SMTP, DNS, MySQL, MongoDB: never sniffed.
constexpr std::array<std::int64_t, 4> kWellKnown{25, 53, 3306, 27017};

template <class List, class Value>
bool is_one_of(const List& list, const Value& value) {
    return std::ranges::find(list, value) != list.end();
}

bool says_protocol(const Peek& port) {
    if (port["protocol"].is("UDP") || is_one_of(kAppProtocols, port["appProtocol"].text())) {
        return true;
    }
    std::string name = port["appProtocol"].text();
    name = name.empty() ? port["name"].text() : name;
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return name.starts_with("grpc-web") ||
           is_one_of(kProtocols, std::string_view(name).substr(0, name.find('-'))) ||
           is_one_of(kWellKnown, port["port"].integer().value_or(0));
}

} // namespace

void analyze_port_names(const Input& input, Diagnostics& diagnostics) {
    for (const Object* service : input.of(kinds::kService)) {
        if (service->assumed || is_system_namespace(service->name_space) || is_control_plane(*service)) {
            continue;
        }
        const bool external = service->spec()["type"].is("ExternalName");
        for (const Peek& port : service->spec()["ports"].items()) {
            if (says_protocol(port) && !(external && port["name"].is("tcp"))) {
                continue;
            }
            if (external) {
                report(diagnostics, *service, port, message::ExternalNamePortName,
                       message::ExternalNamePortName.text, "for example name: tls-web");
            } else {
                report(
                    diagnostics, *service, port, message::PortNameUnknown,
                    fill(message::PortNameUnknown, "\"" + port["name"].text() + "\"", port["port"].text()));
            }
        }
    }
}

} // namespace meshcast::analysis
