#pragma once

#include "engine/time.h"
#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/node.h"
#include "sim/model/origin.h"
#include "sim/model/units.h"

#include <string>
#include <variant>
#include <vector>

namespace meshcast {

/// A service graph of isotope, Istio's topology load generator, read as its own converter reads it: defaults
/// for what a service leaves out, a script run in order, a nested list run at once.
/// https://github.com/istio/tools/tree/master/isotope
namespace isotope {

struct Sleep {
    Duration time{};
};

struct Request {
    std::string service;
    std::string hostname; // host:port that isotope would dial; its default is service:8080
    Bytes size;
    int probability = 0; // percent, 0..100; as in isotope, 0 is "not given": the request is always sent
    Origin origin;
};

struct Concurrent;
using Command = std::variant<Sleep, Request, Concurrent>;

/// Commands run at once; the slowest ends the group. Never holds another Concurrent.
struct Concurrent {
    std::vector<Command> commands;
};

enum class ServiceType { Http, Grpc };

struct Service {
    std::string name;
    std::string name_space; // isotope's own default is "service-graph"
    ServiceType type = ServiceType::Http;
    int replicas = 1;
    bool entrypoint = false;
    double error_rate = 0; // 0..1, answered with 500 before the script starts
    Bytes response_size;
    std::vector<Command> script;
    Origin origin;
};

} // namespace isotope

struct IsotopeGraph {
    std::vector<isotope::Service> services; // names are unique, every request names one of them
};

/// By content: `services` is a list and there is no `apiVersion`, or `kind` is MockServiceGraph.
bool is_isotope(const yaml::Node& root);

/// Every problem of the document goes into `diagnostics`; with an error among them the graph holds only what
/// could be read.
IsotopeGraph read_isotope(const yaml::Document& document, Diagnostics& diagnostics);

} // namespace meshcast
