#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/model/data_plane.h"
#include "sim/model/rollout.h"
#include "sim/request/parties.h"
#include "sim/request/request_route.h"
#include "sim/request/tally.h"
#include "sim/telemetry/result.h"

#include <deque>
#include <span>
#include <vector>

namespace meshcast {

/// One roll-out while it runs: checks how the canary does, and shifts traffic.
class CanaryRollout {
  public:
    /// `pods`: the canary's. Takes its weight from the routes that lead to them alone beside others, and
    /// gives them nothing until the roll-out begins.
    CanaryRollout(Simulation& simulation, const Rollout& rollout, const ControlPlane& control,
                  std::span<Pod* const> pods, std::deque<RequestRoute>& routes);

    Task<> run();

    RolloutOutcome outcome() const;

  private:
    /// A route that splits traffic between the canary and others.
    struct Split {
        RequestRoute* route;
        std::vector<double> weights; // of the shares, as declared
        std::vector<bool> canary;    // by share
    };

    Task<> follow_weights();
    Task<> follow_steps();
    Task<> check();
    Task<> shift(double weight);
    void give_canary(double weight);
    bool is_healthy();
    double next_weight(int step) const;

    Simulation& simulation_;
    const Rollout& rollout_;
    const ControlPlane& control_;
    std::vector<Split> splits_;
    Tally tally_; // of the current interval
    double weight_ = 0;
    bool asked_ = false; // the canary got requests by these routes at all
    int failed_checks_ = 0;
    Time ended_ = kForever;
    RolloutOutcome::State state_ = RolloutOutcome::State::Progressing;
};

} // namespace meshcast
