#include "scenarios/load/limits.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/units.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

constexpr double kMostPods = 250'000;
constexpr double kMostNodes = 10'000;
constexpr double kMostConnections = 1'000'000;
constexpr double kMostRequests = 2e9; // of one replication
constexpr Rate kSlowest{1e-3};
constexpr Duration kLongest = std::chrono::hours(168);

class LimitCheck {
  public:
    LimitCheck(const Scenario& scenario, Diagnostics& diagnostics)
        : scenario_(scenario), diagnostics_(diagnostics) {}

    void run() {
        pods();
        limit("nodes", static_cast<double>(scenario_.topology.nodes.size()), kMostNodes, {});
        traffic();
        time();
        replications();
    }

  private:
    void limit(const char* what, double value, double most, const Origin& where) {
        if (value > most) {
            diagnostics_.add(
                message::TooLarge, where,
                fill(message::TooLarge, what, fmt::format("{:.0f}", value), fmt::format("{:.0f}", most)));
        }
    }

    void pods() {
        double pods = 0;
        const Workload* largest = nullptr;
        for (const Workload& workload : scenario_.topology.workloads) {
            pods += workload.replicas;
            if (largest == nullptr || workload.replicas > largest->replicas) {
                largest = &workload;
            }
        }
        limit("replicas", pods, kMostPods, largest == nullptr ? Origin{} : largest->metadata.origin);
    }

    void traffic() {
        double connections = 0;
        double requests = 0;
        for (const Traffic& source : scenario_.traffic) {
            connections += source.connections;
            requests += expected_requests(source, scenario_.duration);
            rate(source);
        }
        const Origin where = scenario_.traffic.empty() ? Origin{} : scenario_.traffic.front().origin;
        limit("connections", connections, kMostConnections, where);
        limit("requests of one replication (rate x duration)", requests, kMostRequests, where);
    }

    void rate(const Traffic& source) {
        if (source.arrival == ArrivalKind::Closed) {
            return;
        }
        if (source.steady() && !(source.rate >= kSlowest)) {
            diagnostics_.add(message::OutOfRange, source.origin,
                             fill(message::OutOfRange, "rate", "above 0", units::format_rate(source.rate)));
        } else if (!source.steady() && !(expected_requests(source, scenario_.duration) > 0)) {
            diagnostics_.add(message::OutOfRange, source.origin,
                             fill(message::OutOfRange, fmt::format("rate of traffic \"{}\"", source.name),
                                  "above 0 at some time of the run", "0/s"),
                             "lengthen duration, or let requests start earlier");
        }
    }

    void time() {
        if (scenario_.duration > kLongest) {
            diagnostics_.add(message::OutOfRange, {},
                             fill(message::OutOfRange, "duration",
                                  fmt::format("at most {}", units::format_duration(kLongest)),
                                  units::format_duration(scenario_.duration)));
        }
        if (scenario_.warmup && *scenario_.warmup >= scenario_.duration) {
            diagnostics_.add(message::FieldsConflict, {},
                             fill(message::FieldsConflict, "warmup",
                                  fmt::format("{} of warm-up leave nothing of a duration of {} to measure",
                                              units::format_duration(*scenario_.warmup),
                                              units::format_duration(scenario_.duration))),
                             "lengthen duration, or write warmup: auto");
        }
    }

    void replications() {
        if (scenario_.max_replications.value_or(scenario_.replications) < scenario_.replications) {
            diagnostics_.add(message::FieldsConflict, {},
                             fill(message::FieldsConflict, "maxReplications",
                                  fmt::format("{} is less than the {} of `replications`",
                                              *scenario_.max_replications, scenario_.replications)),
                             "replications is the least number of runs, maxReplications the most");
        }
    }

    const Scenario& scenario_;
    Diagnostics& diagnostics_;
};

} // namespace

void check_limits(const Scenario& scenario, Diagnostics& diagnostics) {
    LimitCheck(scenario, diagnostics).run();
}

} // namespace meshcast
