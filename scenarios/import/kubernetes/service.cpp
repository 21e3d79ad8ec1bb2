#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/app_protocol.h"
#include "scenarios/import/kubernetes/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/pod_template.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"

namespace meshcast::kubernetes {

namespace {

constexpr int kLargestPort = 65535;

const Fields kSpecFields{{"selector", "ports", "clusterIP", "type", "externalName", "trafficDistribution"},
                         {"allocateLoadBalancerNodePorts", "clusterIPs", "externalIPs",
                          "externalTrafficPolicy", "healthCheckNodePort", "internalTrafficPolicy",
                          "ipFamilies", "ipFamilyPolicy", "ipFamily", "loadBalancerClass", "loadBalancerIP",
                          "loadBalancerSourceRanges", "publishNotReadyAddresses", "sessionAffinity",
                          "sessionAffinityConfig", "topologyKeys"}};
const Fields kPortFields{{"name", "port", "protocol", "targetPort", "appProtocol"}, {"nodePort"}};

/// A number, a number in quotes, or the name of a container's port.
std::variant<int, std::string> read_target(const yaml::Cursor& target, int port) {
    const std::optional<std::string> text = target.string();
    if (!text || text->empty()) {
        return port;
    }
    if (text->find_first_not_of("+-0123456789") != text->npos) {
        return *text;
    }
    const units::Parsed<std::int64_t> number = units::parse_integer(*text, 1, kLargestPort);
    if (!number) {
        target.report_bad_value(number.error());
    }
    return number ? static_cast<int>(*number) : port;
}

TrafficDistribution read_distribution(const yaml::Cursor& distribution) {
    const std::string word = read_string(distribution).value_or("");
    if (word == "PreferSameNode") {
        return TrafficDistribution::SameNode;
    }
    if (word == "PreferSameZone" || word == "PreferClose") { // its name before Kubernetes 1.34
        return TrafficDistribution::SameZone;
    }
    if (!word.empty()) {
        distribution.report_bad_value("write PreferSameZone, PreferSameNode or PreferClose");
    }
    return TrafficDistribution::Any;
}

ServicePort read_port(const yaml::Cursor& port) {
    check_spelling(port, kPortFields);
    ServicePort result;
    const yaml::Cursor number = port["port"];
    warn_if_missing(number, "write port: 80");
    result.name = read_string(port["name"]).value_or("");
    result.port = static_cast<int>(number.integer(1, kLargestPort).value_or(0));
    result.transport = read_transport(port["protocol"]);
    result.target_port = read_target(port["targetPort"], result.port);
    const std::string app_protocol = read_string(port["appProtocol"]).value_or("");
    if (result.transport == Transport::Tcp) {
        result.protocol = declared_protocol(app_protocol, result.name, result.port);
    }
    return result;
}

} // namespace

void read_service(const yaml::Cursor& object, Topology& topology) {
    std::optional<Metadata> metadata = read_metadata(object, true);
    const yaml::Cursor spec = object["spec"];
    check_spelling(spec, kSpecFields);
    if (!metadata) {
        return;
    }
    Service service;
    service.metadata = *std::move(metadata);
    service.selector = read_labels(spec["selector"]);
    service.cluster_ip = read_string(spec["clusterIP"]).value_or("");
    service.headless = service.cluster_ip == "None";
    if (service.headless) {
        service.cluster_ip.clear();
    }
    if (read_string(spec["type"]) == "ExternalName") {
        service.external_name = read_string(spec["externalName"]).value_or("");
    }
    service.distribution = read_distribution(spec["trafficDistribution"]);
    const yaml::Cursor ports = spec["ports"];
    for (const yaml::Cursor& port : ports.items()) {
        if (ServicePort read = read_port(port); read.port != 0) {
            service.ports.push_back(std::move(read));
        }
    }
    const bool may_lack_ports = service.headless || !service.external_name.empty();
    if (!may_lack_ports) {
        warn_if_missing(ports, "write ports: [{port: 80}]");
    }
    topology.services.push_back(std::move(service));
}

} // namespace meshcast::kubernetes
