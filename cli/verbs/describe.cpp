#include "cli/describe_plane.h"
#include "cli/describe_reachability.h"
#include "cli/describe_request.h"
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
    std::string rate;
    RequestQuestion request; // `to` is the scenario's, too; `plane` and `format` reachability's
    std::string before;
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
    simulation.to = options.request.to;
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
    const std::vector<std::string> subjects{"plane", "reachability", "request", "scenario"};
    require_known("subject", options.subject, subjects);
    if (options.subject == "request") {
        RequestQuestion question = options.request;
        question.paths = options.names;
        return describe_request(session, question);
    }
    if (options.subject == "reachability") {
        return describe_reachability(
            session, {options.names, options.request.plane, options.before, options.request.format});
    }
    return options.subject == "plane" ? describe_planes(session, options.names)
                                      : describe_scenarios(session, options);
}

Action declare(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    app.add_option("SUBJECT", options->subject, "plane, scenario, request or reachability")->required();
    app.add_option("NAME", options->names, "Of a plane, or the files of a scenario")->required();
    RequestQuestion& request = options->request;
    app.add_option("--to", request.to, "Scenario, request: where it goes")->type_name("SERVICE");
    app.add_option("--rate", options->rate, "Scenario: how many, such as 200/s")->type_name("RATE");
    app.add_option("--from", request.from, "Request: who asks; NAMESPACE/ for any pod")
        ->type_name("WORKLOAD");
    app.add_option("--gateway", request.gateway, "Request: through this gateway")
        ->type_name("NAMESPACE/NAME");
    app.add_option("--host", request.host, "Request: its authority, unless --to says it")->type_name("HOST");
    app.add_option("--port", request.port, "Request: port; absent: the service's first")->type_name("PORT");
    app.add_option("--method", request.method, "Request: GET unless given")->type_name("METHOD");
    app.add_option("--path", request.path, "Request: path with query")->type_name("PATH");
    app.add_option("--header", request.headers, "Request: one header; may be repeated")
        ->type_name("'NAME: VALUE'")
        ->allow_extra_args(false);
    app.add_option("--plane", request.plane, "Request, reachability: under this plane")->type_name("PLANE");
    app.add_option("-o,--output", request.format, "Request: table or json; reachability: dot, too")
        ->type_name("FORMAT");
    app.add_option("--before", options->before,
                   "Reachability: only what is otherwise than in these manifests")
        ->type_name("PATH");
    return [options](Session& session) { return describe_subject(session, *options); };
}

} // namespace

const Verb kDescribe{
    "describe",
    "Show what a plane costs, what a scenario adds up to, who routes a request or may talk",
    "  meshcast describe request my-manifests/ --from productpage-v1 --to reviews --path /reviews/1\n"
    "  meshcast describe reachability new/ --before old/ --plane istio-ambient",
    declare,
};

} // namespace meshcast
