#include "sim/fault/effect.h"
#include "sim/request/program.h"

#include <algorithm>

namespace meshcast {

namespace {

class PodsGone : public Effect {
  public:
    PodsGone(const KillPods& fault, FaultTargets& targets)
        : graceful_(fault.graceful), kubelet_(targets.kubelet), pods_(pods_of(fault, targets)) {}

    void begin(Time until) override {
        for (Pod* pod : pods_) {
            if (!Kubelet::wanted(*pod)) {
                continue;
            }
            if (graceful_ && until == kForever) {
                kubelet_.replace(*pod);
            } else if (graceful_) {
                kubelet_.stop(*pod);
            } else {
                kubelet_.kill(*pod);
            }
            if (until != kForever) {
                gone_.push_back(pod);
            } else if (!graceful_) {
                kubelet_.start(*pod); // its replacement, from now on
            }
        }
    }

    void end() override {
        for (Pod* pod : gone_) {
            kubelet_.start(*pod);
        }
    }

  private:
    bool graceful_;
    Kubelet& kubelet_;
    std::vector<Pod*> pods_;
    std::vector<Pod*> gone_;
};

class PodsCrashing : public Effect {
  public:
    PodsCrashing(const CrashLoop& fault, FaultTargets& targets)
        : lives_(fault.lives),
          simulation_(targets.simulation),
          kubelet_(targets.kubelet),
          pods_(pods_of(fault, targets)) {}

    void begin(Time) override {
        for (Pod* pod : pods_) {
            simulation_.spawn(crash(*pod));
        }
    }

    void end() override { over_ = true; }

  private:
    static constexpr Duration kFirstBackOff = std::chrono::seconds(10);
    static constexpr Duration kLongestBackOff = std::chrono::minutes(5);

    Task<> crash(Pod& pod) {
        Duration back_off = kFirstBackOff;
        while (!over_) {
            kubelet_.crash(pod);
            co_await simulation_.elapse(back_off);
            kubelet_.start(pod);
            co_await simulation_.elapse(pod.program->start.takes + lives_);
            back_off = std::min(2 * back_off, kLongestBackOff);
        }
    }

    Duration lives_;
    Simulation& simulation_;
    Kubelet& kubelet_;
    std::vector<Pod*> pods_;
    bool over_ = false;
};

class PodsSlow : public Effect {
  public:
    PodsSlow(const SlowDown& fault, FaultTargets& targets)
        : factor_(fault.factor), latency_(fault.latency), pods_(pods_of(fault, targets)) {}

    void begin(Time) override {
        for (Pod* pod : pods_) {
            pod->condition.hampered = true;
            pod->condition.slowdown *= factor_;
            pod->condition.added += latency_;
        }
    }

    void end() override {
        for (Pod* pod : pods_) {
            pod->condition.slowdown /= factor_;
            pod->condition.added -= latency_;
        }
    }

  private:
    double factor_;
    Duration latency_;
    std::vector<Pod*> pods_;
};

class PodsFailing : public Effect {
  public:
    PodsFailing(const FailRequests& fault, FaultTargets& targets)
        : share_(fault.share), status_(fault.status), pods_(pods_of(fault, targets)) {}

    void begin(Time) override {
        for (Pod* pod : pods_) {
            before_.push_back(pod->condition.failing);
            pod->condition.hampered = true;
            pod->condition.failing = 1 - (1 - pod->condition.failing) * (1 - share_);
            pod->condition.failing_status = status_;
        }
    }

    void end() override {
        for (std::size_t i = 0; i < pods_.size(); ++i) {
            pods_[i]->condition.failing = before_[i];
        }
    }

  private:
    double share_;
    int status_;
    std::vector<Pod*> pods_;
    std::vector<double> before_;
};

} // namespace

std::unique_ptr<Effect> make_effect(const KillPods& fault, FaultTargets& targets) {
    return std::make_unique<PodsGone>(fault, targets);
}

std::unique_ptr<Effect> make_effect(const CrashLoop& fault, FaultTargets& targets) {
    return std::make_unique<PodsCrashing>(fault, targets);
}

std::unique_ptr<Effect> make_effect(const SlowDown& fault, FaultTargets& targets) {
    return std::make_unique<PodsSlow>(fault, targets);
}

std::unique_ptr<Effect> make_effect(const FailRequests& fault, FaultTargets& targets) {
    return std::make_unique<PodsFailing>(fault, targets);
}

} // namespace meshcast
