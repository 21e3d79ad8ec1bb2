#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <array>

namespace meshcast::istio {

using namespace routes;

namespace {

const kubernetes::Fields kSpecFields{{"workloadSelector", "ingress", "egress", "outboundTrafficPolicy"},
                                     {"inboundConnectionPool"}};

EgressScope::Ingress read_ingress(const yaml::Cursor& item) {
    static constexpr std::array<std::pair<std::string_view, ListenerTls>, 4> kModes{
        {{"SIMPLE", ListenerTls::Terminate},
         {"MUTUAL", ListenerTls::Mutual},
         {"ISTIO_MUTUAL", ListenerTls::Mutual},
         {"PASSTHROUGH", ListenerTls::Passthrough}}};
    EgressScope::Ingress ingress;
    kubernetes::warn_if_missing(item["port"], "write port: {number: 8080, protocol: HTTP, name: http}");
    ingress.port = read_port(item["port"]["number"]).value_or(0);
    ingress.protocol = item["port"]["protocol"].string().value_or("");
    ingress.endpoint = item["defaultEndpoint"].string().value_or("");
    ingress.tls = read_word<ListenerTls>(item["tls"]["mode"], kModes).value_or(ListenerTls::None);
    return ingress;
}

} // namespace

void read_sidecar(const yaml::Cursor& object, Routing& routing) {
    std::optional<Metadata> metadata = kubernetes::read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    kubernetes::check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    EgressScope scope;
    scope.metadata = *std::move(metadata);
    scope.created = read_created(object);
    scope.workload_selector = kubernetes::read_labels(spec["workloadSelector"]["labels"]);
    for (const yaml::Cursor& item : spec["egress"].items()) {
        EgressScope::Listener listener;
        listener.port = read_port(item["port"]["number"]).value_or(0);
        kubernetes::warn_if_missing(item["hosts"], "write hosts: [\"./*\"]");
        for (const yaml::Cursor& host : item["hosts"].items()) {
            listener.hosts.push_back(read_scoped_host(host, scope.metadata, "*"));
        }
        scope.egress.push_back(std::move(listener));
    }
    for (const yaml::Cursor& item : spec["ingress"].items()) {
        scope.ingress.push_back(read_ingress(item));
    }
    static constexpr std::array<std::pair<std::string_view, bool>, 2> kModes{
        {{"ALLOW_ANY", false}, {"REGISTRY_ONLY", true}}};
    if (const yaml::Cursor outbound = spec["outboundTrafficPolicy"]; outbound.present()) {
        // An unset mode is the API's zero, REGISTRY_ONLY.
        scope.registry_only = read_word<bool>(outbound["mode"], kModes).value_or(true);
    }
    routing.egress_scopes.push_back(std::move(scope));
}

} // namespace meshcast::istio
