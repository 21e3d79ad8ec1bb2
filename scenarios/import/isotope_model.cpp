#include "scenarios/import/isotope_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace meshcast {

namespace {

constexpr int kPort = 8080;

/// Name of each service -> "name.namespace", which means the same in every namespace.
using Addresses = std::map<std::string, std::string, std::less<>>;

std::string address_of(const isotope::Service& service) {
    return fmt::format("{}.{}", service.name, service.name_space);
}

std::vector<Step> steps_of(const std::vector<isotope::Command>& commands, const Addresses& addresses);

Step step_of(const isotope::Sleep& sleep, const Addresses&) {
    return {Wait{Distribution::constant(sleep.time)}};
}

Step step_of(const isotope::Request& request, const Addresses& addresses) {
    Call call;
    call.service = addresses.at(request.service);
    call.port = kPort;
    call.probability = request.probability == 0 ? 1.0 : request.probability / 100.0;
    call.request_size = request.size;
    call.origin = request.origin;
    return {call};
}

Step step_of(const isotope::Concurrent& concurrent, const Addresses& addresses) {
    return {Parallel{steps_of(concurrent.commands, addresses)}};
}

std::vector<Step> steps_of(const std::vector<isotope::Command>& commands, const Addresses& addresses) {
    std::vector<Step> steps;
    steps.reserve(commands.size());
    for (const isotope::Command& command : commands) {
        steps.push_back(std::visit([&](const auto& action) { return step_of(action, addresses); }, command));
    }
    return steps;
}

Metadata metadata_of(const isotope::Service& service) {
    return {service.name, service.name_space, {{"app", "service-graph"}}, {}, service.origin};
}

Workload workload_of(const isotope::Service& service) {
    Container container;
    container.name = "mock-service";
    container.ports = {{"", kPort, Transport::Tcp}};

    Workload workload;
    workload.metadata = metadata_of(service);
    workload.replicas = service.replicas;
    workload.pod.labels = {{"name", service.name}, {"role", "service"}};
    workload.pod.containers = {container};
    return workload;
}

Service service_of(const isotope::Service& service) {
    ServicePort port;
    port.name = "http-web";
    port.port = kPort;
    port.target_port = kPort;
    port.protocol = service.type == isotope::ServiceType::Grpc ? AppProtocol::Grpc : AppProtocol::Http1;

    Service result;
    result.metadata = metadata_of(service);
    result.selector = {{"name", service.name}};
    result.ports = {port};
    return result;
}

Behavior behavior_of(const isotope::Service& service, const Addresses& addresses) {
    Operation operation;
    operation.name = "GET /";
    operation.response_size = service.response_size;
    operation.script = steps_of(service.script, addresses);
    if (service.error_rate > 0) {
        operation.script.insert(operation.script.begin(), Step{Fail{service.error_rate, 500}});
    }

    Behavior behavior;
    behavior.workload = fmt::format("{}/{}", service.name_space, service.name);
    behavior.operations = {std::move(operation)};
    behavior.origin = service.origin;
    return behavior;
}

} // namespace

IsotopeModel to_model(const IsotopeGraph& graph) {
    Addresses addresses;
    std::set<std::string> namespaces;
    for (const isotope::Service& service : graph.services) {
        addresses[service.name] = address_of(service);
        namespaces.insert(service.name_space);
    }

    IsotopeModel model;
    for (const std::string& name : namespaces) {
        model.topology.namespaces.push_back({{name, "", {{"istio-injection", "enabled"}}, {}, {}}});
    }
    for (const isotope::Service& service : graph.services) {
        model.topology.workloads.push_back(workload_of(service));
        model.topology.services.push_back(service_of(service));
        model.behaviors.push_back(behavior_of(service, addresses));
        if (service.entrypoint) {
            model.entrypoints.push_back(address_of(service));
        }
    }
    return model;
}

IsotopeModel import_isotope(const yaml::Document& document, Diagnostics& diagnostics) {
    Diagnostics found;
    const IsotopeGraph graph = read_isotope(document, found);
    diagnostics.append(found);
    return found.has_errors() ? IsotopeModel{} : to_model(graph);
}

} // namespace meshcast
