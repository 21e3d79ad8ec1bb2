#include "cli/options.h"
#include "cli/outputs.h"
#include "cli/simulate.h"
#include "cli/simulation_options.h"
#include "cli/verbs/verbs.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>

namespace meshcast {

namespace {

struct Options {
    SimulationOptions simulation;
    std::string plane;
    std::string jobs;
    std::vector<std::string> outs;
    std::string format;
};

ExitCode run(const Session& session, Options options) {
    const OutputPlan plan = plan_outputs(options.outs, options.format);
    SimulationRun simulation{.jobs = read_jobs(options.jobs), .only = read_replication(options.simulation)};
    if (!options.plane.empty()) {
        options.simulation.planes = {options.plane};
    }
    LoadOutcome loaded = load_and_report(session, load_request(options.simulation));
    if (!loaded.scenario) {
        return loaded.code;
    }
    Scenario& scenario = *loaded.scenario;
    scenario.planes.erase(scenario.planes.begin() + 1, scenario.planes.end());
    simulation.reproduce = reproduce_command("run", "--plane", options.simulation, scenario.seed);
    simulation.reproduce_one = std::bind_front(reproduce_one_command, options.simulation);
    return simulate_and_write(session, scenario, simulation, plan);
}

Action declare(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    add_simulation_options(app, options->simulation);
    app.add_option("--plane", options->plane, "Name or profile file; default: the scenario's first")
        ->type_name("NAME");
    app.add_option("-j,--jobs", options->jobs, "Threads; default: one a core")->type_name("N");
    app.add_option("--out", options->outs, "Also write a report; see `meshcast list reports`")
        ->allow_extra_args(false)
        ->type_name("KIND=FILE");
    app.add_option("-o,--output", options->format, "On standard output: table or json")->type_name("FORMAT");
    return [options](Session& session) { return run(session, *options); };
}

} // namespace

const Verb kRun{
    "run",
    "Simulate an application under one data plane, in detail",
    "  meshcast run shop.yaml --plane istio-sidecar --out json=result.json\n"
    "  kubectl get -A -o yaml deploy,svc | meshcast run - --to frontend --rate 200/s",
    declare,
};

} // namespace meshcast
