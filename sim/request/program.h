#pragma once

#include "engine/distribution.h"
#include "sim/model/behavior.h"
#include "sim/model/topology.h"
#include "sim/model/units.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace meshcast {

/// Behaviours with every name resolved, ready to run.

struct Destination;
struct Instruction;
struct RequestRoute;
struct StagedRoute;

using Instructions = std::vector<Instruction>;

/// What a client asks for.
struct Errand {
    Destination* destination = nullptr;
    Bytes size;
    std::uint32_t operation = 0; // interned; see Program::script
    bool keep_alive = true;
    const StagedRoute* route = nullptr;    // what a proxy on the way decides; nullptr: nothing
    const RequestRoute* library = nullptr; // what the caller's own library does where no proxy routes
};

struct Invoke {
    Errand errand;
    std::uint32_t edge = 0; // caller -> service, for the observer
    double probability = 1;
};

struct Burn {
    Distribution cpu;
};

struct Pause {
    Distribution time;
};

struct Abort {
    double probability = 1;
    int status = 500;
};

struct Fork {
    std::vector<Instructions> branches; // all at once
};

struct Instruction {
    std::variant<Burn, Pause, Invoke, Abort, Fork> what;
};

struct Script {
    Instructions steps;
    Bytes response_size;
};

/// What one workload does.
struct Program {
    int workers = 0; // 0: no limit
    PodStart start;
    std::vector<Script> scripts;             // never empty; the first is the default
    std::vector<std::uint16_t> by_operation; // operation -> script

    const Script& script(std::uint32_t operation) const {
        return scripts[operation < by_operation.size() ? by_operation[operation] : 0];
    }
};

} // namespace meshcast
