#pragma once

#include "engine/time.h"
#include "sim/model/destination_policy.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace meshcast {

/// Envoy's outlier detection by consecutive errors, as one proxy does it for the hosts of one cluster. Keeps
/// no clock: sweeps that are due happen when advance() is called, as if they had happened in time.
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier
class OutlierDetector {
  public:
    static constexpr Duration kMaxEjectionTime =
        std::chrono::seconds(300); // or the base time, if that is more

    /// What the proxy itself saw of a host, without an answer.
    enum class Local : std::uint8_t { Connected, ConnectFailed, TimedOut };

    /// Sweeps are due each interval after `created`.
    OutlierDetector(const OutlierDetection& settings, std::size_t hosts, Time created);

    /// The host answered. True: it is ejected now.
    bool report(std::size_t host, int status, Time now);

    /// True: it is ejected now.
    bool report(std::size_t host, Local result, Time now);

    /// Makes up for the sweeps that are due; `returned(host, when)` for each host that came back.
    template <class Callback>
    void advance(Time now, Callback&& returned) {
        while (next_sweep_ <= now) {
            if (at_rest_) { // nobody is out and no multiplier is left: sweeps change nothing
                next_sweep_ += ((now - next_sweep_) / interval_ + 1) * interval_;
                return;
            }
            sweep(next_sweep_, returned);
            next_sweep_ += interval_;
        }
    }

    bool ejected(std::size_t host) const { return hosts_[host].ejected; }

    std::size_t ejected() const { return ejected_; }

  private:
    struct Monitor {
        std::int64_t errors = 0; // in a row: 5xx
        std::int64_t gateway_errors = 0;
        std::int64_t local_errors = 0;
        std::int64_t multiplier = 0; // of the base ejection time
        bool ejected = false;
        Time ejected_at = kStart;
        std::optional<Time> returned_at;
    };

    bool eject(Monitor& host, Time now);
    bool is_due_back(const Monitor& host, Time now) const;
    bool decay(Monitor& host, Time now) const; // whether there is something left to decay
    void bring_back(Monitor& host, Time now);

    template <class Callback>
    void sweep(Time now, Callback& returned) {
        for (std::size_t i = 0; i < hosts_.size(); ++i) {
            if (is_due_back(hosts_[i], now)) {
                bring_back(hosts_[i], now);
                returned(i, now);
            }
        }
        at_rest_ = true;
        for (Monitor& host : hosts_) {
            at_rest_ = !decay(host, now) && at_rest_;
        }
    }

    OutlierDetection settings_;
    Duration interval_;
    Duration max_ejection_time_;
    std::vector<Monitor> hosts_;
    std::size_t ejected_ = 0;
    Time next_sweep_;
    bool at_rest_ = true;
};

} // namespace meshcast
