#pragma once

#include "sim/model/address.h"
#include "sim/model/topology.h"
#include "sim/policy/request_facts.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace meshcast {

/// What an end of a connection is when it is no pod; the words are Cilium's.
/// https://docs.cilium.io/en/stable/security/policy/language/#entities-based
enum class Entity : std::uint8_t { World, Host, RemoteNode, KubeApiserver, Ingress, Health, Init, Unmanaged };

/// One end of a connection: a pod, or something without one.
struct Party {
    static constexpr std::size_t kNoPod = static_cast<std::size_t>(-1);

    std::size_t pod = kNoPod; // in NetworkPods::all(): workloads in the topology's order, then unsimulated
    Entity entity = Entity::World;  // where there is no pod. Host: the node the other end's pod is on
    std::optional<Address> address; // where there is no pod; nullopt: unknown, no block has it
    const Labels* node = nullptr;   // labels of the node, where it is one
    std::string_view domain;        // under which the other end found it

    bool is_pod() const { return pod != kNoPod; }

    static Party of_pod(std::size_t pod) { return {pod, Entity::World, std::nullopt, nullptr, {}}; }

    static Party outside(std::optional<Address> address) {
        return {kNoPod, Entity::World, address, nullptr, {}};
    }
};

struct NetworkConnection {
    Party from;
    Party to;
    std::optional<Transport> transport = Transport::Tcp; // nullopt: ICMP
    int port = 0;                                        // of the destination; ICMP: the type
    const RequestFacts* request = nullptr;               // nullptr: asks for the connection alone
};

} // namespace meshcast
