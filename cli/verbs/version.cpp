#include "cli/version.h"

#include "cli/options.h"
#include "cli/session.h"
#include "cli/verbs/verbs.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace meshcast {

namespace {

ExitCode version(const Session& session, const std::string& format) {
    const std::vector<std::string> formats{"text", "json"};
    require_known("format for -o", format, formats);
    if (format == "json") {
        const nlohmann::ordered_json object = {{"version", version_text()}, {"compiler", compiler_text()}};
        session.console().out(object.dump(2) + "\n");
    } else {
        session.console().out(fmt::format("meshcast {}\n", version_text()));
    }
    return ExitCode::Ok;
}

Action declare(CLI::App& app) {
    const auto format = std::make_shared<std::string>("text");
    app.add_option("-o,--output", *format, "text or json")->type_name("FORMAT");
    return [format](Session& session) { return version(session, *format); };
}

} // namespace

const Verb kVersion{
    "version",
    "Print the version",
    "  meshcast version\n"
    "  meshcast version -o json",
    declare,
};

} // namespace meshcast
