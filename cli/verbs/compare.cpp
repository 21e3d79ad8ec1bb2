#include "cli/options.h"
#include "cli/outputs.h"
#include "cli/simulate.h"
#include "cli/simulation_options.h"
#include "cli/verbs/verbs.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <functional>
#include <memory>

namespace meshcast {

namespace {

constexpr std::string_view kPage = "meshcast-report.html";

struct Options {
    SimulationOptions simulation;
    std::string jobs;
    std::vector<std::string> outs;
    std::string format;
    bool no_report = false;
};

bool names_page(const OutputPlan& plan) {
    return std::ranges::any_of(plan.outputs,
                               [](const Output& output) { return output.kind->name == "html"; });
}

/// The page's path ends what a person reads; a program that reads standard output must not find it there.
void tell_page(const Console& console, const OutputPlan& plan, const std::string& path) {
    const bool table = std::ranges::any_of(plan.outputs, [](const Output& output) {
        return output.file == "-" && output.kind->name == "table";
    });
    const std::string line = fmt::format("\nReport: {}\n", path);
    if (table) {
        console.out(line);
    } else {
        console.err(line.substr(1));
    }
}

ExitCode compare(const Session& session, const Options& options) {
    OutputPlan plan = plan_outputs(options.outs, options.format);
    const bool named = names_page(plan);
    if (!named && !options.no_report) {
        plan.page = kPage;
    }
    SimulationRun run{.jobs = read_jobs(options.jobs), .only = read_replication(options.simulation)};
    const LoadOutcome loaded = load_and_report(session, load_request(options.simulation));
    if (!loaded.scenario) {
        return loaded.code;
    }
    run.reproduce = reproduce_command("compare", "--planes", options.simulation, loaded.scenario->seed);
    run.reproduce_one = std::bind_front(reproduce_one_command, options.simulation);
    const ExitCode code = simulate_and_write(session, *loaded.scenario, run, plan);
    if (plan.page) {
        tell_page(session.console(), plan, *plan.page);
    }
    for (const Output& output : plan.outputs) {
        if (output.kind->name == "html" && output.file != "-") {
            tell_page(session.console(), plan, output.file);
        }
    }
    return code;
}

Action declare(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    add_simulation_options(app, options->simulation);
    app.add_option("--planes", options->simulation.planes,
                   "Names or profile files; default: the scenario's, else all")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("A,B");
    app.add_option("-j,--jobs", options->jobs, "Threads; default: one a core")->type_name("N");
    app.add_option("--out", options->outs, "Also write a report; see `meshcast list reports`")
        ->allow_extra_args(false)
        ->type_name("KIND=FILE");
    app.add_flag("--no-report", options->no_report, fmt::format("Do not write {}", kPage));
    app.add_option("-o,--output", options->format, "On standard output: table or json")->type_name("FORMAT");
    return [options](Session& session) { return compare(session, *options); };
}

} // namespace

const Verb kCompare{
    "compare",
    "Simulate an application under several data planes, side by side",
    "  meshcast compare my-manifests/ --to frontend --rate 200/s\n"
    "  meshcast compare shop.yaml --planes none,linkerd --threshold 'http_req_failed: rate < 0.1%'",
    declare,
};

} // namespace meshcast
