#include "scenarios/load/faults.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <type_traits>
#include <variant>

namespace meshcast {

namespace {

/// The names that one fault mentions.
class FaultNames {
  public:
    FaultNames(const TimedFault& fault, const Directory& directory, const Scenario& scenario,
               Diagnostics& diagnostics)
        : fault_(fault), directory_(directory), scenario_(scenario), diagnostics_(diagnostics) {}

    void operator()(const PodsOf& pods) { workload(pods.workload); }

    void operator()(const LoseNodes& lost) { place({.workload = {}, .node = lost.node, .zone = lost.zone}); }

    void operator()(const Partition& partition) {
        place(partition.from);
        place(partition.to);
    }

    void operator()(const DisturbNetwork& network) {
        place(network.from);
        place(network.to);
    }

    void operator()(const StressCpu& stress) { place(stress.where); }

    void operator()(const FailDns& failure) { place(failure.from); }

    void operator()(const Surge& surge) {
        std::vector<std::string> names;
        for (const Traffic& traffic : scenario_.traffic) {
            names.push_back(traffic.name);
        }
        among("source of traffic", surge.traffic, std::move(names));
    }

    void operator()(const ExpireCertificate& expiry) { workload(expiry.workload); }

    void operator()(const SkewClock& skew) { place(skew); }

    void operator()(const StopControlPlane&) {}

    void operator()(const StopCertificateAuthority&) {}

    void operator()(const std::monostate&) {}

  private:
    void place(const Place& place) {
        workload(place.workload);
        std::vector<std::string> nodes;
        std::vector<std::string> zones;
        for (const Node& node : scenario_.topology.nodes) {
            nodes.push_back(node.metadata.name);
            zones.push_back(node.zone);
        }
        among("node", place.node, std::move(nodes));
        among("zone", place.zone, std::move(zones));
    }

    void workload(const std::string& name) {
        if (name.empty() || directory_.workload(name) != nullptr) {
            return;
        }
        std::vector<std::string> known;
        std::vector<std::string> homes;
        for (const Workload& workload : scenario_.topology.workloads) {
            known.push_back(workload.metadata.name);
            if (workload.metadata.name == name) {
                homes.push_back(qualified_name(workload.metadata));
            }
        }
        diagnostics_.add(message::UnknownWorkload, fault_.origin,
                         fill(message::UnknownWorkload, "fault", name),
                         homes.empty() ? did_you_mean(name, known)
                                       : fmt::format("write one of {}", fmt::join(homes, ", ")));
    }

    void among(std::string_view what, const std::string& name, std::vector<std::string> known) {
        if (name.empty() || std::ranges::find(known, name) != known.end()) {
            return;
        }
        constexpr std::size_t kMost = 12;
        std::string hint = did_you_mean(name, known);
        if (known.empty()) {
            hint = "the scenario declares none; add nodes: {count: 3, zones: [zone-a, zone-b]}";
        } else if (hint.empty()) {
            std::ranges::sort(known);
            known.erase(std::unique(known.begin(), known.end()), known.end());
            known.resize(std::min(known.size(), kMost));
            hint = fmt::format("there are {}", fmt::join(known, ", "));
        }
        diagnostics_.add(message::UnknownPlace, fault_.origin,
                         fill(message::UnknownPlace, "fault", what, name), std::move(hint));
    }

    const TimedFault& fault_;
    const Directory& directory_;
    const Scenario& scenario_;
    Diagnostics& diagnostics_;
};

} // namespace

void check_faults(const Directory& directory, const Scenario& scenario, Diagnostics& diagnostics) {
    for (const Rollout& rollout : scenario.rollouts) {
        TimedFault named;
        named.origin = rollout.origin;
        FaultNames names(named, directory, scenario, diagnostics);
        PodsOf canary;
        canary.workload = rollout.canary;
        names(canary);
    }
    for (const TimedFault& fault : scenario.faults) {
        FaultNames names(fault, directory, scenario, diagnostics);
        std::visit(
            [&](const auto& what) {
                if constexpr (std::is_base_of_v<PodsOf, std::decay_t<decltype(what)>>) {
                    names(static_cast<const PodsOf&>(what));
                } else {
                    names(what);
                }
            },
            fault.what);
        if (fault.at >= scenario.duration) {
            diagnostics.add(message::NeverHappens, fault.origin, fill(message::NeverHappens, "this fault"));
        }
    }
}

} // namespace meshcast
