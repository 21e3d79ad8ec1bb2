#pragma once

#include "sim/arrivals/arrivals.h"

#include <vector>

namespace meshcast {

/// A Poisson process whose rate goes round a cycle of phases: two phases, one of rate 0, are on-off traffic;
/// with exponential phases it is a Markov-modulated Poisson process (MMPP), burstier than Poisson however
/// long one looks.
class ModulatedArrivals final : public ArrivalProcess {
  public:
    struct Phase {
        double per_second = 0;
        Duration mean{}; // of its length
    };

    enum class Lengths : std::uint8_t { Exponential, Fixed };

    /// Some phase must have a rate and a length. Starts with the first one.
    ModulatedArrivals(std::vector<Phase> phases, Lengths lengths);

    std::optional<Arrival> next(RandomStream& random) override;

    /// In the long run.
    double mean_rate() const;

  private:
    void enter(std::size_t phase, RandomStream& random);

    std::vector<Phase> phases_;
    Lengths lengths_;
    std::size_t phase_ = 0;
    bool started_ = false;
    Duration at_{};
    Duration phase_end_{};
};

} // namespace meshcast
