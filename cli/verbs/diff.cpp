#include "cli/diff.h"

#include "cli/verbs/verbs.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace meshcast {

namespace {

/// What a comparison of planes takes beyond that of manifests.
void leave_out(CLI::App& app, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        app.remove_option(app.get_option(name));
    }
}

Action declare(CLI::App& app) {
    const auto question = std::make_shared<DiffQuestion>();
    add_simulation_options(app, question->simulation);
    app.get_option("PATH")->required(false)->description(
        "Scenario, and manifests that stay; absent: --before and --after alone");
    leave_out(app, {"--threshold", "--max-replications", "--replication", "--prices"});
    const auto manifests = [&](const char* name, std::vector<std::string>& paths, const char* description) {
        app.add_option(name, paths, description)->type_name("PATH")->allow_extra_args(false)->required();
    };
    manifests("--before", question->before, "Manifests as they are; may be repeated");
    manifests("--after", question->after, "Manifests as they would be; may be repeated");
    app.add_option("--plane", question->plane, "Name or profile file; default: the scenario's only one")
        ->type_name("PLANE");
    app.add_option("-j,--jobs", question->jobs, "Threads; default: one a core")->type_name("N");
    app.add_option("--fail-on", question->fail_on, "Exit code 99 if worse: outcome, encryption, latency")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("A,B");
    app.add_option("--tolerance", question->tolerances, "How much slower is not worse, such as latency=5%")
        ->allow_extra_args(false)
        ->type_name("latency=SHARE");
    app.add_option("-o,--output", question->format, "table or json")->type_name("FORMAT");
    return [question](Session& session) { return diff(session, *question); };
}

} // namespace

const Verb kDiff{
    "diff",
    "Tell which requests change outcome, route, encryption or latency when manifests change",
    "  meshcast diff --before live/ --after changed/ shop.yaml --plane istio-sidecar\n"
    "  meshcast diff --before live/ --after changed/ --fail-on outcome,encryption -o json",
    declare,
};

} // namespace meshcast
