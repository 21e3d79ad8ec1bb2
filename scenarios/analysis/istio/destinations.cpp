#include "scenarios/analysis/hosts.h"
#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace meshcast::analysis {

namespace {

struct NamedDestination {
    Peek destination;
    std::string_view what; // "host"
};

std::vector<NamedDestination> destinations_of(const Peek& spec) {
    std::vector<NamedDestination> result;
    for (const std::string_view protocol : {"tcp", "tls", "http"}) {
        for (const Peek& rule : spec[protocol].items()) {
            for (const Peek& route : rule["route"].items()) {
                result.push_back({route["destination"], "host"});
            }
        }
    }
    for (const Peek& rule : spec["http"].items()) {
        if (const Peek mirror = rule["mirror"]) {
            result.push_back({mirror, "mirror host"});
        }
        for (const Peek& mirror : rule["mirrors"].items()) {
            result.push_back({mirror["destination"], "mirror host"});
        }
    }
    return result;
}

void check_destination(const Object& service, const NamedDestination& named, const HostEntry* entry,
                       Diagnostics& diagnostics) {
    const Peek host = named.destination["host"];
    if (entry == nullptr) {
        report(
            diagnostics, service, host, message::ReferenceMissing,
            fill(message::ReferenceMissing, named.what, host.text()),
            host.text().find('.') == std::string::npos
                ? fmt::format("short names are of the VirtualService's own namespace, {}", service.name_space)
                : "");
        return;
    }
    const Peek port = named.destination["port"];
    if (!port) {
        if (entry->ports.size() > 1) {
            report(diagnostics, service, named.destination, message::DestinationPortNeeded,
                   fill(message::DestinationPortNeeded, host.text(),
                        fmt::format("{}", fmt::join(entry->ports, ", "))),
                   fmt::format("write port: {{number: {}}}", entry->ports.front()));
        }
        return;
    }
    const std::int64_t number = port["number"].integer().value_or(0);
    if (std::ranges::find(entry->ports, number) == entry->ports.end()) {
        report(diagnostics, service, port, message::ReferenceMissing,
               fill(message::ReferenceMissing, "host:port", fmt::format("{}:{}", host.text(), number)));
    }
}

/// Routes to a subset that sidecars follow and a gateway, which has its own route, does not.
void check_gateway_subsets(const Object& service, const std::vector<const Object*>& services,
                           Diagnostics& diagnostics) {
    if (service.spec()["gateways"].size() == 0) {
        return;
    }
    for (const Peek& rule : service.spec()["http"].items()) {
        for (const Peek& route : rule["route"].items()) {
            const Peek destination = route["destination"];
            if (!destination["subset"].text().empty()) {
                continue;
            }
            for (const Object* other : services) {
                const std::vector<std::string> hosts = other->spec()["hosts"].texts();
                for (const Peek& other_rule : other->spec()["http"].items()) {
                    for (const Peek& other_route : other_rule["route"].items()) {
                        const Peek subset = other_route["destination"];
                        const std::string host = subset["host"].text();
                        if (!subset["subset"].text().empty() && host == destination["host"].text() &&
                            std::ranges::find(hosts, host) != hosts.end()) {
                            report(diagnostics, service, destination, message::SubsetNotAtGateway,
                                   fill(message::SubsetNotAtGateway, "VirtualService " + other->full_name()));
                        }
                    }
                }
            }
        }
    }
}

} // namespace

void analyze_destination_hosts(const Input& input, Diagnostics& diagnostics) {
    const Hosts hosts(input);
    const std::vector<const Object*> services = input.of(kinds::kVirtualService);
    for (const Object* service : services) {
        const Peek spec = service->spec();
        for (const NamedDestination& named : destinations_of(spec)) {
            const HostEntry* entry =
                hosts.find(service->name_space, spec["exportTo"].texts(), named.destination["host"].text());
            check_destination(*service, named, entry, diagnostics);
        }
        check_gateway_subsets(*service, services, diagnostics);
    }
}

void analyze_destination_subsets(const Input& input, Diagnostics& diagnostics) {
    const std::string domain = service_domain(input);
    std::set<std::pair<std::string, std::string>> defined; // host, subset
    for (const Object* rule : input.of(kinds::kDestinationRule)) {
        const std::string host = full_host(rule->spec()["host"].text(), rule->name_space, domain);
        for (const Peek& subset : rule->spec()["subsets"].items()) {
            defined.emplace(host, subset["name"].text());
        }
    }
    for (const Object* service : input.of(kinds::kVirtualService)) {
        for (const NamedDestination& named : destinations_of(service->spec())) {
            const Peek subset = named.destination["subset"];
            const std::string host = full_host(named.destination["host"].text(), service->name_space, domain);
            if (!subset.text().empty() && !defined.contains({host, subset.text()})) {
                report(diagnostics, *service, subset, message::ReferenceMissing,
                       fill(message::ReferenceMissing, "host+subset in a DestinationRule",
                            fmt::format("{}+{}", named.destination["host"].text(), subset.text())));
            }
        }
    }
}

} // namespace meshcast::analysis
