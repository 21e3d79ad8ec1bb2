#include "reports/table.h"

#include "reports/format.h"
#include "reports/text/page.h"
#include "reports/text/width.h"
#include "reports/view/detail.h"
#include "reports/view/notes.h"
#include "reports/view/summary.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast {

namespace {

using text::Grid;
using text::Ink;
using text::Page;
using text::Span;

constexpr std::size_t kRowsShown = 12; // of services: the summary is to fit a screen
constexpr int kBarWidth = 24;

Ink ink_of(Tone tone) {
    switch (tone) {
    case Tone::Plain:
        return Ink::Plain;
    case Tone::Best:
    case Tone::Good:
        return Ink::Green;
    case Tone::Worst:
    case Tone::Unclear:
        return Ink::Yellow;
    case Tone::Bad:
        return Ink::Red;
    }
    return Ink::Plain;
}

Grid grid_of(const FactTable& table, const Page& page) {
    Grid grid;
    for (const FactColumn& column : table.columns) {
        grid.columns.push_back({column.title, column.unit, column.numeric});
    }
    for (const auto& row : table.rows) {
        auto& cells = grid.rows.emplace_back();
        for (const Fact& fact : row) {
            const std::string text = fact.share >= 0 ? page.bar(fact.share, kBarWidth) : fact.text;
            cells.push_back({fact.interval.empty() ? text : fmt::format("{} {}", text, fact.interval),
                             ink_of(fact.tone)});
        }
    }
    return grid;
}

/// Values with their intervals and, beneath them, what they add to the reference. Intervals are padded to one
/// width, so that the values and deltas before them line up.
Grid comparison_grid(const FactTable& table, bool unicode) {
    const auto shown = [&](const std::string& interval, std::size_t c) {
        const std::string text = table.columns[c].brief ? "" : interval;
        return unicode ? text : text::to_ascii(text);
    };
    Grid grid;
    std::vector<int> interval_widths;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        int widest = 0;
        for (const auto& row : table.rows) {
            widest = std::max({widest, text::display_width(shown(row[c].interval, c)),
                               text::display_width(shown(row[c].delta_interval, c))});
        }
        interval_widths.push_back(widest);
        const FactColumn& column = table.columns[c];
        grid.columns.push_back({column.title, column.unit, column.numeric});
    }
    for (const auto& row : table.rows) {
        auto& values = grid.rows.emplace_back();
        std::vector<Span> deltas;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const int width = interval_widths[c] == 0 ? 0 : interval_widths[c] + 1;
            const auto padded = [&](const std::string& value, const std::string& interval) {
                const std::string text = shown(interval, c);
                return value + text::pad_right(text.empty() ? text : fmt::format(" {}", text), width);
            };
            values.push_back({padded(row[c].text, row[c].interval), ink_of(row[c].tone)});
            deltas.push_back(
                {row[c].delta.empty() ? "" : padded(row[c].delta, row[c].delta_interval), Ink::Dim});
        }
        if (std::ranges::any_of(row, [](const Fact& fact) { return !fact.delta.empty(); })) {
            grid.rows.push_back(std::move(deltas));
        }
    }
    return grid;
}

void put_table(Page& page, const FactTable& table, std::string_view rows_are) {
    page.grid(grid_of(table, page));
    if (table.left_out > 0) {
        page.line(
            {{fmt::format("  {} more {}: see the json or html report", table.left_out, rows_are), Ink::Dim}});
    }
}

void put_thresholds(Page& page, const RunResult& result) {
    if (!result.thresholds.empty()) {
        page.heading("THRESHOLDS");
        put_table(page, threshold_table(result), "thresholds");
    }
}

void put_notes(Page& page, std::string_view heading, const std::vector<Note>& notes, const Span& marker) {
    if (notes.empty()) {
        return;
    }
    page.heading(heading);
    for (const Note& note : notes) {
        page.paragraph(marker,
                       note.planes.empty() ? note.text : fmt::format("{}: {}", note.planes, note.text));
    }
}

void put_closing(Page& page, const RunResult& result) {
    put_notes(page, "FINDINGS", findings(result), {"→"});
    put_notes(page, "DOUBTS", doubts(result), {"!", Ink::Yellow});
    page.blank();
    if (const std::string assumptions = assumptions_in_brief(result); !assumptions.empty()) {
        page.paragraph({}, fmt::format("Rests on {}: the html and json reports list them.", assumptions), 0);
    }
    if (!result.reproduce.empty()) {
        page.line({{"Reproduce: ", Ink::Dim}, {result.reproduce}});
    }
    if (result.planes.size() == 1 && !result.planes.front().reproduce_one.empty()) {
        page.line({{"One replication: ", Ink::Dim}, {result.planes.front().reproduce_one + " N"}});
    }
}

void put_comparison(Page& page, const RunResult& result, bool unicode) {
    page.blank();
    page.grid(comparison_grid(summary_table(result), unicode), 0);
    if (result.planes.size() > 1) {
        page.line({{fmt::format("± 95 % interval; second lines: difference from {}",
                                result.planes.front().plane.name),
                    Ink::Dim}});
        page.line(
            {{fmt::format("Differences are paired by replication; {} none is measurable", kNoDifference),
              Ink::Dim}});
    }
    put_thresholds(page, result);
    put_closing(page, result);
}

void put_single(Page& page, const RunResult& result) {
    const PlaneResult& plane = result.planes.front();
    put_thresholds(page, result);
    page.heading("TOTAL RESULTS");
    std::vector<Span> latency{{"  latency  "}};
    for (const auto& [name, value] : latency_facts(plane)) {
        latency.push_back({name + "=", Ink::Dim});
        latency.push_back({value + "  "});
    }
    page.line(latency);
    page.line(
        {{"  requests "},
         {format_count(plane.pooled.total.requests)},
         {"  goodput=", Ink::Dim},
         {format_rate(plane.goodput.value)},
         {"  errors=", Ink::Dim},
         {format_percent(plane.failure_ratio.value), plane.failure_ratio.value > 0 ? Ink::Red : Ink::Plain}});
    page.line({{"  use      "},
               {"app=", Ink::Dim},
               {format_cores(plane.app_vcpu.value) + " vCPU"},
               {"  proxies=", Ink::Dim},
               {fmt::format("{} vCPU, {}", format_cores(plane.proxy_vcpu.value),
                            format_bytes(plane.proxy_memory_bytes))},
               {"  cost=", Ink::Dim},
               {format_money(plane.cost_a_month, result.scenario.prices.currency) + "/month"}});
    const auto section = [&](std::string_view title, const FactTable& table, std::string_view rows_are) {
        if (!table.rows.empty()) {
            page.heading(title);
            put_table(page, table, rows_are);
        }
    };
    section("OUTCOMES", outcome_table(plane), "outcomes");
    section("WHERE THE TIME WENT", breakdown_table(plane), "components");
    section("SERVICES", service_table(plane, kRowsShown), "services");
    section("PROXIES", proxy_table(plane), "proxies");
    put_closing(page, result);
}

} // namespace

std::string render_table(const RunResult& result, const RenderOptions& options) {
    Page page(options);
    page.paragraph({}, fmt::format("{} · {}", result.scenario.name, load_line(result)), 0);
    if (result.partial) {
        page.paragraph({"!", Ink::Yellow}, "Stopped early: what follows covers the part that was simulated.",
                       0);
    }
    if (result.planes.empty()) {
        page.line({{verdict(result)}});
        put_closing(page, result);
    } else if (result.planes.size() == 1) {
        page.line({{result.planes.front().plane.title, Ink::Bold}});
        put_single(page, result);
    } else {
        put_comparison(page, result, options.unicode);
    }
    return std::move(page).take();
}

} // namespace meshcast
