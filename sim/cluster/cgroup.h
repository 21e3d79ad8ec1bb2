#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/cluster/machine.h"
#include "sim/model/units.h"
#include "sim/telemetry/component.h"

#include <optional>

namespace meshcast {

/// What burning CPU counts as in a request's ledger.
struct CpuCharge {
    Component running;
    Component waiting; // for a core
};

inline constexpr CpuCharge kAppWork{Component::AppCpu, Component::AppQueue};
inline constexpr CpuCharge kProxyWork{Component::ProxyCpu, Component::ProxyQueue};
inline constexpr CpuCharge kHandshakeWork{Component::Handshake, Component::Handshake};

/// One container's CPU: its node's cores under its own CFS quota.
///
/// A limit of L cores may use L x 100 ms of CPU in each period of 100 ms, over all its threads; then every
/// thread stops until the next period. https://docs.kernel.org/scheduler/sched-bwc.html Work longer than a
/// time slice goes to the back of the node's run queue after each slice when others wait.
class Cgroup {
  public:
    Cgroup(Simulation& simulation, Machine& machine, std::optional<MilliCpu> limit);

    /// Runs `cpu` of work (at machine speed 1) on one thread and charges the time it took.
    Task<> burn(Duration cpu, CpuCharge charge, Ledger& ledger);

    /// Accounts for work that nobody waits for; how long it takes. It uses up quota, but neither queues for a
    /// core nor stops at the end of the quota: a simplification for small pieces of work.
    Duration burn_aside(Duration cpu);

    /// CPU time used since the start, in seconds of this machine.
    double cpu_seconds() const { return to_seconds(used_); }

    std::optional<MilliCpu> limit() const { return limit_; }

  private:
    /// How long a thread that wants `wanted` may run now; zero when the quota of this period is used up.
    Duration take_quota(Duration wanted);
    Duration at_this_speed(Duration cpu) const;

    Time period_end() const { return period_start_ + kPeriod; }

    static constexpr Duration kPeriod = std::chrono::milliseconds(100);
    static constexpr Duration kSlice = std::chrono::milliseconds(4);

    Simulation& simulation_;
    Machine& machine_;
    std::optional<MilliCpu> limit_;
    std::optional<Duration> quota_; // a period
    Duration left_{};               // of this period's quota
    Time period_start_ = kStart;
    Duration used_{};
};

} // namespace meshcast
