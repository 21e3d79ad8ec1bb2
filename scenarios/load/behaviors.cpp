#include "scenarios/load/behaviors.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/import/infer_calls.h"
#include "scenarios/load/references.h"
#include "sim/policy/selection.h"

#include <algorithm>

namespace meshcast {

namespace {

/// Assigns declared behaviors; the workload's own name beats a service's.
class Assignment {
  public:
    Assignment(const Directory& directory, Diagnostics& diagnostics)
        : directory_(directory),
          topology_(directory.topology()),
          diagnostics_(diagnostics),
          assigned_(topology_.workloads.size()),
          by_name_(topology_.workloads.size()) {}

    void assign(const Behavior& declared) {
        if (const Workload* workload = directory_.workload(declared.workload)) {
            give(directory_.index_of(*workload), declared, true);
            return;
        }
        const Service* service = directory_.service(declared.workload, "");
        if (service == nullptr) {
            report_unknown(declared);
            return;
        }
        const auto selected = directory_.selected(*service);
        if (selected.empty()) {
            diagnostics_.add(message::NoEndpoints, declared.origin,
                             fill(message::NoEndpoints, "behavior", declared.workload, ""));
        }
        for (const std::size_t workload : selected) {
            give(workload, declared, false);
        }
    }

    BehaviorOfWorkload take() { return std::move(assigned_); }

  private:
    void give(std::size_t workload, const Behavior& declared, bool by_name) {
        auto& place = assigned_[workload];
        if (place && by_name_[workload] == by_name) {
            diagnostics_.add(message::BehaviorRepeated, declared.origin,
                             fill(message::BehaviorRepeated,
                                  qualified_name(topology_.workloads[workload].metadata), given_as_[workload],
                                  declared.workload));
            return;
        }
        if (!place || by_name) {
            place = AssignedBehavior{declared, false};
            place->behavior.workload = qualified_name(topology_.workloads[workload].metadata);
            by_name_[workload] = by_name;
            given_as_[workload] = declared.workload;
        }
    }

    void report_unknown(const Behavior& declared) {
        std::vector<std::string> known = service_names(topology_);
        for (const Workload& workload : topology_.workloads) {
            known.push_back(workload.metadata.name);
        }
        std::string hint = did_you_mean(declared.workload, known);
        if (std::ranges::find(known, declared.workload) != known.end()) {
            hint = "several namespaces have one; write namespace/name";
        }
        diagnostics_.add(message::UnknownBehavior, declared.origin,
                         fill(message::UnknownBehavior, declared.workload), std::move(hint));
    }

    const Directory& directory_;
    const Topology& topology_;
    Diagnostics& diagnostics_;
    BehaviorOfWorkload assigned_;
    std::vector<bool> by_name_;
    std::map<std::size_t, std::string> given_as_;
};

/// The part of a topology that has to be inferred: workloads that a service selects and nothing was said
/// about. All services stay, for they are what environment variables name.
Topology unexplained(const Directory& directory, const BehaviorOfWorkload& assigned) {
    const Topology& topology = directory.topology();
    std::vector<bool> serves(topology.workloads.size());
    for (const Service& service : topology.services) {
        for (const std::size_t workload : directory.selected(service)) {
            serves[workload] = true;
        }
    }
    Topology rest = topology;
    rest.workloads.clear();
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
        if (serves[i] && !assigned[i]) {
            rest.workloads.push_back(topology.workloads[i]);
        }
    }
    return rest;
}

} // namespace

BehaviorOfWorkload assign_behaviors(const Directory& directory, std::span<const Behavior> declared,
                                    std::vector<Inference>& inferences, Diagnostics& diagnostics) {
    Assignment assignment(directory, diagnostics);
    for (const Behavior& behavior : declared) {
        assignment.assign(behavior);
    }
    BehaviorOfWorkload assigned = assignment.take();
    const Topology rest = unexplained(directory, assigned);
    if (rest.workloads.empty()) {
        return assigned;
    }
    for (Behavior& behavior : infer_behaviors(rest, inferences, diagnostics)) {
        if (const Workload* workload = directory.workload(behavior.workload)) {
            behavior.workload = qualified_name(workload->metadata);
            assigned[directory.index_of(*workload)] = AssignedBehavior{std::move(behavior), true};
        }
    }
    return assigned;
}

} // namespace meshcast
