#include "reports/change.h"
#include "reports/change_words.h"
#include "reports/format.h"
#include "reports/permission.h"
#include "reports/reachability.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace meshcast {

namespace {

using text::Grid;
using text::Ink;
using text::Page;
using Kind = OutlookChange::Kind;

constexpr std::size_t kMostElsewhere = 5; // pairs; describe reachability has them all

Ink ink_of(Kind kind) {
    constexpr std::array kBad{Kind::NewlyDenied, Kind::NewlyUnanswered, Kind::NoLongerEncrypted};
    constexpr std::array kGood{Kind::NewlyAllowed, Kind::NewlyAnswered, Kind::NewlyEncrypted};
    return std::ranges::find(kBad, kind) != kBad.end()     ? Ink::Red
           : std::ranges::find(kGood, kind) != kGood.end() ? Ink::Green
                                                           : Ink::Plain;
}

std::string decided_by(const Side& side) {
    const std::string place = place_of(side.origin);
    return side.object.empty() ? place : side.object + (place.empty() ? "" : " " + place);
}

void show_side(std::string_view when, Kind kind, const std::optional<Outlook>& outlook, Page& page) {
    if (!outlook) {
        return;
    }
    const Side side = side_of(kind, *outlook);
    const std::string by = decided_by(side);
    page.paragraph({fmt::format("{:<7}", when), Ink::Dim},
                   by.empty() ? side.what : fmt::format("{} ({})", side.what, by), 4);
}

void show_requests(const ChangeReport& report, Page& page) {
    if (report.requests.empty()) {
        page.line({{fmt::format("All {} kinds of request are decided as before.", report.request_kinds)}});
        return;
    }
    std::optional<Kind> kind;
    for (const OutlookChange& change : report.requests) {
        if (change.kind != kind) {
            kind = change.kind;
            page.heading(title_of(change.kind));
        }
        const std::string source =
            change.request.source.empty() ? "" : fmt::format(" (traffic {})", change.request.source);
        page.line({{"  " + text_of(change.request), ink_of(change.kind)}, {source, Ink::Dim}});
        show_side("before", change.kind, change.before, page);
        show_side("after", change.kind, change.after, page);
    }
}

void show_elsewhere(const ChangeReport& report, Page& page) {
    if (report.elsewhere.empty()) {
        return;
    }
    page.heading(
        fmt::format("Between pairs that the scenario does not use: {} changes", report.elsewhere.size()));
    show_changes(std::span(report.elsewhere).first(std::min(kMostElsewhere, report.elsewhere.size())), page);
    if (report.elsewhere.size() > kMostElsewhere) {
        page.paragraph({"..."}, "all of them: meshcast describe reachability NEW --before OLD");
    }
}

/// "4.21 ms -> 5.02 ms (+0.81 ±0.05)"; only one number where chance may have made the difference.
std::string in_words(const std::optional<PairedNumber>& number, const Scale& scale) {
    if (!number) {
        return "-";
    }
    const std::string was = format_in(scale, number->before);
    if (!number->measurable()) {
        return was + " =";
    }
    const std::string width = std::isnan(number->difference.half_width)
                                  ? ""
                                  : " " + format_half_width(scale, number->difference.half_width);
    return fmt::format("{} -> {} ({}{})", was, format_in(scale, number->after),
                       format_delta(scale, number->difference.value), width);
}

std::string shares_of(const Outcomes& outcomes, std::uint64_t requests) {
    std::vector<std::string> parts;
    for (const auto& [outcome, count] : outcomes) {
        parts.push_back(fmt::format(
            "{} {}", outcome, format_percent(static_cast<double>(count) / static_cast<double>(requests))));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string outcomes_of(const RequestsChange& change) {
    const std::string was = shares_of(change.outcomes_before, change.requests_before);
    const std::string is = shares_of(change.outcomes_after, change.requests_after);
    return was == is ? was : fmt::format("{} -> {}", was, is);
}

void show_table(std::string_view title, const std::vector<RequestsChange>& changes, Page& page) {
    std::vector<double> latencies;
    for (const RequestsChange& change : changes) {
        for (const auto& number : {change.p50, change.p99}) {
            if (number) {
                latencies.push_back(number->before);
                latencies.push_back(number->after);
            }
        }
    }
    const Scale scale = duration_scale(latencies);
    Grid grid;
    grid.columns = {{std::string(title), "", false},
                    {"REQUESTS", "", true},
                    {"FAILED", "%", true},
                    {"P50", std::string(scale.unit), true},
                    {"P99", std::string(scale.unit), true},
                    {"OUTCOMES", "", false}};
    const Scale percent{.divisor = 0.01, .unit = "%", .decimals = 2};
    for (const RequestsChange& change : changes) {
        const bool fails = change.failure_ratio.measurable() && change.failure_ratio.difference.value > 0;
        const std::string requests = change.requests_before == change.requests_after
                                         ? format_count(change.requests_before)
                                         : fmt::format("{} -> {}", format_count(change.requests_before),
                                                       format_count(change.requests_after));
        grid.rows.push_back({{change.name, Ink::Bold},
                             {requests},
                             {in_words(change.failure_ratio, percent), fails ? Ink::Red : Ink::Plain},
                             {in_words(change.p50, scale)},
                             {in_words(change.p99, scale)},
                             {outcomes_of(change)}});
    }
    page.grid(grid);
}

void show_simulated(const SimulatedChange& simulated, Page& page) {
    page.heading(fmt::format("Simulated {} times each, on the same random numbers", simulated.replications));
    show_table("TRAFFIC", simulated.traffic, page);
    std::vector<RequestsChange> edges;
    std::ranges::copy_if(simulated.edges, std::back_inserter(edges), &RequestsChange::differs);
    page.blank();
    if (!edges.empty()) {
        show_table("CALLS", edges, page);
    }
    page.paragraph({"-", Ink::Dim}, fmt::format("calls that do not differ measurably: {}",
                                                simulated.edges.size() - edges.size()));
    const Scale cores{.divisor = 1, .unit = "vCPU", .decimals = 3};
    page.paragraph({"-", Ink::Dim},
                   fmt::format("vCPU of applications {}, of proxies {}", in_words(simulated.app_vcpu, cores),
                               in_words(simulated.proxy_vcpu, cores)));
    page.paragraph({"-", Ink::Dim}, "\"=\": the 95 % interval of the difference includes zero");
    for (const std::string& doubt : simulated.doubts) {
        page.paragraph({"!", Ink::Yellow}, doubt);
    }
}

} // namespace

void show_change(const ChangeReport& report, Page& page) {
    page.line({{fmt::format("What changes for {} under {}", report.scenario, report.plane), Ink::Bold}});
    show_requests(report, page);
    show_elsewhere(report, page);
    if (report.simulated) {
        show_simulated(*report.simulated, page);
    }
    page.heading(report.worse.empty() ? "Nothing gets worse" : "Worse");
    for (const Worsening& worse : report.worse) {
        page.paragraph({fmt::format("{:<10}", name_of(worse.concern)), Ink::Red}, worse.text);
    }
}

} // namespace meshcast
