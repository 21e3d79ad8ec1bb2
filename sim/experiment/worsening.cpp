#include "sim/experiment/worsening.h"

#include <fmt/format.h>

#include <cmath>

namespace meshcast {

namespace {

std::string who_asks(const RequestKind& request) {
    return fmt::format("{} to {}:{}{}{}", request.source.empty() ? request.from : request.source, request.to,
                       request.port, request.operation.empty() ? "" : " ", request.operation);
}

void judge_outlook(const OutlookChange& change, std::vector<Worsening>& worse) {
    using Kind = OutlookChange::Kind;
    const auto add = [&](Concern concern, std::string_view what) {
        worse.push_back({concern, fmt::format("{} {}", who_asks(change.request), what)});
    };
    if (change.kind == Kind::NewlyDenied) {
        add(Concern::Outcome, "is denied");
    } else if (change.kind == Kind::NewlyUnanswered) {
        add(Concern::Outcome, "goes nowhere");
    } else if (change.kind == Kind::NoLongerEncrypted) {
        add(Concern::Encryption, "is no longer encrypted");
    }
}

/// The lower end of the interval; without one, the difference itself.
double at_least(const Estimate& difference) {
    return difference.value - (std::isnan(difference.half_width) ? 0 : difference.half_width);
}

void judge_source(const RequestsChange& source, double tolerance, std::vector<Worsening>& worse) {
    const PairedNumber& failing = source.failure_ratio;
    if (failing.measurable() && failing.difference.value > 0) {
        worse.push_back(
            {Concern::Outcome, fmt::format("{} fails more often: {:.3g} % instead of {:.3g} %", source.name,
                                           failing.after * 100, failing.before * 100)});
    }
    const auto judge_latency = [&](std::string_view what, const std::optional<PairedNumber>& latency) {
        if (latency && latency->measurable() && at_least(latency->difference) > tolerance * latency->before) {
            worse.push_back(
                {Concern::Latency, fmt::format("{} is slower: {} {:+.3g} %", source.name, what,
                                               latency->difference.value / latency->before * 100)});
        }
    };
    if (failing.before > 0.5 && failing.difference.value < 0) {
        return; // failures are quick: where most failed before, latencies do not compare
    }
    judge_latency("median", source.p50);
    judge_latency("p99", source.p99);
}

} // namespace

std::vector<Worsening> find_worse(const ChangeReport& report, double latency_tolerance) {
    std::vector<Worsening> worse;
    for (const OutlookChange& change : report.requests) {
        judge_outlook(change, worse);
    }
    if (report.simulated) {
        for (const RequestsChange& source : report.simulated->traffic) {
            judge_source(source, latency_tolerance, worse);
        }
    }
    return worse;
}

} // namespace meshcast
