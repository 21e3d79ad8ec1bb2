#pragma once

#include "sim/arrivals/arrivals.h"

namespace meshcast {

/// Independent, exponential gaps of mean 1 / rate.
class PoissonArrivals final : public ArrivalProcess {
  public:
    explicit PoissonArrivals(double per_second) : mean_gap_(from_seconds(1.0 / per_second)) {}

    std::optional<Arrival> next(RandomStream& random) override;

  private:
    Duration mean_gap_;
    Duration at_{};
};

/// Arrival i is due at i / rate. With jitter each waits for its due time a little less or more: up to that
/// part of the wait, either way, which does not add up from one to the next (fortio -jitter has 0.1).
class EvenArrivals final : public ArrivalProcess {
  public:
    explicit EvenArrivals(double per_second, double jitter = 0) : per_second_(per_second), jitter_(jitter) {}

    std::optional<Arrival> next(RandomStream& random) override;

  private:
    double per_second_;
    double jitter_;
    std::uint64_t count_ = 0;
    Duration at_{};
};

} // namespace meshcast
