#include "tests/corpus/policy_world.h"

#include "sim/policy/destination_policy.h"
#include "tests/corpus/files.h"

#include <algorithm>

namespace meshcast::corpus {

namespace {

void flatten_into(const Json& object, const std::vector<std::string>& path, Claims& claims) {
    for (const auto& [name, value] : object.items()) {
        std::vector<std::string> own = path;
        own.push_back(name);
        if (value.is_object()) {
            flatten_into(value, own, claims);
            continue;
        }
        Claim claim;
        claim.list = value.is_array();
        const Json list = value.is_array() ? value : Json::array({value});
        for (const Json& item : list) {
            claim.kind = item.is_string()    ? Claim::Kind::Text
                         : item.is_boolean() ? Claim::Kind::Boolean
                                             : Claim::Kind::Number;
            claim.values.push_back(item.is_string() ? item.get<std::string>() : item.dump());
        }
        claims[own] = std::move(claim);
    }
}

} // namespace

Claims claims_from(const Json& claims) {
    Claims result;
    if (claims.is_object()) {
        flatten_into(claims, {}, result);
    }
    return result;
}

Tokens named_tokens(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / "l7/jwt-tokens.json"));
    Tokens tokens;
    for (const auto& [name, token] : document.items()) {
        if (token.is_object()) {
            const Json claims = token.value("claims", Json());
            tokens[name] = {claims.is_object(), token.value("validSignature", false), claims_from(claims),
                            ""};
        }
    }
    return tokens;
}

Party find_party(const RoutingWorld& world, const std::string& name_space, const std::string& name) {
    Party party;
    party.identity.name_space = name_space;
    for (const Service& service : world.imported.topology.services) {
        if (service.metadata.name == name && service.metadata.name_space == name_space) {
            party.service = &service;
            const auto behind = world.directory.selected(service);
            party.workload = behind.empty() ? nullptr : &world.imported.topology.workloads[behind.front()];
        }
    }
    if (party.workload == nullptr) {
        party.workload = world.directory.workload(name_space + "/" + name);
    }
    if (party.workload != nullptr) {
        const PodTemplate& pod = party.workload->pod;
        party.identity.service_account = pod.service_account;
        const auto inject = pod.labels.find("sidecar.istio.io/inject");
        party.has_proxy = inject == pod.labels.end() || inject->second != "false";
        for (const auto& [key, value] : pod.annotations) {
            party.address = key.ends_with("/pod-ip") ? value : party.address;
        }
    } else if (name == "istio-ingressgateway" || name == "istio-egressgateway") {
        party.identity.service_account = name + "-service-account";
    }
    return party;
}

bool identifies_itself(const RoutingWorld& world, const Party& from, const Party& to, int service_port) {
    if (!from.has_proxy || !to.has_proxy) {
        return false;
    }
    if (to.service == nullptr || from.workload == nullptr) {
        return true;
    }
    Caller client;
    client.name_space = from.workload->metadata.name_space;
    client.labels = from.workload->pod.labels;
    const TrafficPolicy policy =
        destination_policies(world.imported.routing, client, full_name(to.service->metadata),
                             to.service->metadata.name_space)
            .in_force("", service_port);
    return !policy.tls || policy.tls->mode == ClientTls::Auto || policy.tls->mode == ClientTls::IstioMutual;
}

int pod_port(const Party& party, int service_port) {
    if (party.service == nullptr || party.service->ports.empty()) {
        return service_port;
    }
    const auto found = std::ranges::find(party.service->ports, service_port, &ServicePort::port);
    const ServicePort& port = found == party.service->ports.end() ? party.service->ports.front() : *found;
    if (const int* number = std::get_if<int>(&port.target_port)) {
        return *number;
    }
    const std::string& name = std::get<std::string>(port.target_port);
    for (const Container& container :
         party.workload == nullptr ? std::vector<Container>{} : party.workload->pod.containers) {
        for (const ContainerPort& declared : container.ports) {
            if (declared.name == name) {
                return declared.number;
            }
        }
    }
    return port.port;
}

AccessRequest::Protocol protocol_of(const std::string& name) {
    if (name == "GRPC") {
        return AccessRequest::Protocol::Grpc;
    }
    const bool looks_inside = name.empty() || name == "HTTP" || name == "HTTP2";
    return looks_inside ? AccessRequest::Protocol::Http : AccessRequest::Protocol::Tcp;
}

} // namespace meshcast::corpus
