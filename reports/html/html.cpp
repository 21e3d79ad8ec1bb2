#include "reports/html/html.h"

#include "reports/assets.h"
#include "reports/format.h"
#include "reports/html/chart_data.h"
#include "reports/html/timeline_svg.h"
#include "reports/html/topology_graph.h"
#include "reports/html/topology_svg.h"
#include "reports/text/width.h"
#include "reports/view/detail.h"
#include "reports/view/notes.h"
#include "reports/view/summary.h"

#include <fmt/format.h>
#include <kainjow/mustache.hpp>

#include <algorithm>

namespace meshcast {

namespace {

namespace mustache = kainjow::mustache;
using mustache::data;

constexpr std::size_t kMostRows = 100; // a table and plane; the JSON report has all
constexpr std::size_t kMostNodes = 60; // of the drawing

/// The template escapes; this takes out what no reader should see.
data shown(std::string_view text) {
    return {text::printable(text)};
}

/// A value that is also its own section: {{#x}}<p>{{x}}</p>{{/x}} prints nothing for an empty text.
void set_text(data& into, const std::string& key, std::string_view text) {
    into.set(key, text.empty() ? data(false) : shown(text));
}

std::string_view class_of(Tone tone) {
    switch (tone) {
    case Tone::Plain:
        return "";
    case Tone::Best:
        return "best";
    case Tone::Worst:
        return "worst";
    case Tone::Good:
        return "good";
    case Tone::Bad:
        return "bad";
    case Tone::Unclear:
        return "unclear";
    }
    return "";
}

data cell_data(const Fact& fact, const FactColumn& column, bool first) {
    data cell;
    set_text(cell, "text", fact.text);
    set_text(cell, "interval", fact.interval);
    set_text(cell, "delta",
             fact.delta_interval.empty() ? fact.delta
                                         : fmt::format("{} {}", fact.delta, fact.delta_interval));
    cell.set("heading", first && !column.title.empty());
    cell.set("class", fmt::format("{} {}", column.numeric ? "number" : "words", class_of(fact.tone)));
    cell.set("bar", fact.share < 0 ? data(false)
                                   : data(fmt::format("{:.1f}", 100 * std::clamp(fact.share, 0.0, 1.0))));
    return cell;
}

/// What the partial "table" draws. Every key is set: mustache would look for a missing one in the surrounding
/// data.
data table_data(const FactTable& table, std::string_view caption, std::string_view rows_are) {
    data columns = data::type::list;
    for (const FactColumn& column : table.columns) {
        data head;
        set_text(head, "title", column.title);
        set_text(head, "unit", column.unit);
        head.set("class", column.numeric ? "number" : "words");
        columns.push_back(head);
    }
    data rows = data::type::list;
    for (const auto& row : table.rows) {
        data cells = data::type::list;
        for (std::size_t c = 0; c < row.size(); ++c) {
            cells.push_back(cell_data(row[c], table.columns[c], c == 0));
        }
        rows.push_back(data("cells", cells));
    }
    data result;
    set_text(result, "caption", caption);
    result.set("columns", columns);
    result.set("rows", rows);
    set_text(result, "left_out",
             table.left_out == 0
                 ? ""
                 : fmt::format("{} more {} in the JSON report", format_count(table.left_out), rows_are));
    return result;
}

/// Partials see the data around them, so a table is a section of one with the partial inside. No rows, no
/// table.
void set_table(data& into, const std::string& key, const FactTable& table, std::string_view caption,
               std::string_view rows_are) {
    into.set(key, table.rows.empty() ? data(false) : table_data(table, caption, rows_are));
}

data note_list(const std::vector<Note>& notes) {
    data list = data::type::list;
    for (const Note& note : notes) {
        data item;
        set_text(item, "planes", note.planes);
        set_text(item, "text", note.text);
        list.push_back(item);
    }
    return list;
}

data text_list(const std::vector<std::string>& texts) {
    data list = data::type::list;
    for (const std::string& text : texts) {
        list.push_back(data("text", shown(text)));
    }
    return list;
}

data plane_details(const RunResult& result, const PlaneResult& plane, std::size_t number) {
    data details;
    details.set("id", fmt::format("plane-{}", number));
    set_text(details, "name", plane.plane.name);
    set_text(details, "title", plane.plane.title);
    data latency = data::type::list;
    for (const auto& [name, value] : latency_facts(plane)) {
        data fact;
        fact.set("name", name);
        fact.set("value", value);
        latency.push_back(fact);
    }
    details.set("latency", latency);
    const TopologyGraph graph = topology_graph(result.scenario, plane, kMostNodes);
    details.set("topology", graph.edges.empty() ? data(false) : data(topology_svg(graph)));
    set_text(details, "topology_note",
             graph.left_out == 0 ? ""
                                 : fmt::format("The {} busiest services are drawn, {} more are not.",
                                               graph.nodes.size(), format_count(graph.left_out)));
    set_table(details, "breakdown", breakdown_table(plane), "Where the time went", "components");
    set_table(details, "outcomes", outcome_table(plane), "Outcomes", "outcomes");
    set_table(details, "services", service_table(plane, kMostRows), "Services, as their callers saw them",
              "services");
    set_table(details, "edges", edge_table(plane, kMostRows), "Who calls whom", "edges");
    set_table(details, "proxies", proxy_table(plane), "Proxies", "proxies");
    set_table(details, "workloads", workload_table(plane, kMostRows), "Workloads, application containers",
              "workloads");
    set_table(details, "replications", replication_table(plane, kMostRows), "Replications", "replications");
    set_text(details, "one", plane.reproduce_one);
    return details;
}

std::string position(const Origin& origin) {
    return origin.file.empty() ? "" : fmt::format("{}:{}", origin.file, origin.line);
}

data citation_data(const Citation& citation) {
    data item;
    set_text(item, "figure", citation.figure);
    set_text(item, "value", citation.value);
    set_text(item, "conditions", citation.conditions);
    set_text(item, "source", citation.source);
    // Only what a browser opens as a page: a plane file must not be able to run a script.
    const bool link =
        citation.source.starts_with("https://") && citation.source.find(' ') == std::string::npos;
    item.set("link", link);
    item.set("assumed", citation.assumed);
    return item;
}

data plane_inputs(const DataPlane& plane) {
    data inputs;
    set_text(inputs, "title", plane.title);
    set_text(inputs, "name", plane.name);
    set_text(inputs, "version", plane.version);
    set_text(inputs, "description", plane.description);
    data citations = data::type::list;
    for (const Citation& citation : plane.citations) {
        citations.push_back(citation_data(citation));
    }
    inputs.set("cited", !plane.citations.empty());
    inputs.set("citations", citations);
    return inputs;
}

template <class Range, class Function>
data list_of(const Range& range, Function item_of) {
    data list = data::type::list;
    for (const auto& element : range) {
        list.push_back(item_of(element));
    }
    return list;
}

data located(std::string_view text, const Origin& origin) {
    data item;
    set_text(item, "text", text);
    set_text(item, "where", position(origin));
    return item;
}

void set_inputs(data& page, const RunResult& result) {
    const Scenario& scenario = result.scenario;
    page.set("files", text_list(scenario.files));
    page.set("traffic", list_of(scenario.traffic, [&](const Traffic& traffic) {
                 return located(fmt::format("{}: {}", traffic.name, traffic_text(traffic, scenario.duration)),
                                traffic.origin);
             }));
    page.set("plane_inputs",
             list_of(result.planes, [](const PlaneResult& plane) { return plane_inputs(plane.plane); }));
    page.set("has_inferences", !scenario.inferences.empty());
    page.set("inferences", list_of(scenario.inferences, [](const Inference& inference) {
                 return located(inference.text, inference.origin);
             }));
    page.set("has_assumptions", !result.assumptions.empty());
    page.set("assumptions", text_list(result.assumptions));
    page.set("has_unmodelled", !scenario.unmodelled.empty());
    page.set("unmodelled", list_of(scenario.unmodelled, [](const UnmodelledKind& kind) {
                 return located(fmt::format("{} × {}", kind.count, kind.kind), kind.first);
             }));
    const Prices& prices = scenario.prices;
    set_text(page, "prices",
             prices.name.empty()
                 ? ""
                 : fmt::format("{}: {} {} a vCPU-hour, {} {} a GiB-hour, {} hours a month{}{}", prices.name,
                               prices.vcpu_hour, prices.currency, prices.gibibyte_hour, prices.currency,
                               prices.hours_a_month, prices.source.empty() ? "" : " · " + prices.source,
                               prices.assumed ? " · assumed" : ""));
}

/// A value that is its own section, as set_text has them, but of markup.
data timeline_data(const RunResult& result) {
    const bool ran = !result.planes.empty() && !result.planes.front().replications.empty();
    const Duration warmup = ran ? result.planes.front().replications.front().warmup : Duration{};
    std::string drawing = timeline_svg(timeline(result.scenario), result.scenario.duration, warmup);
    return drawing.empty() ? data(false) : data(std::move(drawing));
}

data page_data(const RunResult& result) {
    data page;
    set_text(page, "name", result.scenario.name);
    set_text(page, "description", result.scenario.description);
    set_text(page, "verdict", verdict(result));
    set_text(page, "load", load_line(result));
    page.set("partial", result.partial);
    page.set("compares", result.planes.size() > 1);
    set_text(page, "reference", result.planes.empty() ? "" : result.planes.front().plane.title);
    set_table(page, "summary", summary_table(result), "", "planes");
    set_table(page, "thresholds", threshold_table(result), "", "thresholds");
    page.set("all_held", all_held(result));
    page.set("any_undecided", any_undecided(result));
    page.set("has_notes", !findings(result).empty() || !doubts(result).empty());
    page.set("findings", note_list(findings(result)));
    page.set("doubts", note_list(doubts(result)));
    page.set("timeline", timeline_data(result));
    page.set("has_planes", !result.planes.empty());
    data details = data::type::list;
    for (std::size_t i = 0; i < result.planes.size(); ++i) {
        details.push_back(plane_details(result, result.planes[i], i));
    }
    page.set("planes", details);
    set_inputs(page, result);
    set_text(page, "reproduce", result.reproduce);
    set_text(page, "version", result.meshcast_version);
    set_text(page, "digest", result.scenario.digest);
    page.set("seed", std::to_string(result.scenario.seed));
    page.set("warmup", result.scenario.warmup ? format_exact(*result.scenario.warmup) : "detected (MSER-5)");
    page.set("duration", format_exact(result.scenario.duration));
    page.set("replications", std::to_string(result.scenario.replications));
    page.set("chart_data", chart_data(result));
    page.set("style", std::string(assets::report_css));
    page.set("script", std::string(assets::report_js));
    page.set("chart_js", std::string(assets::chart_js));
    page.set("table", mustache::partial([] { return std::string(assets::table_mustache); }));
    return page;
}

} // namespace

std::string render_html(const RunResult& result, const RenderOptions&) {
    mustache::mustache page{std::string(assets::page_mustache)};
    return page.render(page_data(result));
}

} // namespace meshcast
