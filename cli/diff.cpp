#include "cli/diff.h"

#include "cli/error.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/session.h"
#include "cli/show_diagnostics.h"
#include "cli/simulate.h"
#include "reports/change.h"
#include "scenarios/units.h"
#include "sim/experiment/simulate_change.h"
#include "sim/experiment/worsening.h"
#include "sim/policy/outlook.h"
#include "sim/policy/reachability.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace meshcast {

namespace {

constexpr const char* kUsualPlane = "istio-sidecar";
constexpr std::string_view kLatencyTolerance = "latency=";

/// The same words as in reports.
constexpr std::array<std::pair<const char*, Concern>, 3> kConcerns{
    {{"outcome", Concern::Outcome}, {"encryption", Concern::Encryption}, {"latency", Concern::Latency}}};

std::set<Concern> read_concerns(const std::vector<std::string>& words) {
    const std::vector<std::string> known{"outcome", "encryption", "latency"};
    std::set<Concern> concerns;
    for (const std::string& word : words) {
        require_known("concern of --fail-on", word, known);
        for (const auto& [name, concern] : kConcerns) {
            if (word == name) {
                concerns.insert(concern);
            }
        }
    }
    return concerns;
}

double read_latency_tolerance(const std::vector<std::string>& texts) {
    double tolerance = 0;
    for (const std::string& text : texts) {
        if (!text.starts_with(kLatencyTolerance)) {
            throw UsageError(fmt::format("--tolerance \"{}\": write latency=5%", text));
        }
        tolerance = read_value("--tolerance", text.substr(kLatencyTolerance.size()), units::parse_fraction);
    }
    return tolerance;
}

LoadRequest request_of(const DiffQuestion& question) {
    SimulationOptions options = question.simulation;
    if (!question.plane.empty()) {
        options.planes = {question.plane};
    }
    LoadRequest request = load_request(options);
    request.needs_traffic = !options.paths.empty() || !options.to.empty();
    return request;
}

/// Both sides' findings; what both have is told once.
ExitCode tell(const Session& session, const Loaded& before, const Loaded& after) {
    Diagnostics all;
    all.append(before.diagnostics);
    all.append(after.diagnostics);
    print_diagnostics(session, all);
    return exit_code_of(all);
}

/// The one that was asked for; else the scenario's only one, else the usual one.
const DataPlane& plane_of(const Scenario& scenario) {
    const auto usual = std::ranges::find(scenario.planes, kUsualPlane, &DataPlane::name);
    return scenario.planes.size() == 1 || usual == scenario.planes.end() ? scenario.planes.front() : *usual;
}

Reachability matrix_under(const Scenario& scenario, const DataPlane& plane) {
    const Directory directory(scenario.topology);
    const Access access(scenario.routing, scenario.security, directory, plane, scenario.enrolment);
    return reachability(access, directory);
}

void decide_statically(const Scenario& before, const Scenario& after, const DataPlane& plane,
                       ChangeReport& report) {
    const std::vector<ExpectedRequest> was = expect_requests(before, plane);
    const std::vector<ExpectedRequest> is = expect_requests(after, plane);
    report.requests = compare(was, is);
    std::set<RequestKind> kinds;
    std::set<std::tuple<std::string, std::string, int>> used;
    for (const auto* side : {&was, &is}) {
        for (const ExpectedRequest& expected : *side) {
            kinds.insert(expected.request);
            used.emplace(expected.request.from, expected.request.to, expected.request.port);
        }
    }
    report.request_kinds = kinds.size();
    report.elsewhere = compare(matrix_under(before, plane), matrix_under(after, plane));
    std::erase_if(report.elsewhere, [&](const ReachabilityChange& change) {
        return used.contains({change.from, change.to.service, change.to.port});
    });
}

void print(const Session& session, const ChangeReport& report, const std::string& format) {
    if (format == "json") {
        session.console().out(change_json(report));
        return;
    }
    text::Page page = page_for(session.console());
    show_change(report, page);
    session.console().out(std::move(page).take());
}

} // namespace

ExitCode diff(const Session& session, const DiffQuestion& question) {
    const std::vector<std::string> formats{"table", "json"};
    require_known("format", question.format.empty() ? "table" : question.format, formats);
    const std::set<Concern> fail_on = read_concerns(question.fail_on);
    const double tolerance = read_latency_tolerance(question.tolerances);
    const int jobs = read_jobs(question.jobs);
    LoadRequest request = request_of(question);
    request.replacing = question.before;
    Loaded before = load_scenario(request);
    request.replacing = question.after;
    Loaded after = load_scenario(request);
    if (const ExitCode code = tell(session, before, after); code != ExitCode::Ok) {
        return code;
    }

    const DataPlane plane = plane_of(before.scenario);
    ChangeReport report{.scenario = before.scenario.name, .plane = plane.name};
    decide_statically(before.scenario, after.scenario, plane, report);
    if (!before.scenario.traffic.empty() && !after.scenario.traffic.empty()) {
        with_progress(session, jobs, std::nullopt, [&](const ExperimentOptions& options) {
            report.simulated =
                simulate_change(std::move(before.scenario), std::move(after.scenario), plane, options);
        });
    }
    report.worse = find_worse(report, tolerance);
    print(session, report, question.format);
    if (report.simulated && report.simulated->partial) {
        session.console().err("meshcast: stopped by a signal; the results are partial\n");
        return ExitCode::Stopped;
    }
    const bool fails = std::ranges::any_of(
        report.worse, [&](const Worsening& worse) { return fail_on.contains(worse.concern); });
    return fails ? ExitCode::Threshold : ExitCode::Ok;
}

} // namespace meshcast
