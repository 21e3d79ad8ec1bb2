#include "sim/policy/reachability.h"

#include "sim/policy/mtls/inbound_port.h"
#include "sim/policy/operation.h"
#include "sim/policy/selection.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace meshcast {

namespace {

/// A door, and what there is to know to knock at it.
struct Knock {
    const Workload* to;
    const Service* service; // nullptr: by address
    int port;
    AppProtocol protocol;
};

std::vector<Knock> doors_of(const Directory& directory) {
    std::vector<Knock> doors;
    const Topology& topology = directory.topology();
    std::vector<std::vector<int>> served(topology.workloads.size()); // pod ports that a service leads to
    for (const Service& service : topology.services) {
        for (const std::size_t workload : directory.selected(service)) {
            const Workload& to = topology.workloads[workload];
            for (const ServicePort& port : service.ports) {
                if (port.transport == Transport::Tcp) {
                    doors.push_back({&to, &service, port.port, port.protocol.value_or(AppProtocol::Http1)});
                    served[workload].push_back(target_port(port, to.pod).value_or(0));
                }
            }
        }
    }
    for (std::size_t workload = 0; workload < topology.workloads.size(); ++workload) {
        const Workload& to = topology.workloads[workload];
        for (const Container& container : to.pod.containers) {
            for (const ContainerPort& port : container.ports) {
                if (port.transport == Transport::Tcp &&
                    std::ranges::find(served[workload], port.number) == served[workload].end()) {
                    doors.push_back({&to, nullptr, port.number, AppProtocol::Tcp});
                }
            }
        }
    }
    return doors;
}

/// Numbers decisions that are told apart by everything that people see of them.
class Decisions {
  public:
    explicit Decisions(std::vector<Permission>& all) : all_(all) {}

    std::uint32_t number_of(Permission decision) {
        const auto [found, is_new] =
            numbers_.try_emplace({decision.outcome, decision.enforced, decision.status, decision.encrypted,
                                  decision.because, decision.origin.file, decision.origin.line},
                                 static_cast<std::uint32_t>(all_.size()));
        if (is_new) {
            all_.push_back(std::move(decision));
        }
        return found->second;
    }

  private:
    std::vector<Permission>& all_;
    std::map<std::tuple<Permission::Outcome, Permission::Enforced, int, bool, std::string, std::string, int>,
             std::uint32_t>
        numbers_;
};

using DoorPlace = std::pair<std::string, std::tuple<std::string, std::string, int>>;

std::map<DoorPlace, const Permission*> by_place(const Reachability& matrix) {
    std::map<DoorPlace, const Permission*> places;
    for (std::size_t row = 0; row < matrix.workloads.size(); ++row) {
        for (std::size_t column = 0; column < matrix.doors.size(); ++column) {
            const Reachability::Door& door = matrix.doors[column];
            places[{matrix.workloads[row], {door.workload, door.service, door.port}}] =
                &matrix.at(row, column);
        }
    }
    return places;
}

bool same_effect(const Permission& a, const Permission& b) {
    return a.outcome == b.outcome && a.status == b.status && (!a.allowed() || a.encrypted == b.encrypted);
}

} // namespace

Reachability reachability(const Access& access, const Directory& directory) {
    Reachability matrix;
    const std::vector<Knock> doors = doors_of(directory);
    for (const Knock& door : doors) {
        matrix.doors.push_back({qualified_name(door.to->metadata),
                                door.service == nullptr ? "" : qualified_name(door.service->metadata),
                                door.port});
    }
    Decisions decisions(matrix.decisions);
    matrix.cells.reserve(directory.topology().workloads.size() * doors.size());
    for (const Workload& from : directory.topology().workloads) {
        matrix.workloads.push_back(qualified_name(from.metadata));
        for (const Knock& door : doors) {
            AccessQuestion question{&from, door.to, door.service, door.port};
            question.carries_tcp = door.protocol == AppProtocol::Tcp;
            RequestFacts get;
            if (!question.carries_tcp) {
                get = request_between(from, *door.service, door.port, AppProtocol::Http1);
                question.request = &get;
            }
            matrix.cells.push_back(decisions.number_of(access.decide(question)));
        }
    }
    return matrix;
}

std::vector<ReachabilityChange> compare(const Reachability& before, const Reachability& after) {
    std::vector<ReachabilityChange> changes;
    std::map<DoorPlace, const Permission*> old = by_place(before);
    for (const auto& [place, decision] : by_place(after)) {
        const auto found = old.find(place);
        const Permission* was = found == old.end() ? nullptr : found->second;
        if (found != old.end()) {
            old.erase(found);
        }
        if (was == nullptr || !same_effect(*was, *decision)) {
            const auto& [workload, service, port] = place.second;
            changes.push_back({place.first, {workload, service, port}, std::nullopt, *decision});
            if (was != nullptr) {
                changes.back().before = *was;
            }
        }
    }
    for (const auto& [place, decision] : old) {
        const auto& [workload, service, port] = place.second;
        changes.push_back({place.first, {workload, service, port}, *decision, std::nullopt});
    }
    return changes;
}

} // namespace meshcast
