#include "sim/policy/known_hosts.h"

#include "sim/policy/host_match.h"
#include "sim/policy/request_facts.h"
#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kExportTo = "networking.istio.io/exportTo";

Carries carried_by(const ServicePort& port) {
    if (!port.protocol) {
        return Carries::Anything;
    }
    if (*port.protocol != AppProtocol::Tcp) {
        return Carries::Http;
    }
    return port.name.starts_with("tls") || port.name.starts_with("https") ? Carries::Tls : Carries::Tcp;
}

std::vector<std::string> split_export_to(std::string_view text, const std::string& own) {
    std::vector<std::string> result;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        std::string word(text.substr(0, comma));
        std::erase(word, ' ');
        result.push_back(word == "." ? own : word);
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
    }
    return result;
}

} // namespace

Carries carried_by(std::string_view declared) {
    std::string protocol(declared);
    std::ranges::transform(protocol, protocol.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (protocol == "HTTPS" || protocol == "TLS") {
        return Carries::Tls;
    }
    if (protocol.starts_with("HTTP") || protocol.starts_with("GRPC")) {
        return Carries::Http;
    }
    return protocol.empty() ? Carries::Anything : Carries::Tcp;
}

const KnownPort* KnownHost::port(int number) const {
    const auto found = std::ranges::find(ports, number, &KnownPort::number);
    return found == ports.end() ? nullptr : &*found;
}

bool KnownHost::has_addresses() const {
    return entry != nullptr ? !entry->addresses.empty() : service != nullptr && !service->cluster_ip.empty();
}

std::optional<int> KnownHost::owns(std::string_view address) const {
    if (service != nullptr) {
        return cidr_match(service->cluster_ip, address);
    }
    std::optional<int> best;
    for (const std::string& block : entry->addresses) {
        best = std::max(best, cidr_match(block, address));
    }
    return best;
}

std::string full_name(const Metadata& service) {
    return service.name + "." + service.name_space + ".svc.cluster.local";
}

bool is_exported(std::span<const std::string> export_to, std::string_view name_space) {
    return export_to.empty() || std::ranges::any_of(export_to, [&](const std::string& to) {
               return to == "*" || to == name_space;
           });
}

KnownHosts::KnownHosts(const Routing& routing, const Topology& topology) {
    for (const Service& service : topology.services) {
        add(service);
    }
    for (const ExternalService& entry : routing.external_services) {
        add(entry);
    }
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        by_name_.try_emplace(hosts_[i].host, i);
    }
    for (const KnownHost& host : hosts_) {
        if (const auto target = by_name_.find(host.alias_of); target != by_name_.end()) {
            hosts_[target->second].aliases.push_back(host.host);
        }
    }
}

void KnownHosts::add(const Service& service) {
    KnownHost host;
    host.host = full_name(service.metadata);
    host.name_space = service.metadata.name_space;
    host.service = &service;
    host.alias_of = service.external_name;
    for (const ServicePort& port : service.ports) {
        if (port.transport == Transport::Tcp) {
            const int* target = std::get_if<int>(&port.target_port);
            host.ports.push_back({port.port, target == nullptr ? 0 : *target, carried_by(port)});
        }
    }
    const auto exported = service.metadata.annotations.find(kExportTo);
    if (exported != service.metadata.annotations.end()) {
        host.export_to = split_export_to(exported->second, host.name_space);
    }
    hosts_.push_back(std::move(host));
}

void KnownHosts::add(const ExternalService& entry) {
    for (const std::string& name : entry.hosts) {
        KnownHost host;
        host.host = name;
        host.name_space = entry.metadata.name_space;
        host.entry = &entry;
        for (const ExternalService::Port& port : entry.ports) {
            host.ports.push_back(
                {port.number, port.target == 0 ? port.number : port.target, carried_by(port.protocol)});
        }
        host.export_to = entry.export_to;
        hosts_.push_back(std::move(host));
    }
}

std::vector<const KnownHost*> hosts_in_front_of(const KnownHosts& known, const Caller& pod) {
    std::vector<const KnownHost*> result;
    for (const KnownHost& host : known.all()) {
        const bool own = host.name_space == pod.name_space;
        bool is_behind = false;
        if (host.service != nullptr) {
            is_behind = own && selects(host.service->selector, pod.labels);
        } else {
            is_behind = (own && selects(host.entry->workload_selector, pod.labels)) ||
                        std::ranges::any_of(host.entry->endpoints, [&](const auto& endpoint) {
                            return std::ranges::find(pod.addresses, endpoint.address) != pod.addresses.end();
                        });
        }
        if (is_behind) {
            result.push_back(&host);
        }
    }
    return result;
}

const KnownHost* KnownHosts::find(std::string_view host) const {
    const auto found = by_name_.find(host);
    return found == by_name_.end() ? nullptr : &hosts_[found->second];
}

} // namespace meshcast
