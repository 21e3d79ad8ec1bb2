#pragma once

#include "engine/distribution.h"
#include "sim/model/origin.h"
#include "sim/model/topology.h"
#include "sim/model/units.h"

#include <string>
#include <variant>
#include <vector>

namespace meshcast {

/// What a workload does with a request: a script of steps, run in order. isotope's script is a subset
/// (https://github.com/istio/tools/tree/master/isotope).

struct Step;

/// Burns CPU time on the pod, under its limit and its node's cores.
struct Compute {
    Distribution cpu;
};

/// Time that passes without CPU: a disk, a lock, a third party.
struct Wait {
    Distribution time;
};

/// A request to another service. The caller waits for the reply; a failed reply fails the caller.
struct Call {
    std::string
        service; // name, name.namespace, or name.namespace.svc.cluster.local; short names: caller's namespace
    int port = 0;           // 0: the service's first port
    std::string operation;  // "GET /reviews"; empty: the callee's first operation
    double probability = 1; // of making the call at all, 0..1
    Bytes request_size = kibibytes(1);
    Origin origin;
};

/// Ends the script with `status`, with the given probability.
struct Fail {
    double probability = 1; // 0..1
    int status = 500;
};

/// Runs all branches at once and waits for the last.
struct Parallel {
    std::vector<Step> branches;
};

struct Sequence {
    std::vector<Step> steps;
};

struct Step {
    std::variant<Compute, Wait, Call, Fail, Parallel, Sequence> action;
};

struct Operation {
    std::string name; // "GET /productpage", a gRPC "/pkg.Service/Method", or any word callers use
    std::vector<Step> script;
    Bytes response_size = kibibytes(1);
};

/// What comes before a new pod serves, and how fast it is at first.
struct PodStart {
    Duration takes{std::chrono::seconds(5)}; // from scheduling to readiness; assumed, images being there
    double cold = 1;                         // multiplies CPU time at first, at least 1,
    Duration warms{};                        // falling to 1 linearly over so long
    Duration pre_stop{};                     // goes on serving so long after it was told to stop

    /// Of a pod that has been ready so long.
    double factor(Duration age) const {
        return age >= warms ? 1 : cold - (cold - 1) * (to_seconds(age) / to_seconds(warms));
    }
};

/// How one workload (or every workload behind a service of that name) behaves.
struct Behavior {
    std::string workload; // name or namespace/name of a workload, else of a service
    int workers = 0;      // requests in process at once per pod, held until the reply; 0: no limit
    PodStart start;
    std::vector<Operation> operations; // never empty; the first one is the default
    Origin origin;
};

} // namespace meshcast
