#include "sim/policy/network/exposed_ports.h"

#include <algorithm>
#include <set>

namespace meshcast {

namespace {

/// What the service calls the port, or, of a Route, what the pods do.
bool means(const Exposure::Backend& backend, const ServicePort& port) {
    if (const int* number = std::get_if<int>(&backend.port)) {
        const int* target = std::get_if<int>(&port.target_port);
        return *number == 0 || *number == port.port ||
               (backend.of_pods && target != nullptr && *number == *target);
    }
    const std::string& name = std::get<std::string>(backend.port);
    const std::string* target = std::get_if<std::string>(&port.target_port);
    return name == port.name || (backend.of_pods && target != nullptr && name == *target);
}

void add_target(const ServicePort& port, const Workload& workload, std::size_t index,
                std::set<std::pair<std::size_t, int>>& into) {
    if (const int* number = std::get_if<int>(&port.target_port)) {
        into.emplace(index, *number);
        return;
    }
    for (const Container& container : workload.pod.containers) {
        for (const ContainerPort& declared : container.ports) {
            if (declared.name == std::get<std::string>(port.target_port) &&
                declared.transport == Transport::Tcp) {
                into.emplace(index, declared.number);
            }
        }
    }
}

} // namespace

std::vector<std::pair<std::size_t, int>> exposed_ports(const Exposure& exposure, const Directory& directory) {
    std::set<std::pair<std::size_t, int>> result;
    for (const Exposure::Backend& backend : exposure.backends) {
        const Service* service = directory.resolve(backend.service, exposure.metadata.name_space);
        if (service == nullptr) {
            continue;
        }
        for (const std::size_t i : directory.selected(*service)) {
            for (const ServicePort& port : service->ports) {
                if (port.transport == Transport::Tcp && means(backend, port)) {
                    add_target(port, directory.topology().workloads[i], i, result);
                }
            }
        }
    }
    return {result.begin(), result.end()};
}

} // namespace meshcast
