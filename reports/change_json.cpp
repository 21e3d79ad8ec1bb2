#include "reports/change.h"
#include "reports/change_words.h"
#include "reports/permission.h"
#include "reports/reachability.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace meshcast {

namespace {

using Json = nlohmann::ordered_json;

Json side_json(OutlookChange::Kind kind, const std::optional<Outlook>& outlook) {
    if (!outlook) {
        return {};
    }
    const Side side = side_of(kind, *outlook);
    return {{"what", side.what},
            {"object", side.object},
            {"file", side.origin.file},
            {"line", side.origin.line},
            {"because", side.because}};
}

Json change_of_request_json(const OutlookChange& change) {
    return {{"kind", name_of(change.kind)},
            {"traffic", change.request.source.empty() ? Json() : Json(change.request.source)},
            {"from", change.request.from},
            {"to", change.request.to},
            {"port", change.request.port},
            {"operation", change.request.operation},
            {"before", side_json(change.kind, change.before)},
            {"after", side_json(change.kind, change.after)}};
}

Json number_json(const std::optional<PairedNumber>& number) {
    if (!number) {
        return {};
    }
    const double half_width = number->difference.half_width;
    return {{"before", number->before},
            {"after", number->after},
            {"difference", number->difference.value},
            {"halfWidth", std::isnan(half_width) ? Json() : Json(half_width)},
            {"measurable", number->measurable()}};
}

Json counted_json(std::uint64_t before, std::uint64_t after) {
    return {{"before", before}, {"after", after}};
}

Json requests_json(const std::vector<RequestsChange>& changes) {
    Json list = Json::array();
    for (const RequestsChange& change : changes) {
        list.push_back({{"name", change.name},
                        {"requests", counted_json(change.requests_before, change.requests_after)},
                        {"failures", counted_json(change.failures_before, change.failures_after)},
                        {"outcomes", {{"before", change.outcomes_before}, {"after", change.outcomes_after}}},
                        {"failureRatio", number_json(change.failure_ratio)},
                        {"p50Seconds", number_json(change.p50)},
                        {"p99Seconds", number_json(change.p99)}});
    }
    return list;
}

Json simulated_json(const SimulatedChange& simulated) {
    return {{"replications", simulated.replications},
            {"warmupSeconds", to_seconds(simulated.warmup)},
            {"partial", simulated.partial},
            {"traffic", requests_json(simulated.traffic)},
            {"calls", requests_json(simulated.edges)},
            {"appVcpu", number_json(simulated.app_vcpu)},
            {"proxyVcpu", number_json(simulated.proxy_vcpu)},
            {"doubts", simulated.doubts}};
}

} // namespace

std::string change_json(const ChangeReport& report) {
    Json requests = Json::array();
    for (const OutlookChange& change : report.requests) {
        requests.push_back(change_of_request_json(change));
    }
    Json worse = Json::array();
    for (const Worsening& one : report.worse) {
        worse.push_back({{"concern", name_of(one.concern)}, {"text", one.text}});
    }
    const Json whole{{"scenario", report.scenario},
                     {"plane", report.plane},
                     {"requestKinds", report.request_kinds},
                     {"requests", std::move(requests)},
                     {"elsewhere", Json::parse(changes_json(report.elsewhere))},
                     {"simulated", report.simulated ? simulated_json(*report.simulated) : Json()},
                     {"worse", std::move(worse)}};
    return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace meshcast
