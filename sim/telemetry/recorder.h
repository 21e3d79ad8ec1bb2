#pragma once

#include "engine/prefetch.h"
#include "engine/statistics.h"
#include "sim/telemetry/observer.h"
#include "sim/telemetry/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// Keeps statistics of the requests that were started inside the measured window: from the end of the warm-up
/// to the end of the run.
class Recorder final : public RequestObserver {
  public:
    /// `edges` and `traffic` name what the observer's numbers stand for.
    Recorder(std::vector<EdgeKey> edges, std::vector<std::string> traffic, Time measure_from);

    void call_started(std::uint32_t edge) override { prefetch(edges_[edge]); }

    void call_finished(std::uint32_t edge, const FinishedRequest& request) override;
    void request_finished(std::uint32_t traffic, const FinishedRequest& request) override;
    void request_started(std::uint32_t traffic) override;

    std::uint64_t in_flight() const { return in_flight_; }

    /// Requests of traffic sources, those of the warm-up included.
    std::uint64_t finished() const { return finished_; }

    /// Fills in total, traffic, services and edges.
    void report(ReplicationResult& result) const;

    /// Also keeps the mean latency of the requests finished in each window: what warm-up detection looks at.
    void collect_series(Duration window) { series_.emplace(window); }

    const std::optional<WindowedSeries>& series() const { return series_; }

  private:
    struct alignas(64) Tally { // what every request touches comes first
        Ledger spent;
        std::uint64_t requests = 0;
        std::uint64_t failures = 0;
        LatencyHistogram latency;
        std::map<std::pair<int, std::string_view>, std::uint64_t> unusual; // outcomes other than 200
        void add(const FinishedRequest& request);
        RequestStats finished() const;
    };

    Time measure_from_;
    std::vector<EdgeKey> edge_keys_;
    std::vector<std::string> traffic_names_;
    std::vector<Tally> edges_;
    std::vector<Tally> traffic_;
    std::uint64_t in_flight_ = 0;
    std::uint64_t finished_ = 0;
    std::optional<WindowedSeries> series_; // seconds
};

} // namespace meshcast
