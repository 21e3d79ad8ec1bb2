#include "sim/model/timeline.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace meshcast {

namespace {

std::string percent(double share) {
    return fmt::format("{:.4g} %", share * 100);
}

std::string time_text(Duration time) {
    const double seconds = to_seconds(time);
    return seconds < 1 ? fmt::format("{:.4g} ms", seconds * 1e3) : fmt::format("{:.4g} s", seconds);
}

std::string pods_text(const PodsOf& pods) {
    if (pods.count > 0) {
        return fmt::format("{} of {}", pods.count, pods.workload);
    }
    return pods.share < 1 ? fmt::format("{} of {}", percent(pods.share), pods.workload) : pods.workload;
}

std::string place_text(const Place& place) {
    for (const std::string& name : {place.workload, place.node, place.zone}) {
        if (!name.empty()) {
            return name;
        }
    }
    return place.outside ? "outside" : "everything";
}

std::string between(const Place& from, const Place& to) {
    return fmt::format("{} and {}", place_text(from), place_text(to));
}

struct FaultWords {
    std::string operator()(const KillPods& kill) const {
        return fmt::format("{} {}", pods_text(kill), kill.graceful ? "stopped" : "killed");
    }

    std::string operator()(const CrashLoop& crash) const { return pods_text(crash) + " crashing"; }

    std::string operator()(const LoseNodes& lost) const {
        return (lost.node.empty() ? lost.zone : lost.node) + " lost";
    }

    std::string operator()(const Partition& cut) const {
        return between(cut.from, cut.to) + " cut off from each other";
    }

    std::string operator()(const DisturbNetwork& network) const {
        std::vector<std::string> parts;
        if (network.latency > Duration{}) {
            parts.push_back("+" + time_text(network.latency));
        }
        if (network.jitter > Duration{}) {
            parts.push_back("jitter " + time_text(network.jitter));
        }
        if (network.loss > 0) {
            parts.push_back(percent(network.loss) + " lost");
        }
        if (network.bytes_per_second > 0) {
            parts.push_back(fmt::format("{:.4g} Mbps", network.bytes_per_second * 8 / 1e6));
        }
        return fmt::format("between {}: {}", between(network.from, network.to), fmt::join(parts, ", "));
    }

    std::string operator()(const StressCpu& stress) const {
        return fmt::format("{:.4g} cores busy on {}", stress.cores, place_text(stress.where));
    }

    std::string operator()(const SlowDown& slow) const {
        std::vector<std::string> parts;
        if (slow.factor != 1) {
            parts.push_back(fmt::format("{:.4g} times the CPU", slow.factor));
        }
        if (slow.latency > Duration{}) {
            parts.push_back("+" + time_text(slow.latency));
        }
        return fmt::format("{} slow: {}", pods_text(slow), fmt::join(parts, ", "));
    }

    std::string operator()(const FailRequests& errors) const {
        return fmt::format("{} failing {} of requests with {}", pods_text(errors), percent(errors.share),
                           errors.status);
    }

    std::string operator()(const FailDns& dns) const { return percent(dns.share) + " of names not found"; }

    std::string operator()(const StopControlPlane&) const { return "control plane down"; }

    std::string operator()(const StopCertificateAuthority&) const { return "certificate authority down"; }

    std::string operator()(const ExpireCertificate& expired) const {
        return "certificates of " + expired.workload + " expired";
    }

    std::string operator()(const SkewClock& skew) const {
        return fmt::format("clocks of {} off by {}", place_text(skew), time_text(skew.by));
    }

    std::string operator()(const Surge& surge) const {
        return fmt::format("{} times {}", fmt::format("{:.4g}", surge.factor),
                           surge.traffic.empty() ? "the traffic" : surge.traffic);
    }

    std::string operator()(const std::monostate&) const { return {}; }
};

} // namespace

std::string fault_text(const TimedFault& fault) {
    return std::visit(FaultWords{}, fault.what);
}

std::vector<TimelineEvent> timeline(const Scenario& scenario) {
    using Kind = TimelineEvent::Kind;
    std::vector<TimelineEvent> events;
    for (const TimedFault& fault : scenario.faults) {
        const auto until = fault.lasts ? std::optional(fault.at + *fault.lasts) : std::nullopt;
        events.push_back({Kind::Fault, fault.at, until, fault_text(fault), fault.origin});
    }
    for (const ConfigurationChange& change : scenario.changes) {
        events.push_back({Kind::Change, change.at, std::nullopt, change.text, change.origin});
    }
    for (const Rollout& rollout : scenario.rollouts) {
        events.push_back(
            {Kind::Rollout, rollout.at, std::nullopt, "roll-out of " + rollout.canary, rollout.origin});
    }
    std::ranges::stable_sort(events, {}, &TimelineEvent::at);
    return events;
}

} // namespace meshcast
