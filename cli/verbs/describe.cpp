#include "cli/describe_plane.h"
#include "cli/describe_scenario.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/show_diagnostics.h"
#include "cli/simulate.h"
#include "cli/simulation_options.h"
#include "cli/verbs/verbs.h"
#include "scenarios/data_dir.h"
#include "scenarios/planes/profile_reader.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace meshcast {

namespace {

struct Options {
    std::string subject;
    std::vector<std::string> names;
    std::string to;
    std::string rate;
};

ExitCode describe_planes(const Session& session, const std::vector<std::string>& names) {
    text::Page page = page_for(session.console());
    Diagnostics diagnostics;
    for (const std::string& name : names) {
        if (!looks_like_path(name)) {
            require_known("data plane", name, shipped_names("planes"));
        }
        if (const auto plane = read_plane(name, diagnostics)) {
            describe(*plane, page);
        }
    }
    print_diagnostics(session, diagnostics);
    if (diagnostics.has_errors()) {
        return exit_code_of(diagnostics);
    }
    session.console().out(std::move(page).take());
    return ExitCode::Ok;
}

ExitCode describe_scenarios(const Session& session, const Options& options) {
    SimulationOptions simulation;
    simulation.paths = options.names;
    simulation.to = options.to;
    simulation.rate = options.rate;
    const LoadOutcome loaded = load_and_report(session, load_request(simulation));
    if (!loaded.scenario) {
        return loaded.code;
    }
    text::Page page = page_for(session.console());
    describe(*loaded.scenario, page);
    session.console().out(std::move(page).take());
    return ExitCode::Ok;
}

ExitCode describe_subject(const Session& session, const Options& options) {
    const std::vector<std::string> subjects{"plane", "scenario"};
    require_known("subject", options.subject, subjects);
    return options.subject == "plane" ? describe_planes(session, options.names)
                                      : describe_scenarios(session, options);
}

Action declare(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    app.add_option("SUBJECT", options->subject, "plane or scenario")->required();
    app.add_option("NAME", options->names, "Of a plane, or the files of a scenario")->required();
    app.add_option("--to", options->to, "Scenario: where requests go")->type_name("SERVICE");
    app.add_option("--rate", options->rate, "Scenario: how many, such as 200/s")->type_name("RATE");
    return [options](Session& session) { return describe_subject(session, *options); };
}

} // namespace

const Verb kDescribe{
    "describe",
    "Show what a data plane costs and why, or what a scenario adds up to",
    "  meshcast describe plane istio-sidecar\n"
    "  meshcast describe scenario my-manifests/ --to frontend --rate 200/s",
    declare,
};

} // namespace meshcast
