#include "scenarios/analysis/validate.h"

#include "cli/error.h"
#include "cli/findings.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/verbs/verbs.h"
#include "scenarios/analysis/analyzers.h"
#include "scenarios/diagnostics/catalogue.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

namespace meshcast {

namespace {

struct Options {
    std::vector<std::string> paths;
    std::string format = "log";
    std::string failure_threshold = "error";
    std::string output_threshold = "info";
    std::vector<std::string> suppress;
    std::vector<std::string> analyzers;
    std::string mesh_config;
};

/// "error" is above "warning" is above "info".
Severity read_threshold(std::string_view option, const std::string& word) {
    constexpr std::array kLevels{Severity::Error, Severity::Warning, Severity::Info};
    std::vector<std::string> words;
    for (const Severity level : kLevels) {
        words.emplace_back(severity_name(level));
        if (words.back() == word) {
            return level;
        }
    }
    require_known(fmt::format("value of {}", option), word, words);
    return Severity::Info;
}

bool reaches(const Diagnostic& finding, Severity threshold) {
    return finding.severity() <= threshold;
}

Suppression read_suppression(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string code = text.substr(0, equals);
    const bool known = std::ranges::any_of(
        catalogue(), [&](const Message* message) { return message->code == code || message->istio == code; });
    if (equals == std::string::npos || equals + 1 == text.size()) {
        throw UsageError(fmt::format("--suppress: \"{}\" is not CODE=GLOB; write for example "
                                     "--suppress 'MS0702=Namespace *'",
                                     text));
    }
    if (!known) {
        throw UsageError(
            fmt::format("--suppress: no finding has the code \"{}\"; `meshcast list diagnostics` "
                        "lists them",
                        code));
    }
    return {code, text.substr(equals + 1)};
}

const FindingsFormat& read_format(const std::string& name) {
    std::vector<std::string> names;
    for (const FindingsFormat& format : findings_formats()) {
        if (format.name == name) {
            return format;
        }
        names.emplace_back(format.name);
    }
    require_known("output format", name, names);
    return findings_formats().front();
}

void check_analyzers(const std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const analysis::Analyzer& analyzer : analysis::analyzers()) {
        known.emplace_back(analyzer.name);
    }
    for (const std::string& name : names) {
        require_known("analyzer", name, known);
    }
}

std::int64_t seconds_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

ExitCode validate(const Session& session, const Options& options) {
    const FindingsFormat& format = read_format(options.format);
    const Severity failure = read_threshold("--failure-threshold", options.failure_threshold);
    const Severity output = read_threshold("--output-threshold", options.output_threshold);
    std::vector<Suppression> suppressions;
    for (const std::string& text : options.suppress) {
        suppressions.push_back(read_suppression(text));
    }
    check_analyzers(options.analyzers);

    Validated validated =
        validate_files({options.paths, options.analyzers, options.mesh_config, seconds_now()});
    std::vector<Diagnostic>& findings = validated.findings;
    std::erase_if(findings, [&](const Diagnostic& finding) {
        return std::ranges::any_of(suppressions,
                                   [&](const Suppression& each) { return each.covers(finding); });
    });
    const bool unreadable = std::ranges::count(findings, &message::FileUnreadable, &Diagnostic::message) > 0;
    const bool failed =
        std::ranges::any_of(findings, [&](const Diagnostic& finding) { return reaches(finding, failure); });
    std::erase_if(findings, [&](const Diagnostic& finding) { return !reaches(finding, output); });

    const Console& console = session.console();
    const FindingsStyle style{console.colour_out(),
                              console.surroundings().out_is_terminal && console.surroundings().unicode};
    console.out(format.render({std::move(findings), validated.objects, validated.files}, style));
    return unreadable ? ExitCode::File : failed ? ExitCode::Findings : ExitCode::Ok;
}

Action declare(CLI::App& app) {
    const auto options = std::make_shared<Options>();
    app.add_option("PATH", options->paths, "Manifests or a scenario: files, folders, globs, - for stdin")
        ->required();
    app.add_option("-o,--output", options->format, "log, json, sarif or github")->type_name("FORMAT");
    app.add_option("--failure-threshold", options->failure_threshold, "Exit 79 at: error, warning or info")
        ->type_name("LEVEL");
    app.add_option("--output-threshold", options->output_threshold, "Show from: error, warning or info")
        ->type_name("LEVEL");
    app.add_option("--suppress", options->suppress, "Leave out a code on objects; may be repeated")
        ->type_name("CODE=GLOB")
        ->allow_extra_args(false);
    app.add_option("--analyzer", options->analyzers, "Run this one only; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--mesh-config", options->mesh_config, "The mesh's settings, where no ConfigMap has them")
        ->type_name("FILE");
    return [options](Session& session) { return validate(session, *options); };
}

} // namespace

const Verb kValidate{
    "validate",
    "Find what is wrong in manifests or a scenario, without simulating",
    "  meshcast validate my-manifests/ --suppress 'IST0102=Namespace *'\n"
    "  meshcast validate my-manifests/ -o sarif --failure-threshold warning > findings.sarif",
    declare,
};

} // namespace meshcast
