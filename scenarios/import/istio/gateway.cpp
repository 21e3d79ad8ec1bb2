#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <algorithm>
#include <array>

namespace meshcast::istio {

using namespace routes;

namespace {

constexpr std::string_view kServices =
    "internal.istio.io/gateway-service"; // Istio's own, in place of a selector

const kubernetes::Fields kSpecFields{{"selector", "servers"}, {}};
const kubernetes::Fields kServerFields{{"port", "bind", "hosts", "tls", "defaultEndpoint", "name"}, {}};
const kubernetes::Fields kPortFields{{"number", "protocol", "name", "targetPort"}, {}};

std::string upper_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

ListenerTls read_mode(const yaml::Cursor& tls) {
    static constexpr std::array<std::pair<std::string_view, ListenerTls>, 6> kModes{
        {{"PASSTHROUGH", ListenerTls::Passthrough},
         {"SIMPLE", ListenerTls::Terminate},
         {"MUTUAL", ListenerTls::Mutual},
         {"AUTO_PASSTHROUGH", ListenerTls::Passthrough},
         {"ISTIO_MUTUAL", ListenerTls::Mutual},
         {"OPTIONAL_MUTUAL", ListenerTls::Terminate}}};
    if (!tls.present()) {
        return ListenerTls::None;
    }
    return read_word<ListenerTls>(tls["mode"], kModes).value_or(ListenerTls::Passthrough); // Istio's zero
}

Listener read_server(const yaml::Cursor& server, const Metadata& metadata) {
    kubernetes::check_spelling(server, kServerFields);
    const yaml::Cursor port = server["port"];
    kubernetes::check_spelling(port, kPortFields);
    kubernetes::warn_if_missing(port, "write port: {number: 80, name: http, protocol: HTTP}");
    Listener listener;
    listener.origin = server.origin();
    listener.name = port["name"].string().value_or("");
    listener.port = read_port(port["number"]).value_or(0);
    listener.protocol = upper_case(port["protocol"].string().value_or("HTTP"));
    const yaml::Cursor tls = server["tls"];
    listener.https_redirect = tls["httpsRedirect"].boolean().value_or(false);
    const bool plain = listener.protocol.starts_with("HTTP") && listener.protocol != "HTTPS";
    listener.tls = plain ? ListenerTls::None : read_mode(tls);
    kubernetes::warn_if_missing(server["hosts"], "write hosts: [\"*\"]");
    for (const yaml::Cursor& host : server["hosts"].items()) {
        listener.hosts.push_back(read_scoped_host(host, metadata, "*"));
    }
    return listener;
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> result;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        result.push_back(lower_case(text.substr(0, comma)));
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
    }
    return result;
}

} // namespace

void read_gateway(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    Gateway gateway;
    gateway.dialect = Dialect::Istio;
    gateway.metadata = *std::move(metadata);
    gateway.created = read_created(object);
    gateway.selector = kubernetes::read_labels(spec["selector"]);
    const auto services = gateway.metadata.annotations.find(kServices);
    if (services != gateway.metadata.annotations.end()) {
        gateway.services = split_list(services->second);
    }
    for (const yaml::Cursor& server : spec["servers"].items()) {
        gateway.listeners.push_back(read_server(server, gateway.metadata));
    }
    routing.gateways.push_back(std::move(gateway));
}

} // namespace meshcast::istio
