#include "sim/policy/request_kinds.h"

#include "sim/policy/selection.h"

#include <map>
#include <string_view>

namespace meshcast {

namespace {

class Collector {
  public:
    explicit Collector(const Directory& directory) : directory_(directory) {}

    void add(const Traffic& traffic) {
        const Workload* from = traffic.from.empty() ? nullptr : directory_.workload(traffic.from);
        add(from, traffic.to, traffic.port, traffic.operation, &traffic);
    }

    void add(const Behavior& behavior) {
        if (const Workload* workload = directory_.workload(behavior.workload)) {
            add(behavior, *workload);
        } else if (const Service* service = directory_.service(behavior.workload, "")) {
            for (const std::size_t index : directory_.selected(*service)) {
                add(behavior, directory_.topology().workloads[index]);
            }
        }
    }

    std::vector<KnownRequest> take() {
        std::vector<KnownRequest> all = std::move(sources_);
        for (auto& [kind, call] : calls_) {
            all.push_back(std::move(call));
        }
        return all;
    }

  private:
    void add(const Behavior& behavior, const Workload& caller) {
        for (const Operation& operation : behavior.operations) {
            add(operation.script, caller);
        }
    }

    void add(const std::vector<Step>& steps, const Workload& caller) {
        for (const Step& step : steps) {
            if (const Call* call = std::get_if<Call>(&step.action)) {
                add(&caller, call->service, call->port, call->operation, nullptr);
            } else if (const Parallel* parallel = std::get_if<Parallel>(&step.action)) {
                add(parallel->branches, caller);
            } else if (const Sequence* sequence = std::get_if<Sequence>(&step.action)) {
                add(sequence->steps, caller);
            }
        }
    }

    void add(const Workload* from, std::string_view to, int port, const std::string& operation,
             const Traffic* traffic) {
        const std::string_view name_space = from == nullptr ? "default" : from->metadata.name_space;
        const Service* service = directory_.service(to, name_space);
        if (service == nullptr) {
            return;
        }
        if (port == 0 && !service->ports.empty()) {
            port = service->ports.front().port;
        }
        KnownRequest request{{traffic == nullptr ? "" : traffic->name,
                              from == nullptr ? "outside" : qualified_name(from->metadata),
                              qualified_name(service->metadata), port, operation},
                             from,
                             service,
                             traffic};
        if (traffic != nullptr) {
            sources_.push_back(std::move(request));
        } else {
            const RequestKind kind = request.kind;
            calls_.try_emplace(kind, std::move(request));
        }
    }

    const Directory& directory_;
    std::vector<KnownRequest> sources_;
    std::map<RequestKind, KnownRequest> calls_;
};

} // namespace

std::vector<KnownRequest> request_kinds(const Scenario& scenario, const Directory& directory) {
    Collector collector(directory);
    for (const Traffic& traffic : scenario.traffic) {
        collector.add(traffic);
    }
    for (const Behavior& behavior : scenario.behaviors) {
        collector.add(behavior);
    }
    return collector.take();
}

} // namespace meshcast
