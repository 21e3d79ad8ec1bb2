#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"
#include "scenarios/analysis/pods.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace meshcast::analysis {

namespace {

bool same_certificate(const Peek& a, const Peek& b) {
    const auto same = [&](std::string_view field) {
        const std::string text = a[field].text();
        return !text.empty() && text == b[field].text();
    };
    if (!a["credentialName"].text().empty() || !b["credentialName"].text().empty()) {
        return same("credentialName");
    }
    return same("serverCertificate") && same("privateKey");
}

/// By host, the address a server of a Gateway binds to.
using BoundHosts = std::map<std::string, std::string>;

struct GatewayHosts {
    const Object* gateway = nullptr;
    Labels selector;
    std::string port;
    BoundHosts hosts; // of the last server at that port, as in Istio's own analysis
};

std::string port_of_server(const Peek& server) {
    return std::to_string(server["port"]["number"].integer().value_or(0));
}

std::vector<GatewayHosts> bound_hosts(const std::vector<const Object*>& gateways) {
    std::vector<GatewayHosts> result;
    for (const Object* gateway : gateways) {
        std::map<std::string, GatewayHosts> by_port;
        for (const Peek& server : gateway->spec()["servers"].items()) {
            GatewayHosts entry{gateway, gateway->spec()["selector"].map(), port_of_server(server), {}};
            for (const std::string& host : server["hosts"].texts()) {
                entry.hosts[host] = server["bind"].text();
            }
            by_port[entry.port] = std::move(entry);
        }
        for (auto& [port, entry] : by_port) {
            result.push_back(std::move(entry));
        }
    }
    return result;
}

/// Whether a server's hosts are taken already. A host bound to two addresses is two listeners.
bool takes_same(const Peek& server, const BoundHosts& taken) {
    const std::vector<std::string> hosts = server["hosts"].texts();
    return std::ranges::any_of(hosts, [&](const std::string& host) {
        const auto found = taken.find(host);
        return found != taken.end() && found->second == server["bind"].text();
    });
}

/// Equal selectors, or two of which one holds the other and some pod has both.
bool share_pods(const Labels& a, const Labels& b, const std::vector<PodView>& pods) {
    if (a == b) {
        return true;
    }
    const std::string a_text = selector_text(a);
    const std::string b_text = selector_text(b);
    const bool nested = selected(a, b) || selected(b, a) || a_text.find(b_text) != a_text.npos ||
                        b_text.find(a_text) != b_text.npos;
    return nested && std::ranges::any_of(pods, [&](const PodView& pod) {
               return selected(a, pod.labels) && selected(b, pod.labels);
           });
}

/// The ports of pods that Services lead to.
std::set<std::int64_t> served_ports(const Input& input, const PodView& pod) {
    std::set<std::int64_t> ports;
    for (const Object* service : input.of(kinds::kService)) {
        if (service->name_space != pod.object->name_space ||
            !selected(service->spec()["selector"].map(), pod.labels)) {
            continue;
        }
        for (const Peek& port : service->spec()["ports"].items()) {
            const std::string protocol = port["protocol"].text();
            if (protocol.empty() || protocol == "TCP") {
                const std::int64_t target = port["targetPort"].integer().value_or(0);
                ports.insert(target != 0 ? target : port["port"].integer().value_or(0));
            }
        }
    }
    return ports;
}

} // namespace

void analyze_gateway_certificates(const Input& input, Diagnostics& diagnostics) {
    const std::vector<const Object*> gateways = input.of(kinds::kGateway);
    for (const Object* gateway : gateways) {
        for (const Object* other : gateways) {
            if (other == gateway ||
                !selected(gateway->spec()["selector"].map(), other->spec()["selector"].map())) {
                continue;
            }
            for (const Peek& server : gateway->spec()["servers"].items()) {
                for (const Peek& others : other->spec()["servers"].items()) {
                    if (server["tls"] && others["tls"] && same_certificate(server["tls"], others["tls"])) {
                        report(diagnostics, *gateway, server["tls"], message::CertificateShared,
                               fill(message::CertificateShared,
                                    fmt::format("Gateways {} and {}", gateway->full_name(),
                                                other->full_name())));
                    }
                }
            }
        }
    }
}

void analyze_gateway_conflicts(const Input& input, Diagnostics& diagnostics) {
    const std::vector<const Object*> gateways = input.of(kinds::kGateway);
    const std::vector<GatewayHosts> all = bound_hosts(gateways);
    const std::vector<PodView> pods = all_pods(input);
    for (const Object* gateway : gateways) {
        const Labels selector = gateway->spec()["selector"].map();
        for (const Peek& server : gateway->spec()["servers"].items()) {
            std::set<std::string> others;
            for (const GatewayHosts& taken : all) {
                if (taken.gateway != gateway && taken.port == port_of_server(server) &&
                    takes_same(server, taken.hosts) && share_pods(selector, taken.selector, pods)) {
                    others.insert(taken.gateway->full_name());
                }
            }
            if (!others.empty()) {
                report(diagnostics, *gateway, server, message::GatewaysConflict,
                       fill(message::GatewaysConflict, port_of_server(server),
                            fmt::format("{}", fmt::join(server["hosts"].texts(), ", ")),
                            fmt::format("{}", fmt::join(others, ", "))));
            }
        }
    }
}

void analyze_gateway_ports(const Input& input, Diagnostics& diagnostics) {
    const std::vector<PodView> pods = all_pods(input);
    for (const Object* gateway : input.of(kinds::kGateway)) {
        const Peek selector = gateway->spec()["selector"];
        const std::string wanted = selector_text(selector.map());
        std::set<std::int64_t> ports;
        bool found = false;
        for (const PodView& pod : pods) {
            if (selected(selector.map(), pod.labels)) {
                found = true;
                ports.merge(served_ports(input, pod));
            }
        }
        if (!found) {
            report(diagnostics, *gateway, selector, message::ReferenceMissing,
                   fill(message::ReferenceMissing, "pod with the labels", wanted));
            continue;
        }
        for (const Peek& server : gateway->spec()["servers"].items()) {
            const Peek number = server["port"]["number"];
            if (server["port"] && !ports.contains(number.integer().value_or(0))) {
                report(diagnostics, *gateway, number, message::GatewayPortNotOnService,
                       fill(message::GatewayPortNotOnService, number.text(), wanted));
            }
        }
    }
}

} // namespace meshcast::analysis
