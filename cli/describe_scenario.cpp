#include "cli/describe_scenario.h"

#include "reports/format.h"
#include "sim/model/scenario.h"
#include "sim/model/timeline.h"
#include "sim/policy/directory.h"
#include "sim/policy/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace meshcast {

namespace {

using text::Grid;
using text::Ink;
using text::Page;

void describe_services(const Topology& topology, Page& page) {
    const Directory directory(topology);
    page.heading("Services");
    Grid grid;
    grid.columns = {{"NAME", "", false}, {"PORTS", "", false}, {"ANSWERED BY", "", false}};
    for (const Service& service : topology.services) {
        std::vector<std::string> ports;
        for (const ServicePort& port : service.ports) {
            ports.push_back(std::to_string(port.port));
        }
        std::vector<std::string> workloads;
        for (const std::size_t index : directory.selected(service)) {
            const Workload& workload = topology.workloads[index];
            workloads.push_back(fmt::format("{} x{}", workload.metadata.name, workload.replicas));
        }
        grid.rows.push_back({{qualified_name(service.metadata), Ink::Bold},
                             {fmt::format("{}", fmt::join(ports, ", "))},
                             {workloads.empty() ? "nobody" : fmt::format("{}", fmt::join(workloads, ", "))}});
    }
    page.grid(grid);
}

struct StepLines {
    Page& page;
    int indent;

    void operator()(const Compute& step) const { line("compute", step.cpu.description()); }

    void operator()(const Wait& step) const { line("wait", step.time.description()); }

    void operator()(const Call& call) const {
        std::string text = call.service;
        if (call.port != 0) {
            text += fmt::format(":{}", call.port);
        }
        if (!call.operation.empty()) {
            text += fmt::format(" \"{}\"", call.operation);
        }
        if (call.probability < 1) {
            text += fmt::format(", {} of the time", format_percent(call.probability));
        }
        line("call", text);
    }

    void operator()(const Fail& fail) const {
        line("fail", fmt::format("with {}, {} of the time", fail.status, format_percent(fail.probability)));
    }

    void operator()(const Parallel& parallel) const {
        line("at once", "");
        each(parallel.branches);
    }

    void operator()(const Sequence& sequence) const {
        line("in turn", "");
        each(sequence.steps);
    }

    void each(const std::vector<Step>& steps) const {
        for (const Step& step : steps) {
            std::visit(StepLines{page, indent + 2}, step.action);
        }
    }

    void line(std::string_view verb, const std::string& text) const {
        page.paragraph(
            {fmt::format("{}{}", std::string(static_cast<std::size_t>(indent), ' '), verb), Ink::Dim}, text,
            0);
    }
};

void describe_behaviors(const std::vector<Behavior>& behaviors, Page& page) {
    page.heading("Behavior");
    for (const Behavior& behavior : behaviors) {
        for (const Operation& operation : behavior.operations) {
            page.line({{"  "}, {behavior.workload, Ink::Bold}, {fmt::format("  {}", operation.name)}});
            StepLines{page, 2}.each(operation.script);
        }
    }
}

std::string rate_text(const Traffic& source, Duration run) {
    if (source.arrival == ArrivalKind::Closed) {
        return fmt::format("{} users", source.connections);
    }
    const double requests = expected_requests(source, run);
    if (std::holds_alternative<Recording>(source.pattern)) {
        return fmt::format("{:.0f} recorded requests", requests);
    }
    if (source.steady()) {
        return format_rate(source.rate.per_second);
    }
    const auto [low, high] = rate_extremes(source, run);
    return fmt::format("{} on average ({} to {})", format_rate(requests / std::max(1e-9, to_seconds(run))),
                       format_rate(low.per_second), format_rate(high.per_second));
}

void describe_traffic(const Scenario& scenario, Page& page) {
    page.heading("Traffic");
    for (const Traffic& source : scenario.traffic) {
        std::string rate = rate_text(source, scenario.duration);
        if (source.arrival != ArrivalKind::Closed && source.connections > 0) {
            rate += fmt::format(" over {} connections", source.connections);
        }
        page.paragraph(
            {fmt::format("{}:", source.name), Ink::Bold},
            fmt::format("{} from {} to {}", rate, source.from.empty() ? "outside" : source.from, source.to));
    }
}

void describe_timeline(const Scenario& scenario, Page& page) {
    const std::vector<TimelineEvent> events = timeline(scenario);
    if (events.empty()) {
        return;
    }
    page.heading("While it runs");
    for (const TimelineEvent& event : events) {
        const std::string until =
            event.until ? fmt::format(", until {}", format_exact(*event.until)) : std::string();
        page.paragraph({format_exact(event.at), Ink::Bold}, event.text + until);
    }
    for (const ConfigurationChange& change : scenario.changes) {
        for (const std::string& object : change.objects) {
            page.paragraph({fmt::format("  {}", format_exact(change.at)), Ink::Dim}, object);
        }
    }
}

} // namespace

void describe(const Scenario& scenario, Page& page) {
    page.line({{scenario.name, Ink::Bold}});
    if (!scenario.description.empty()) {
        page.paragraph({""}, scenario.description, 0);
    }
    describe_traffic(scenario, page);
    describe_services(scenario.topology, page);
    describe_behaviors(scenario.behaviors, page);
    describe_timeline(scenario, page);
    page.heading("Data planes");
    for (const DataPlane& plane : scenario.planes) {
        page.line({{"  "}, {plane.name, Ink::Bold}, {fmt::format("  {}", plane.title)}});
    }
    if (!scenario.inferences.empty()) {
        page.heading("Concluded, because no file said it");
        for (const Inference& inference : scenario.inferences) {
            page.paragraph({"-"}, inference.text);
        }
    }
    if (!scenario.unmodelled.empty()) {
        page.heading("Read and left alone");
        for (const UnmodelledKind& kind : scenario.unmodelled) {
            page.paragraph({"-"}, fmt::format("{} of {}", kind.count, kind.kind));
        }
    }
}

} // namespace meshcast
