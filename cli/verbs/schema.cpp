#include "cli/error.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/verbs/verbs.h"
#include "reports/json.h"
#include "scenarios/schema/schemas.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <memory>

namespace meshcast {

namespace {

struct Kind {
    std::string_view name;
    std::string (*schema)();
};

constexpr std::array kKinds{
    Kind{"scenario", scenario_json_schema},
    Kind{"plane", plane_json_schema},
    Kind{"prices", prices_json_schema},
    Kind{"result", [] { return std::string(result_json_schema()); }},
};

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const Kind& kind : kKinds) {
        names.emplace_back(kind.name);
    }
    return names;
}

struct Options {
    std::string kind = "scenario";
    bool reference = false;
};

ExitCode schema(const Session& session, const Options& options) {
    require_known("schema", options.kind, kind_names());
    if (options.reference && options.kind == "result") {
        throw UsageError("--reference is of the files one writes: scenario, plane and prices");
    }
    if (options.reference) {
        session.console().out(scenario_reference_markdown());
        return ExitCode::Ok;
    }
    for (const Kind& kind : kKinds) {
        if (kind.name == options.kind) {
            session.console().out(kind.schema());
        }
    }
    return ExitCode::Ok;
}

Action declare(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    app.add_option("KIND", options->kind, fmt::format("{}", fmt::join(kind_names(), ", ")));
    app.add_flag("--reference", options->reference, "A page in Markdown on all files one writes, for people");
    return [options](Session& session) { return schema(session, *options); };
}

} // namespace

const Verb kSchema{
    "schema",
    "Print the JSON Schema of scenario, plane, prices or result files",
    "  meshcast schema scenario > scenario.schema.json\n"
    "  meshcast schema --reference > scenario-reference.md",
    declare,
};

} // namespace meshcast
