#include "sim/telemetry/recorder.h"

namespace meshcast {

namespace {

std::string outcome_name(int status, std::string_view flag) {
    std::string name = status > 0 ? std::to_string(status) : std::string();
    if (!flag.empty()) {
        name += name.empty() ? "" : " ";
        name += flag;
    }
    return name;
}

} // namespace

Recorder::Recorder(std::vector<EdgeKey> edges, std::vector<std::string> traffic, Time measure_from)
    : measure_from_(measure_from),
      edge_keys_(std::move(edges)),
      traffic_names_(std::move(traffic)),
      edges_(edge_keys_.size()),
      traffic_(traffic_names_.size()) {}

void Recorder::call_finished(std::uint32_t edge, const FinishedRequest& request) {
    if (request.started >= measure_from_) {
        edges_[edge].add(request);
    }
}

void Recorder::request_started(std::uint32_t /*traffic*/) {
    ++in_flight_;
}

void Recorder::request_finished(std::uint32_t traffic, const FinishedRequest& request) {
    --in_flight_;
    ++finished_;
    if (series_) {
        series_->add(request.finished, to_seconds(request.finished - request.started));
    }
    if (request.started >= measure_from_) {
        traffic_[traffic].add(request);
    }
}

void Recorder::report(ReplicationResult& result) const {
    for (std::size_t i = 0; i < traffic_.size(); ++i) {
        const RequestStats stats = traffic_[i].finished();
        result.traffic[traffic_names_[i]].merge(stats);
        result.total.merge(stats);
    }
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        const RequestStats stats = edges_[i].finished();
        if (stats.requests > 0) {
            result.edges[edge_keys_[i]].merge(stats);
            result.services[edge_keys_[i].to].merge(stats);
        }
    }
}

void Recorder::Tally::add(const FinishedRequest& request) {
    ++requests;
    if (request.failed) {
        ++failures;
    }
    if (request.status != 200 || !request.flag.empty()) {
        ++unusual[{request.status, request.flag}];
    }
    latency.record(request.finished - request.started);
    spent.charge(*request.ledger);
}

RequestStats Recorder::Tally::finished() const {
    RequestStats stats{.requests = requests, .failures = failures, .latency = latency};
    for (std::size_t i = 0; i < kComponents; ++i) {
        stats.breakdown_seconds[i] = to_seconds(spent.breakdown()[i]);
    }
    std::uint64_t plain = requests;
    for (const auto& [outcome, count] : unusual) {
        stats.outcomes[outcome_name(outcome.first, outcome.second)] += count;
        plain -= count;
    }
    if (plain > 0) {
        stats.outcomes["200"] += plain;
    }
    return stats;
}

} // namespace meshcast
