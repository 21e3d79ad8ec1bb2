#include "reports/view/detail.h"

#include "reports/format.h"
#include "reports/view/summary.h"
#include "sim/model/response_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>

namespace meshcast {

namespace {

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

double failure_ratio(const RequestStats& stats) {
    return ratio(static_cast<double>(stats.failures), static_cast<double>(stats.requests));
}

std::string quantile(const RequestStats& stats, double q) {
    return stats.latency.count() == 0 ? "–" : format_duration(to_seconds(stats.latency.quantile(q)));
}

Fact errors(const RequestStats& stats) {
    return {.text = format_percent(failure_ratio(stats)),
            .tone = stats.failures > 0 ? Tone::Bad : Tone::Plain};
}

/// The component that most of these requests' time went to.
std::string main_component(const RequestStats& stats) {
    const auto most = std::ranges::max_element(stats.breakdown_seconds);
    double total = 0;
    for (const double seconds : stats.breakdown_seconds) {
        total += seconds;
    }
    if (total <= 0) {
        return "–";
    }
    const auto component = static_cast<Component>(most - stats.breakdown_seconds.begin());
    return fmt::format("{} {:.0f} %", component_name(component), 100 * *most / total);
}

/// The entries of a map in falling order of `size`, equal ones by key; at most `limit`.
template <class Map, class Size>
std::vector<const typename Map::value_type*> largest(const Map& map, std::size_t limit, Size size) {
    std::vector<const typename Map::value_type*> entries;
    for (const auto& entry : map) {
        entries.push_back(&entry);
    }
    std::ranges::stable_sort(entries, std::greater{}, [&](const auto* entry) { return size(entry->second); });
    entries.resize(std::min(limit, entries.size()));
    return entries;
}

constexpr auto kRequests = [](const RequestStats& stats) { return stats.requests; };

void add_request_facts(std::vector<Fact>& row, const RequestStats& stats, double seconds) {
    row.push_back({format_rate(ratio(static_cast<double>(stats.requests), seconds))});
    row.push_back({quantile(stats, 0.5)});
    row.push_back({quantile(stats, 0.9)});
    row.push_back({quantile(stats, 0.99)});
    row.push_back(errors(stats));
    row.push_back({main_component(stats)});
}

const std::array<FactColumn, 6> kRequestColumns{
    {{"requests"}, {"p50"}, {"p90"}, {"p99"}, {"errors"}, {"most time in", "", false}}};

std::string meaning_of(const std::string& outcome) {
    const ResponseFlag* flag = flag_of_outcome(outcome);
    return flag == nullptr ? "" : std::string(flag->meaning);
}

} // namespace

std::vector<std::pair<std::string, std::string>> latency_facts(const PlaneResult& plane) {
    const RequestStats& total = plane.pooled.total;
    const bool none = total.latency.count() == 0;
    const auto text = [&](Duration value) { return none ? "–" : format_duration(to_seconds(value)); };
    return {{"avg", text(total.latency.mean())}, {"min", text(total.latency.min())},
            {"med", quantile(total, 0.5)},       {"max", text(total.latency.max())},
            {"p90", quantile(total, 0.9)},       {"p95", quantile(total, 0.95)},
            {"p99", quantile(total, 0.99)},      {"p99.9", quantile(total, 0.999)}};
}

FactTable breakdown_table(const PlaneResult& plane) {
    const RequestStats& total = plane.pooled.total;
    double sum = 0;
    for (const double seconds : total.breakdown_seconds) {
        sum += seconds;
    }
    FactTable table{{{"component", "", false}, {"mean"}, {"share"}, {"", "", false}}, {}, 0};
    for (std::size_t i = 0; i < kComponents; ++i) {
        const double seconds = total.breakdown_seconds[i];
        if (seconds <= 0) {
            continue;
        }
        const double share = ratio(seconds, sum);
        table.rows.push_back({Fact{std::string(component_name(static_cast<Component>(i)))},
                              Fact{format_duration(ratio(seconds, static_cast<double>(total.requests)))},
                              Fact{fmt::format("{:.1f} %", 100 * share)}, Fact{.text = "", .share = share}});
    }
    return table;
}

FactTable outcome_table(const PlaneResult& plane) {
    const RequestStats& total = plane.pooled.total;
    FactTable table{{{"outcome", "", false}, {"requests"}, {"share"}, {"meaning", "", false}}, {}, 0};
    const auto count = [](std::uint64_t requests) { return requests; };
    for (const auto* entry : largest(total.outcomes, total.outcomes.size(), count)) {
        const auto& [outcome, requests] = *entry;
        const bool good = outcome.starts_with('2') || outcome.starts_with('3');
        table.rows.push_back(
            {Fact{.text = outcome, .tone = good ? Tone::Plain : Tone::Bad}, Fact{format_count(requests)},
             Fact{format_percent(ratio(static_cast<double>(requests), static_cast<double>(total.requests)))},
             Fact{meaning_of(outcome)}});
    }
    return table;
}

FactTable service_table(const PlaneResult& plane, std::size_t limit) {
    FactTable table{{{"service", "", false}}, {}, 0};
    table.columns.insert(table.columns.end(), kRequestColumns.begin(), kRequestColumns.end());
    for (const auto* entry : largest(plane.pooled.services, limit, kRequests)) {
        std::vector<Fact> row{{entry->first}};
        add_request_facts(row, entry->second, measured_seconds(plane));
        table.rows.push_back(std::move(row));
    }
    table.left_out = plane.pooled.services.size() - table.rows.size();
    return table;
}

FactTable edge_table(const PlaneResult& plane, std::size_t limit) {
    FactTable table{{{"from", "", false}, {"to", "", false}}, {}, 0};
    table.columns.insert(table.columns.end(), kRequestColumns.begin(), kRequestColumns.end());
    for (const auto* entry : largest(plane.pooled.edges, limit, kRequests)) {
        std::vector<Fact> row{{entry->first.from}, {entry->first.to}};
        add_request_facts(row, entry->second, measured_seconds(plane));
        table.rows.push_back(std::move(row));
    }
    table.left_out = plane.pooled.edges.size() - table.rows.size();
    return table;
}

FactTable proxy_table(const PlaneResult& plane) {
    FactTable table{{{"proxy", "", false},
                     {"instances"},
                     {"vCPU"},
                     {"vCPU / 1k req/s"},
                     {"busiest"},
                     {"memory"},
                     {"memory each"},
                     {"reserved"}},
                    {},
                    0};
    const double rate = ratio(static_cast<double>(plane.pooled.total.requests), measured_seconds(plane));
    for (const auto& [name, use] : plane.pooled.proxies) {
        const auto profile = std::ranges::find(plane.plane.proxies, name, &ProxyProfile::name);
        const bool titled = profile != plane.plane.proxies.end() && !profile->title.empty();
        const auto memory = static_cast<double>(use.memory.count);
        table.rows.push_back(
            {Fact{titled ? profile->title : name},
             Fact{format_count(static_cast<std::uint64_t>(use.instances))}, Fact{format_cores(use.vcpu)},
             Fact{rate > 0 ? format_cores(use.vcpu / rate * 1000) : "–"},
             Fact{.text = format_percent(use.busiest_utilisation),
                  .tone = use.busiest_utilisation > 0.9 ? Tone::Bad : Tone::Plain},
             Fact{format_bytes(memory)}, Fact{use.instances > 0 ? format_bytes(memory / use.instances) : "–"},
             Fact{fmt::format("{} vCPU, {}", format_cores(use.cpu_request.cores()),
                              format_bytes(static_cast<double>(use.memory_request.count)))}});
    }
    return table;
}

FactTable replication_table(const PlaneResult& plane, std::size_t limit) {
    FactTable table{{{"replication"},
                     {"requests"},
                     {"p50"},
                     {"p99"},
                     {"warm-up"},
                     {"events"},
                     {"fingerprint", "", false}},
                    {},
                    0};
    for (const ReplicationResult& one : plane.replications | std::views::take(limit)) {
        table.rows.push_back({Fact{std::to_string(one.replication)}, Fact{format_count(one.total.requests)},
                              Fact{quantile(one.total, 0.5)}, Fact{quantile(one.total, 0.99)},
                              Fact{format_exact(one.warmup)}, Fact{format_count(one.events)},
                              Fact{fmt::format("{:016x}", one.fingerprint)}});
    }
    table.left_out = plane.replications.size() - table.rows.size();
    return table;
}

FactTable workload_table(const PlaneResult& plane, std::size_t limit) {
    FactTable table{{{"workload", "", false}, {"pods"}, {"vCPU"}, {"busiest"}, {"reserved"}}, {}, 0};
    for (const auto* entry :
         largest(plane.pooled.workloads, limit, [](const ResourceUse& use) { return use.vcpu; })) {
        const auto& [name, use] = *entry;
        table.rows.push_back(
            {Fact{name}, Fact{format_count(static_cast<std::uint64_t>(use.instances))},
             Fact{format_cores(use.vcpu)},
             Fact{.text = format_percent(use.busiest_utilisation),
                  .tone = use.busiest_utilisation > 0.9 ? Tone::Bad : Tone::Plain},
             Fact{fmt::format("{} vCPU, {}", format_cores(use.cpu_request.cores()),
                              format_bytes(static_cast<double>(use.memory_request.count)))}});
    }
    table.left_out = plane.pooled.workloads.size() - table.rows.size();
    return table;
}

} // namespace meshcast
