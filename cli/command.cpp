#include "cli/command.h"

#include "cli/error.h"
#include "cli/options.h"
#include "cli/verb.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <new>

namespace meshcast {

namespace {

constexpr std::string_view kAbout = "Forecasts what a service mesh will do before it is deployed.";
constexpr std::string_view kPleaseReport =
    "This is a bug in meshcast; please report it with the command line and its input";

std::string help_text() {
    std::string text = fmt::format("{}\n\nUsage: meshcast VERB [OPTION...] ...\n\nVerbs:\n", kAbout);
    for (const Verb* verb : verbs()) {
        text += fmt::format("  {:<12}{}\n", verb->name, verb->summary);
    }
    return text + "\n`meshcast VERB --help` tells more. MESHCAST_NAME in the environment stands for an "
                  "option --name.\n"
                  "\nExamples:\n"
                  "  meshcast compare my-manifests/ --to frontend --rate 200/s\n"
                  "  meshcast list planes\n";
}

const Verb& find_verb(const std::string& name) {
    std::vector<std::string> names;
    for (const Verb* verb : verbs()) {
        if (verb->name == name) {
            return *verb;
        }
        names.emplace_back(verb->name);
    }
    require_known(name.starts_with('-') ? "option" : "verb", name, names);
    throw UsageError("no verb"); // require_known throws for a name that is not known
}

ExitCode run_verb(const Verb& verb, std::vector<std::string> arguments, const Surroundings& surroundings) {
    CLI::App app{std::string(verb.summary), fmt::format("meshcast {}", verb.name)};
    app.allow_extras(); // looked at by refuse_leftovers, which knows better words
    app.footer(fmt::format("Examples:\n{}", verb.examples));
    use_short_help(app);
    const Action action = verb.declare(app);
    CommonOptions common;
    add_common_options(app, common);
    mirror_environment(app);
    try {
        std::ranges::reverse(arguments); // as CLI11 wants them
        app.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
        Console(surroundings).out(app.help());
        return ExitCode::Ok;
    } catch (const CLI::ParseError& error) {
        refuse_leftovers(app);
        throw UsageError(error.what());
    }
    refuse_leftovers(app);
    Session session = make_session(common, surroundings);
    return action(session);
}

ExitCode dispatch(std::vector<std::string> arguments, const Surroundings& surroundings) {
    if (arguments.empty()) {
        Console(surroundings).err(help_text());
        return ExitCode::Usage;
    }
    std::string first = arguments.front();
    arguments.erase(arguments.begin());
    if (first == "--version") {
        first = "version";
    }
    const bool asks_help = first == "-h" || first == "--help" || first == "help";
    if (asks_help && arguments.empty()) {
        Console(surroundings).out(help_text());
        return ExitCode::Ok;
    }
    if (asks_help) {
        first = arguments.front();
        arguments = {"--help"};
    }
    const Verb& verb = find_verb(first);
    try {
        return run_verb(verb, std::move(arguments), surroundings);
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("{}\nTry `meshcast {} --help`.", error.what(), verb.name));
    }
}

} // namespace

ExitCode run_command(const std::vector<std::string>& arguments) {
    const Surroundings surroundings = look_around();
    const Console console(surroundings);
    const auto complain = [&](std::string_view text) { console.err(fmt::format("meshcast: {}\n", text)); };
    try {
        return dispatch(arguments, surroundings);
    } catch (const UsageError& error) {
        complain(error.what());
        return ExitCode::Usage;
    } catch (const FileError& error) {
        complain(error.what());
        return ExitCode::File;
    } catch (const std::bad_alloc&) {
        complain("out of memory; simulate less at once (fewer --jobs, a shorter --duration)");
        return ExitCode::Internal;
    } catch (const std::exception& error) {
        complain(fmt::format("internal error: {}. {}.", error.what(), kPleaseReport));
        return ExitCode::Internal;
    } catch (...) {
        complain(fmt::format("internal error. {}.", kPleaseReport));
        return ExitCode::Internal;
    }
}

} // namespace meshcast
