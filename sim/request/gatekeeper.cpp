#include "sim/request/gatekeeper.h"

#include "sim/policy/operation.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>

namespace meshcast {

Gatekeeper::Gatekeeper(const Scenario& scenario, const Directory& directory, const DataPlane& plane,
                       std::vector<std::string> operations)
    : scenario_(scenario),
      access_(scenario.routing, scenario.security, directory, plane, scenario.enrolment),
      operations_(std::move(operations)) {}

Refusal* Gatekeeper::refuses_connection(const Client& client, const Destination& destination,
                                        const Pod& server) {
    Refusal* refusal = answer(client, destination, server, kConnection).refusal;
    if (refusal != nullptr) {
        ++refusal->count;
    }
    return refusal;
}

Refusal* Gatekeeper::refuses_request(const Client& client, const Destination& destination, const Pod& server,
                                     std::uint32_t operation, bool at_waypoint) {
    Refusal* refusal = answer(client, destination, server, operation).refusal;
    if (refusal == nullptr || (refusal->decision.enforced == Permission::Enforced::Waypoint) != at_waypoint) {
        return nullptr;
    }
    ++refusal->count;
    return refusal;
}

bool Gatekeeper::encrypts(const Client& client, const Destination& destination, const Pod& server) {
    return client.pod == nullptr || answer(client, destination, server, kConnection).encrypted;
}

const Gatekeeper::Answer& Gatekeeper::answer(const Client& client, const Destination& destination,
                                             const Pod& server, std::uint32_t operation) {
    static constexpr Answer kUnasked{true, nullptr};
    if (client.pod == nullptr) {
        return kUnasked;
    }
    const Key key{client.pod->workload, destination.id, server.workload, operation};
    const auto found = answers_.find(key);
    return found != answers_.end() ? found->second
                                   : answers_.emplace(key, ask(key, destination)).first->second;
}

Gatekeeper::Answer Gatekeeper::ask(const Key& key, const Destination& destination) {
    const auto [from, to_destination, to, operation] = key;
    const Topology& topology = scenario_.topology;
    AccessQuestion question{&topology.workloads[from], &topology.workloads[to],
                            &topology.services[destination.service], destination.port};
    question.carries_tcp = destination.protocol == AppProtocol::Tcp;
    RequestFacts request =
        request_between(*question.from, *question.service, destination.port, destination.protocol);
    if (operation != kConnection) {
        if (operation < operations_.size()) {
            describe_operation(operations_[operation], request);
        }
        question.request = &request;
    }
    Permission decision = access_.decide(question);
    Answer answer{decision.encrypted, nullptr};
    if (!decision.allowed()) {
        const std::string who = fmt::format("{} to {}:{}", qualified_name(question.from->metadata),
                                            qualified_name(question.service->metadata), destination.port);
        answer.refusal = &refusals_.emplace_back(Refusal{who, std::move(decision)});
    }
    return answer;
}

} // namespace meshcast
