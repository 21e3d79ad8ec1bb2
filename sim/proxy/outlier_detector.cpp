#include "sim/proxy/outlier_detector.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr Duration kShortestInterval = std::chrono::milliseconds(1);

} // namespace

OutlierDetector::OutlierDetector(const OutlierDetection& settings, std::size_t hosts, Time created)
    : settings_(settings),
      interval_(std::max(settings.interval, kShortestInterval)),
      max_ejection_time_(std::max(kMaxEjectionTime, settings.base_ejection_time)),
      hosts_(hosts),
      next_sweep_(created + interval_) {}

/// Counters are compared for equality, so that errors still on their way when a host is ejected, and
/// thresholds of 0, have no effect. One that has led to an ejection, or to none because too many are out,
/// starts anew.
bool OutlierDetector::report(std::size_t host, int status, Time now) {
    Monitor& monitor = hosts_[host];
    if (status < 500 || status > 599) {
        monitor.errors = 0;
        monitor.gateway_errors = 0;
        return false;
    }
    bool ejects = false;
    const bool gateway_error = status >= 502 && status <= 504;
    monitor.gateway_errors = gateway_error ? monitor.gateway_errors + 1 : 0;
    if (gateway_error && monitor.gateway_errors == settings_.consecutive_gateway_errors && !monitor.ejected) {
        ejects = eject(monitor, now);
        monitor.gateway_errors = 0;
    }
    if (++monitor.errors == settings_.consecutive_5xx && !monitor.ejected) {
        ejects = eject(monitor, now);
        monitor.errors = 0;
    }
    return ejects;
}

bool OutlierDetector::report(std::size_t host, Local result, Time now) {
    if (!settings_.split_local_origin) {
        switch (result) {
        case Local::Connected:
            return false; // the answer will tell
        case Local::ConnectFailed:
            return report(host, 503, now);
        case Local::TimedOut:
            return report(host, 504, now);
        }
    }
    Monitor& monitor = hosts_[host];
    if (result == Local::Connected) {
        monitor.local_errors = 0;
        return false;
    }
    if (++monitor.local_errors != settings_.consecutive_local_origin || monitor.ejected) {
        return false;
    }
    const bool ejects = eject(monitor, now);
    monitor.local_errors = 0;
    return ejects;
}

/// Unless more than the allowed share of all hosts would be out then.
bool OutlierDetector::eject(Monitor& host, Time now) {
    const double share = 100.0 * static_cast<double>(ejected_ + 1) / static_cast<double>(hosts_.size());
    const bool first = settings_.always_eject_one_host && ejected_ == 0;
    if (!first && share > settings_.max_ejection_percent) {
        return false;
    }
    ++ejected_;
    host.ejected = true;
    host.ejected_at = now;
    at_rest_ = false;
    if (host.multiplier * settings_.base_ejection_time < max_ejection_time_ + settings_.base_ejection_time) {
        ++host.multiplier;
    }
    return true;
}

bool OutlierDetector::is_due_back(const Monitor& host, Time now) const {
    return host.ejected && std::min(host.multiplier * settings_.base_ejection_time, max_ejection_time_) <=
                               now - host.ejected_at;
}

void OutlierDetector::bring_back(Monitor& host, Time now) {
    --ejected_;
    host.ejected = false;
    host.returned_at = now;
    host.errors = 0;
    host.gateway_errors = 0;
    host.local_errors = 0;
}

/// Each sweep at which a host has been back for a whole interval takes one off its multiplier.
bool OutlierDetector::decay(Monitor& host, Time now) const {
    if (!host.ejected && host.multiplier > 0 && host.returned_at && now - *host.returned_at >= interval_) {
        --host.multiplier;
    }
    return host.ejected || host.multiplier > 0;
}

} // namespace meshcast
