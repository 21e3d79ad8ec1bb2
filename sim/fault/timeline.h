#pragma once

#include "sim/fault/effect.h"

#include <memory>
#include <span>
#include <vector>

namespace meshcast {

/// The faults of a scenario while it runs: each begins and ends when it says.
class FaultTimeline {
  public:
    /// Faults and targets must outlive the simulation.
    FaultTimeline(std::span<const TimedFault> faults, FaultTargets targets);

    /// Spawns the processes that begin and end them.
    void start();

  private:
    Task<> run(std::size_t fault);

    std::span<const TimedFault> faults_;
    FaultTargets targets_;
    std::vector<std::unique_ptr<Effect>> effects_; // by fault; nullptr: it is somebody else's to carry out
};

} // namespace meshcast
