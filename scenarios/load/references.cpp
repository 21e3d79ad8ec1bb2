#include "scenarios/load/references.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/load/steps.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace meshcast {

namespace {

/// One mention of a service: by whom, and what of it is wanted.
struct Mention {
    std::string what; // "traffic shoppers", for messages
    const Origin& origin;
    std::string_view host;
    std::string_view from_namespace;
    int port = 0;
    const std::string& operation;
};

const std::string kAnyOperation;

/// One service, one entry: which of two would count?
template <class Entry>
void check_once(const Directory& directory, const std::vector<Entry>& entries, std::string Entry::* service,
                const char* what, Diagnostics& diagnostics) {
    std::set<const Service*> seen;
    for (const Entry& entry : entries) {
        const Service* named = directory.service(entry.*service, "default");
        if (named != nullptr && !seen.insert(named).second) {
            diagnostics.add(message::NameRepeated, entry.origin,
                            fill(message::NameRepeated, what, entry.*service));
        }
    }
}

bool external(const Service& service) {
    return service.selector.empty() || !service.external_name.empty();
}

class Checker {
  public:
    Checker(const Directory& directory, BehaviorOfWorkload& behaviors, Diagnostics& diagnostics)
        : directory_(directory),
          topology_(directory.topology()),
          behaviors_(behaviors),
          diagnostics_(diagnostics) {}

    void check(const Traffic& traffic) {
        const std::string what = fmt::format("traffic \"{}\"", traffic.name);
        const Workload* from = traffic.from.empty() ? nullptr : directory_.workload(traffic.from);
        if (from == nullptr && !traffic.from.empty()) {
            report_unknown_sender(what, traffic);
        }
        const std::string_view home =
            from == nullptr ? std::string_view("default") : from->metadata.name_space;
        check({what, traffic.origin, traffic.to, home, traffic.port, traffic.operation});
        if (const auto* recording = std::get_if<Recording>(&traffic.pattern)) {
            check_recorded(*recording, traffic, what, home);
        }
    }

    void check_calls() {
        for (std::size_t i = 0; i < behaviors_.size(); ++i) {
            if (!behaviors_[i]) {
                continue;
            }
            // A copy: checking may add operations to this very behavior.
            const Behavior behavior = behaviors_[i]->behavior;
            for (const Operation& operation : behavior.operations) {
                for_each_call(operation.script, [&](const Call& call, double) {
                    check({fmt::format("behavior of {}", topology_.workloads[i].metadata.name), call.origin,
                           call.service, topology_.workloads[i].metadata.name_space, call.port,
                           call.operation});
                });
            }
        }
    }

    void check(const Threshold& threshold) {
        if (!threshold.service.empty()) {
            find({"threshold", threshold.origin, threshold.service, "default", 0, threshold.service});
        }
    }

    void check(const Hedging& hedging) {
        check({"hedging", hedging.origin, hedging.to, "default", 0, kAnyOperation});
    }

    void check(const RateLimit& limit) {
        check({"rate limit", limit.origin, limit.service, "default", 0, kAnyOperation});
    }

  private:
    void check(const Mention& mention) {
        const Service* service = find(mention);
        if (service == nullptr || external(*service)) {
            return;
        }
        check_port(mention, *service);
        const auto selected = directory_.selected(*service);
        if (selected.empty()) {
            diagnostics_.add(message::NoEndpoints, mention.origin,
                             fill(message::NoEndpoints, mention.what, mention.host,
                                  fmt::format(" in namespace {}", service->metadata.name_space)),
                             selector_hint(*service));
            return;
        }
        if (std::ranges::all_of(selected, [&](std::size_t w) {
                return topology_.workloads[w].replicas == 0 &&
                       topology_.workloads[w].kind != WorkloadKind::DaemonSet;
            })) {
            diagnostics_.add(message::ReplicasZero, mention.origin,
                             fill(message::ReplicasZero, mention.what, mention.host));
        }
        for (const std::size_t workload : selected) {
            check_operation(mention, workload);
        }
    }

    void check_recorded(const Recording& recording, const Traffic& traffic, const std::string& what,
                        std::string_view home) {
        const Service* service = directory_.service(traffic.to, home);
        if (service == nullptr || external(*service)) {
            return;
        }
        for (const Recording::Operation& asked : recording.operations) {
            for (const std::size_t workload : directory_.selected(*service)) {
                check_operation({what, asked.origin, traffic.to, home, traffic.port, asked.name}, workload);
            }
        }
    }

    const Service* find(const Mention& mention) {
        if (const Service* service = directory_.service(mention.host, mention.from_namespace)) {
            return service;
        }
        std::vector<std::string> homes;
        for (const Service& service : topology_.services) {
            if (service.metadata.name == mention.host) {
                homes.push_back(fmt::format("{}.{}", service.metadata.name, service.metadata.name_space));
            }
        }
        if (!homes.empty()) {
            diagnostics_.add(message::AmbiguousService, mention.origin,
                             fill(message::AmbiguousService, mention.what, mention.host,
                                  fmt::format("{}", fmt::join(homes, ", "))),
                             fmt::format("write {}", homes.front()));
            return nullptr;
        }
        std::string hint = did_you_mean(mention.host, service_names(topology_));
        std::string note;
        if (directory_.workload(mention.host) != nullptr) {
            note = ", only a workload";
            hint = "requests go to Services; name one that selects the workload";
        } else if (hint.empty()) {
            hint = known_services_hint();
        }
        diagnostics_.add(message::UnknownService, mention.origin,
                         fill(message::UnknownService, mention.what, mention.host, note), std::move(hint));
        return nullptr;
    }

    std::string known_services_hint() const {
        constexpr std::size_t kMost = 12;
        std::vector<std::string> names = service_names(topology_);
        if (names.empty()) {
            return "the manifests declare no Service at all";
        }
        const bool more = names.size() > kMost;
        names.resize(std::min(names.size(), kMost));
        return fmt::format("services are {}{}", fmt::join(names, ", "), more ? ", ..." : "");
    }

    void check_port(const Mention& mention, const Service& service) {
        std::vector<int> ports;
        for (const ServicePort& port : service.ports) {
            if (port.transport == Transport::Tcp) {
                ports.push_back(port.port);
            }
        }
        if (ports.empty()) {
            diagnostics_.add(message::NoPorts, mention.origin,
                             fill(message::NoPorts, mention.what, mention.host));
        } else if (mention.port != 0 && std::ranges::find(ports, mention.port) == ports.end()) {
            diagnostics_.add(message::UnknownPort, mention.origin,
                             fill(message::UnknownPort, mention.what, mention.host, mention.port),
                             fmt::format("its ports are {}", fmt::join(ports, ", ")));
        }
    }

    void check_operation(const Mention& mention, std::size_t workload) {
        auto& assigned = behaviors_[workload];
        if (mention.operation.empty() || !assigned) {
            return;
        }
        std::vector<std::string> known;
        for (const Operation& operation : assigned->behavior.operations) {
            if (operation.name == mention.operation) {
                return;
            }
            known.push_back(operation.name);
        }
        if (assigned->inferred && !assigned->behavior.operations.empty()) {
            Operation same = assigned->behavior.operations.front();
            same.name = mention.operation;
            assigned->behavior.operations.push_back(std::move(same));
            return;
        }
        const std::string hint = did_you_mean(mention.operation, known);
        diagnostics_.add(message::UnknownOperation, mention.origin,
                         fill(message::UnknownOperation, mention.what,
                              topology_.workloads[workload].metadata.name, mention.operation),
                         hint.empty() ? fmt::format("its operations are \"{}\"", fmt::join(known, "\", \""))
                                      : hint);
    }

    void report_unknown_sender(const std::string& what, const Traffic& traffic) {
        std::vector<std::string> known;
        std::vector<std::string> homes;
        for (const Workload& workload : topology_.workloads) {
            known.push_back(workload.metadata.name);
            if (workload.metadata.name == traffic.from) {
                homes.push_back(qualified_name(workload.metadata));
            }
        }
        diagnostics_.add(message::UnknownWorkload, traffic.origin,
                         fill(message::UnknownWorkload, what, traffic.from),
                         homes.empty() ? did_you_mean(traffic.from, known)
                                       : fmt::format("write one of {}", fmt::join(homes, ", ")));
    }

    /// Why a selector matches nothing: the workload that comes closest, and what it lacks.
    std::string selector_hint(const Service& service) const {
        const Workload* closest = nullptr;
        std::size_t most = 0;
        for (const Workload& workload : topology_.workloads) {
            const auto matching =
                static_cast<std::size_t>(std::ranges::count_if(service.selector, [&](const auto& wanted) {
                    const auto label = workload.pod.labels.find(wanted.first);
                    return label != workload.pod.labels.end() && label->second == wanted.second;
                }));
            if (matching > most) {
                most = matching;
                closest = &workload;
            }
        }
        if (closest == nullptr) {
            return "no pod template has any of the selector's labels";
        }
        if (closest->metadata.name_space != service.metadata.name_space) {
            return fmt::format("{} is in another namespace, {}", closest->metadata.name,
                               closest->metadata.name_space);
        }
        for (const auto& [key, value] : service.selector) {
            const auto label = closest->pod.labels.find(key);
            if (label == closest->pod.labels.end() || label->second != value) {
                return fmt::format("the pods of {} lack the label {}: {}", closest->metadata.name, key,
                                   value);
            }
        }
        return {};
    }

    const Directory& directory_;
    const Topology& topology_;
    BehaviorOfWorkload& behaviors_;
    Diagnostics& diagnostics_;
};

} // namespace

std::vector<std::string> service_names(const Topology& topology) {
    std::vector<std::string> names;
    for (const Service& service : topology.services) {
        names.push_back(service.metadata.name);
    }
    return names;
}

void check_references(const Directory& directory, BehaviorOfWorkload& behaviors, const Scenario& scenario,
                      Diagnostics& diagnostics) {
    Checker checker(directory, behaviors, diagnostics);
    for (const Traffic& source : scenario.traffic) {
        checker.check(source);
    }
    checker.check_calls();
    for (const Threshold& threshold : scenario.thresholds) {
        checker.check(threshold);
    }
    for (const Hedging& hedging : scenario.hedging) {
        checker.check(hedging);
    }
    for (const RateLimit& limit : scenario.rate_limits) {
        checker.check(limit);
    }
    check_once(directory, scenario.hedging, &Hedging::to, "hedging of", diagnostics);
    check_once(directory, scenario.rate_limits, &RateLimit::service, "rate limit of", diagnostics);
}

std::vector<std::string> entry_services(const Directory& directory, const BehaviorOfWorkload& behaviors) {
    const Topology& topology = directory.topology();
    std::set<const Service*> called;
    for (std::size_t i = 0; i < behaviors.size(); ++i) {
        if (!behaviors[i]) {
            continue;
        }
        for (const Operation& operation : behaviors[i]->behavior.operations) {
            for_each_call(operation.script, [&](const Call& call, double) {
                called.insert(directory.service(call.service, topology.workloads[i].metadata.name_space));
            });
        }
    }
    std::vector<std::string> entries;
    for (const Service& service : topology.services) {
        if (!called.contains(&service) && !service.ports.empty() && !directory.selected(service).empty()) {
            entries.push_back(service.metadata.name);
        }
    }
    return entries;
}

} // namespace meshcast
