#pragma once

#include "engine/time.h"

#include <vector>

namespace meshcast {

/// The clock of a source of traffic, which goes faster or slower for a while: what is due when it shows t is
/// due at real_time(t). At twice the pace, a source of 100 requests per second sends 200.
class Pace {
  public:
    /// Multiplies the pace from `begin` to `end`, in real time since the start. `factor` 0: the clock stands
    /// still.
    void multiply(Duration begin, Duration end, double factor);

    /// Duration::max() when the clock never gets there.
    Duration real_time(Duration shown) const;

    bool even() const { return stretches_.empty(); }

  private:
    struct Stretch {
        Duration begin; // real time
        double pace;    // until the next one begins
    };

    std::vector<Stretch> stretches_; // by time; 1 before the first
};

} // namespace meshcast
