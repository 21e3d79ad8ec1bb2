#include "scenarios/analysis/hosts.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/mesh/checks.h"
#include "scenarios/analysis/pods.h"
#include "sim/policy/mtls/peer_mode.h"

#include <algorithm>
#include <set>

namespace meshcast::analysis {

namespace {

using ServerMode = PeerAuthentication::Mode;

ServerMode server_mode(const Input& input, const PodView& pod) {
    return peer_mode(input.model().security, pod.object->name_space, pod.labels, 0).mode;
}

bool is_enrolled(const Input& input, const PodView& pod) {
    return is_ambient(input, pod) || has_sidecar(input, pod.object->name_space, pod.labels, pod.annotations,
                                                 pod.spec, UnknownNamespace::Enrolled);
}

std::vector<const PodView*> pods_behind(const Object& service, const std::vector<PodView>& pods) {
    const Labels selector = service.spec()["selector"].map();
    std::vector<const PodView*> result;
    for (const PodView& pod : pods) {
        if (!selector.empty() && pod.object->name_space == service.name_space &&
            selected(selector, pod.labels)) {
            result.push_back(&pod);
        }
    }
    return result;
}

/// "http://cart:7070/v1" -> "cart"; what environment variables say of whom a pod calls.
std::string named_host(std::string_view value) {
    if (const std::size_t scheme = value.find("://"); scheme != value.npos) {
        value.remove_prefix(scheme + 3);
    }
    return std::string(value.substr(0, value.find_first_of(":/")));
}

/// The Services a pod's environment names.
std::set<const Object*> called_services(const Input& input, const PodView& pod) {
    std::set<const Object*> result;
    for (const Peek& container : containers_of(pod.spec)) {
        for (const Peek& variable : container["env"].items()) {
            const std::string host = named_host(variable["value"].text());
            const std::size_t dot = host.find('.');
            const std::string rest = dot == host.npos ? pod.object->name_space : host.substr(dot + 1);
            const Object* service =
                input.find(kinds::kService, rest.substr(0, rest.find('.')), host.substr(0, dot));
            if (service != nullptr) {
                result.insert(service);
            }
        }
    }
    return result;
}

void check_client_mode(const Input& input, const Object& rule, const Peek& tls, const Object& service,
                       const std::vector<PodView>& pods, Diagnostics& diagnostics) {
    const std::string mode = tls["mode"].text();
    for (const PodView* pod : pods_behind(service, pods)) {
        const bool enrolled = is_enrolled(input, *pod);
        const ServerMode server = server_mode(input, *pod);
        const bool mutual = mode == "ISTIO_MUTUAL";
        const bool plain_to_strict =
            (mode.empty() || mode == "DISABLE") && enrolled && server == ServerMode::Strict;
        const bool mutual_to_plain = mutual && (!enrolled || server == ServerMode::Disable);
        if (plain_to_strict || mutual_to_plain) {
            report(diagnostics, rule, tls, message::TlsContradiction,
                   fill(message::TlsContradiction, mode.empty() ? "DISABLE" : mode, pod->object->resource(),
                        !enrolled         ? "plain text only: it has no proxy"
                        : mutual_to_plain ? "plain text only: PeerAuthentication says DISABLE"
                                          : "mutual TLS only: PeerAuthentication says STRICT"),
                   "remove tls from the DestinationRule: clients then do what the server asks");
            return; // once a rule and service
        }
    }
}

} // namespace

/// Clients without a proxy have no certificate to show.
void analyze_strict_clients(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    for (const PodView& client : pods) {
        if (is_enrolled(input, client)) {
            continue;
        }
        for (const Object* service : called_services(input, client)) {
            const std::vector<const PodView*> servers = pods_behind(*service, pods);
            const bool strict = std::ranges::any_of(servers, [&](const PodView* pod) {
                return is_enrolled(input, *pod) && server_mode(input, *pod) == ServerMode::Strict;
            });
            if (strict) {
                report(diagnostics, *client.object, {}, message::StrictWithoutSidecar,
                       fill(message::StrictWithoutSidecar, service->resource(), client.object->resource()));
            }
        }
    }
}

/// https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule
void analyze_tls_contradictions(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    const std::string domain = service_domain(input);
    for (const Object* rule : input.of(kinds::kDestinationRule)) {
        const Peek tls = rule->spec()["trafficPolicy"]["tls"];
        const std::string host = full_host(rule->spec()["host"].text(), rule->name_space, domain);
        for (const Object* service : input.of(kinds::kService)) {
            if (tls && !service->assumed && full_host(service->name, service->name_space, domain) == host) {
                check_client_mode(input, *rule, tls, *service, pods, diagnostics);
            }
        }
    }
}

} // namespace meshcast::analysis
