#include "tests/corpus/suite_lb.h"

#include "sim/balance/hashing.h"
#include "sim/balance/load_balancer.h"
#include "sim/balance/maglev.h"
#include "sim/balance/priorities.h"
#include "sim/balance/ring_hash.h"
#include "tests/corpus/files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace meshcast::corpus {

namespace {

using Json = nlohmann::json;

constexpr std::uint32_t kHosts = 100; // a level: percentages are whole hosts

/// Our shares beside a table's. The tables are rounded, some entries down and some to nearest, and where the
/// available hosts do not suffice for all traffic Envoy itself gives the first level what rounding leaves:
/// there an entry agrees within one percent. The table's own text if all agree.
std::string agreed(const std::vector<double>& ours, const Json& table, double tolerance) {
    bool all = ours.size() == table.size();
    for (std::size_t i = 0; all && i < ours.size(); ++i) {
        all = std::fabs(ours[i] - table[i].get<double>()) <= tolerance;
    }
    return all ? table.dump() : fmt::format("[{:.2f}]", fmt::join(ours, ","));
}

std::vector<double> as_doubles(const std::vector<std::uint32_t>& values) {
    return {values.begin(), values.end()};
}

HostSetSettings settings_of(const Json& document, std::uint32_t panic_threshold) {
    HostSetSettings settings;
    settings.overprovisioning_percent = static_cast<std::uint32_t>(std::lround(
        document.value("overprovisioningFactor", settings.overprovisioning_percent / 100.0) * 100));
    settings.panic_threshold_percent = panic_threshold;
    return settings;
}

PriorityLoads loads_of(const Json& row, const HostSetSettings& settings) {
    std::vector<LevelHealth> levels;
    for (const Json& healthy : row.at("healthy")) {
        levels.push_back({kHosts, healthy.get<std::uint32_t>()});
    }
    return priority_loads(levels, settings);
}

double tolerance_of(const PriorityLoads& loads) {
    return loads.availability == 100 ? 0 : 1;
}

/// The table of priorities by themselves: no panic.
std::string answer_priority(const Json& document, const Json& row) {
    const PriorityLoads loads = loads_of(row, settings_of(document, 0));
    return agreed(as_doubles(loads.healthy), row.at("load"), tolerance_of(loads));
}

std::string answer_panic(const Json& document, const Json& row) {
    const PriorityLoads loads = loads_of(row, settings_of(document, document.value("threshold", 50U)));
    return fmt::format("load {}, panic {}, total {}",
                       agreed(as_doubles(loads.healthy), row.at("load"), tolerance_of(loads)),
                       Json(loads.panic).dump(), loads.availability);
}

std::string expect_panic(const Json& row) {
    return fmt::format("load {}, panic {}, total {}", row.at("load").dump(), row.at("panic").dump(),
                       row.at("normalizedTotalHealth").dump());
}

std::string answer_degraded(const Json& document, const Json& row) {
    const std::vector<LevelHealth> levels = {
        {kHosts, row.at("healthy").get<std::uint32_t>(), row.at("degraded").get<std::uint32_t>()}};
    const PriorityLoads loads = priority_loads(levels, settings_of(document, 50));
    return fmt::format("[{},{}]", loads.healthy[0], loads.degraded[0]);
}

/// From picks, not from the weights: the schedule of localities is part of what is told.
std::string answer_locality(const Json& document, const Json& row) {
    constexpr int kPicks = 10000;
    BalancerSettings settings;
    settings.host_set = settings_of(document, 0);
    settings.host_set.locality_mode = LocalityMode::Weighted;
    std::vector<Host> hosts;
    std::uint32_t locality = 0;
    for (const auto& [name, weight] : document.at("weights").items()) { // by name, as the loads are
        settings.host_set.locality_weights.push_back(weight.get<std::uint32_t>());
        const std::uint32_t healthy = row.value("healthy" + name, kHosts);
        for (std::uint32_t i = 0; i < kHosts; ++i) {
            hosts.push_back(
                {.locality = locality, .health = i < healthy ? HostHealth::Healthy : HostHealth::Unhealthy});
        }
        ++locality;
    }
    LoadBalancer balancer(*find_balancer("round-robin"), hosts, settings);
    const std::vector<Candidate> candidates(hosts.size());
    RandomStream random(1);
    std::vector<double> shares(locality, 0.0);
    for (int i = 0; i < kPicks; ++i) {
        shares[hosts[balancer.pick(candidates, {}, random, kStart)].locality] += 100.0 / kPicks;
    }
    return agreed(shares, row.at("load"), 0.75); // rounded, or cut off
}

/// Hosts by the addresses of a case, which they refer to.
struct NamedHosts {
    explicit NamedHosts(const Json& document) : names(document.at("hosts").get<std::vector<std::string>>()) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            hosts.push_back({.address = names[i]});
            if (document.contains("weights")) {
                hosts.back().weight = document["weights"][i].get<std::uint32_t>();
            }
        }
    }

    HashedHosts hashed() const { return HashedHosts({Members(hosts.size()), hosts, hosts.size(), {}}); }

    int port(std::uint32_t host) const { return std::stoi(names[host].substr(names[host].rfind(':') + 1)); }

    std::vector<std::string> names;
    std::vector<Host> hosts;
};

HashRing ring_of(const NamedHosts& hosts, const Json& document) {
    const BalancerSettings defaults;
    return {hosts.hashed(), document.value("minimumRingSize", defaults.min_ring_size),
            document.value("maximumRingSize", defaults.max_ring_size)};
}

std::string answer_ring(const Json& document) {
    const NamedHosts hosts(document);
    const HashRing ring = ring_of(hosts, document);
    Json places = Json::array();
    for (const HashRing::Place& place : ring.places()) {
        places.push_back({hosts.port(place.candidate), place.hash});
    }
    return places.dump();
}

std::string answer_lookup(const Json& document, const Json& lookup) {
    const NamedHosts hosts(document);
    return std::to_string(hosts.port(ring_of(hosts, document).find(lookup.at("hash").get<std::uint64_t>())));
}

std::string answer_maglev(const Json& document) {
    const NamedHosts hosts(document);
    BalancerSettings settings;
    settings.maglev_table_size = document.at("tableSize").get<std::uint64_t>();
    if (const std::string_view fault = fault_in(settings); !fault.empty()) {
        return std::string(fault);
    }
    return Json(MaglevTable(hosts.hashed(), settings.maglev_table_size).entries()).dump();
}

void add_rows(const std::string& name, const Json& document, std::vector<Case>& cases) {
    const std::string table = document.at("table");
    for (std::size_t i = 0; i < document.at("rows").size(); ++i) {
        const Json& row = document["rows"][i];
        const std::string row_name = fmt::format("{}: row {}", name, i + 1);
        const auto add = [&](std::string expected, std::string (*answer)(const Json&, const Json&)) {
            cases.push_back(
                {row_name, std::move(expected), [answer, document, row] { return answer(document, row); }});
        };
        if (table == "priority") {
            add(row.at("load").dump(), answer_priority);
        } else if (table == "panic") {
            add(expect_panic(row), answer_panic);
        } else if (table == "degraded") {
            add(fmt::format("[{},{}]", row.at("toHealthy").dump(), row.at("toDegraded").dump()),
                answer_degraded);
        } else if (table == "locality") {
            add(row.at("load").dump(), answer_locality);
        } else {
            cases.push_back({row_name, "a known table", [table] { return table; }});
        }
    }
}

void add_file(const std::string& name, const Json& document, std::vector<Case>& cases) {
    if (document.contains("table")) {
        add_rows(name, document, cases);
    } else if (document.contains("expectedAssignments")) {
        cases.push_back({name + ": table", document["expectedAssignments"].dump(),
                         [document] { return answer_maglev(document); }});
    } else if (document.contains("ring") || document.contains("lookups")) {
        if (document.contains("ring")) {
            cases.push_back(
                {name + ": ring", document["ring"].dump(), [document] { return answer_ring(document); }});
        }
        for (const Json& lookup : document.value("lookups", Json::array())) {
            cases.push_back({fmt::format("{}: lookup {}", name, lookup.at("hash").dump()),
                             lookup.at("host").dump(),
                             [document, lookup] { return answer_lookup(document, lookup); }});
        }
    } else {
        cases.push_back(
            {name, "a kind of case this suite knows", [] { return std::string("none of them"); }});
    }
}

} // namespace

std::vector<Case> lb_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root / "lb")) {
        const std::string name = name_below(root, file);
        try {
            add_file(name, Json::parse(read_text(file)), cases);
        } catch (const Json::exception& error) {
            cases.push_back(
                {name, "a case this suite can read", [what = std::string(error.what())] { return what; }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
