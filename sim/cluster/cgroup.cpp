#include "sim/cluster/cgroup.h"

#include <algorithm>

namespace meshcast {

Cgroup::Cgroup(Simulation& simulation, Machine& machine, std::optional<MilliCpu> limit)
    : simulation_(simulation), machine_(machine), limit_(limit) {
    if (limit) {
        quota_ = from_seconds(limit->cores() * to_seconds(kPeriod));
        left_ = *quota_;
    }
}

Task<> Cgroup::burn(Duration cpu, CpuCharge charge, Ledger& ledger) {
    Duration left = at_this_speed(cpu);
    while (left > Duration::zero()) {
        const Time asked = simulation_.now();
        Resource::Lease core = co_await machine_.cores().acquire();
        ledger.charge(charge.waiting, simulation_.now() - asked);

        while (left > Duration::zero()) {
            const Duration granted = take_quota(std::min(left, kSlice));
            if (granted == Duration::zero()) {
                core.release();
                const Duration rest = period_end() - simulation_.now();
                co_await simulation_.delay(rest);
                ledger.charge(Component::Throttling, rest);
                break;
            }
            co_await simulation_.delay(granted);
            ledger.charge(charge.running, granted);
            used_ += granted;
            left -= granted;
            if (machine_.cores().queue_length() > 0) {
                break;
            }
        }
    }
}

Duration Cgroup::burn_aside(Duration cpu) {
    const Duration taken = at_this_speed(cpu);
    used_ += taken;
    take_quota(taken);
    return taken;
}

Duration Cgroup::at_this_speed(Duration cpu) const {
    return machine_.speed() == 1.0 ? cpu : from_seconds(to_seconds(cpu) / machine_.speed());
}

Duration Cgroup::take_quota(Duration wanted) {
    if (!quota_) {
        return wanted;
    }
    const Time now = simulation_.now();
    if (now >= period_end()) {
        period_start_ += kPeriod * ((now - period_start_) / kPeriod);
        left_ = *quota_;
    }
    const Duration granted = std::min(wanted, left_);
    left_ -= granted;
    return granted;
}

} // namespace meshcast
