#pragma once

#include "engine/random.h"
#include "sim/balance/edf_schedule.h"
#include "sim/balance/host.h"
#include "sim/balance/settings.h"

#include <optional>
#include <span>
#include <utility>

namespace meshcast {

/// A host's weight during its slow start:
///     max(t^(1 / aggression), min_weight_percent / 100),   t = max(1 ms, age) / window
/// and 1 once the window has passed. Ages count whole milliseconds.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start
double slow_start_factor(const SlowStart& slow_start, Time healthy_since, Time now);

/// Envoy's way with hosts of unequal weight, for round robin as for least request: an EDF schedule with
///     weight x slow start factor / (active requests + 1)^bias
/// taken anew each time a host is picked.
class WeightedTurns {
  public:
    /// Whether the plain algorithm, which knows no weights, would be wrong.
    static bool needed(const HostGroup& group, const SlowStart& slow_start, Time now);

    WeightedTurns(HostGroup group, const BalancerSettings& settings, double active_request_bias)
        : settings_(&settings), bias_(active_request_bias), group_(std::move(group)) {}

    /// A candidate.
    std::size_t pick(std::span<const Candidate> candidates, RandomStream& random, Time now);

  private:
    double weight(std::span<const Candidate> candidates, std::size_t member, Time now) const;

    const BalancerSettings* settings_;
    double bias_;
    HostGroup group_;
    std::optional<EdfSchedule> schedule_; // from the first pick on
};

} // namespace meshcast
