#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/delivery_messages.h"
#include "scenarios/import/delivery/declared_rollout.h"

#include <algorithm>

namespace meshcast::delivery {

namespace {

template <class Object>
Object* find_named(std::vector<Object>& objects, const std::string& name_space, const std::string& name) {
    const auto found = std::ranges::find_if(objects, [&](const Object& object) {
        return object.metadata.name == name && object.metadata.name_space == name_space;
    });
    return found == objects.end() ? nullptr : &*found;
}

} // namespace

std::vector<Rollout> arrange(const std::vector<DeclaredRollout>& declared, Topology& topology,
                             Routing& routing, Diagnostics& diagnostics) {
    std::vector<Rollout> rollouts;
    Cluster cluster{topology, routing, diagnostics};
    for (const DeclaredRollout& one : declared) {
        Rollout rollout = one.rollout;
        rollout.canary = one.arrange(cluster);
        rollout.origin = one.metadata.origin;
        if (!rollout.canary.empty()) {
            rollouts.push_back(std::move(rollout));
        }
    }
    return rollouts;
}

void report_left_out(const yaml::Cursor& object, std::initializer_list<std::string_view> fields) {
    for (const std::string_view name : fields) {
        const yaml::Cursor field = object[name];
        if (field.present()) {
            field.report(message::RolloutFieldLeftOut, fill(message::RolloutFieldLeftOut, field.path()));
        }
    }
}

Workload* find_workload(Topology& topology, const std::string& name_space, const std::string& name) {
    return find_named(topology.workloads, name_space, name);
}

Service* find_service(Topology& topology, const std::string& name_space, const std::string& name) {
    return find_named(topology.services, name_space, name);
}

} // namespace meshcast::delivery
