#include "sim/fault/effect.h"

#include <algorithm>

namespace meshcast {

namespace {

class NodesLost : public Effect {
  public:
    NodesLost(const LoseNodes& fault, FaultTargets& targets) : kubelet_(targets.kubelet) {
        for (const Machine* machine :
             machines_of({.workload = {}, .node = fault.node, .zone = fault.zone}, targets)) {
            for (Pod& pod : targets.cluster.pods()) {
                if (pod.site().machine == machine) {
                    pods_.push_back(&pod);
                }
            }
        }
    }

    void begin(Time until) override {
        std::erase_if(pods_, [](const Pod* pod) { return !Kubelet::wanted(*pod); });
        for (Pod* pod : pods_) {
            kubelet_.lose(*pod, until);
        }
    }

    void end() override {
        for (Pod* pod : pods_) {
            kubelet_.start(*pod);
        }
    }

  private:
    Kubelet& kubelet_;
    std::vector<Pod*> pods_;
};

/// Threads that always want a core, one time slice after the other, beside whoever else wants one.
class CoresBusy : public Effect {
  public:
    CoresBusy(const StressCpu& fault, FaultTargets& targets)
        : cores_(fault.cores),
          simulation_(targets.simulation),
          machines_(machines_of(fault.where, targets)) {}

    void begin(Time) override {
        for (Machine* machine : machines_) {
            for (double left = cores_; left > 0; left -= 1) {
                simulation_.spawn(work(*machine, std::min(1.0, left)));
            }
        }
    }

    void end() override { over_ = true; }

  private:
    static constexpr Duration kSlice = std::chrono::milliseconds(4);

    Task<> work(Machine& machine, double share) {
        while (!over_) {
            {
                const Resource::Lease core = co_await machine.cores().acquire();
                co_await simulation_.elapse(kSlice);
            }
            co_await simulation_.elapse(from_seconds(to_seconds(kSlice) * (1 - share) / share));
        }
    }

    double cores_;
    Simulation& simulation_;
    std::vector<Machine*> machines_;
    bool over_ = false;
};

} // namespace

std::unique_ptr<Effect> make_effect(const LoseNodes& fault, FaultTargets& targets) {
    return std::make_unique<NodesLost>(fault, targets);
}

std::unique_ptr<Effect> make_effect(const StressCpu& fault, FaultTargets& targets) {
    return std::make_unique<CoresBusy>(fault, targets);
}

} // namespace meshcast
