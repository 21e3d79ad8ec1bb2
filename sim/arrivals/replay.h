#pragma once

#include "sim/arrivals/arrivals.h"

#include <utility>
#include <vector>

namespace meshcast {

/// Starts requests when recorded ones started.
class ReplayedArrivals final : public ArrivalProcess {
  public:
    /// By time.
    explicit ReplayedArrivals(std::vector<Arrival> arrivals) : arrivals_(std::move(arrivals)) {}

    std::optional<Arrival> next(RandomStream& random) override;

  private:
    std::vector<Arrival> arrivals_;
    std::size_t next_ = 0;
};

} // namespace meshcast
