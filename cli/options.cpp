#include "cli/options.h"

#include "cli/error.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/units.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

namespace meshcast {

namespace {

constexpr std::size_t kNameColumn = 28;

/// CLI11's formatter also prints environment names, defaults and constraints, which does not fit a line.
class ShortHelp : public CLI::Formatter {
  public:
    ShortHelp() {
        column_width(kNameColumn);
        label("OPTIONS", "OPTION...");
        label("Positionals", "Arguments");
    }

    std::string make_option_opts(const CLI::Option* option) const override {
        const bool bare = option->get_type_size() == 0 || option->get_positional();
        return bare ? "" : " " + option->get_type_name();
    }

    std::string make_option_usage(const CLI::Option* option) const override {
        const std::string name = option->get_name() + (option->get_expected_max() > 1 ? "..." : "");
        return option->get_required() ? name : "[" + name + "]";
    }

    std::string make_description(const CLI::App* app) const override {
        return app->get_description() + "\n\n";
    }
};

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

} // namespace

void add_common_options(CLI::App& app, CommonOptions& options) {
    app.add_option("--color", options.colour,
                   "auto, always or never; auto: on terminals, unless NO_COLOR is set")
        ->type_name("WHEN");
    app.add_flag("-q,--quiet", options.quiet, "No progress, no remarks");
    app.add_flag("-v,--verbose", options.verbose, "Every remark by itself");
}

Session make_session(const CommonOptions& options, const Surroundings& surroundings) {
    const std::vector<std::string> choices{"auto", "always", "never"};
    require_known("value of --color", options.colour, choices);
    if (options.quiet && options.verbose) {
        throw UsageError("--quiet and --verbose exclude each other");
    }
    const ColourChoice choice = options.colour == "auto"     ? ColourChoice::Auto
                                : options.colour == "always" ? ColourChoice::Always
                                                             : ColourChoice::Never;
    const Verbosity verbosity = options.quiet     ? Verbosity::Quiet
                                : options.verbose ? Verbosity::Verbose
                                                  : Verbosity::Normal;
    return {Console(surroundings, choice), verbosity};
}

void mirror_environment(CLI::App& app) {
    for (CLI::Option* option : app.get_options()) {
        if (option == app.get_help_ptr() || option->get_lnames().empty()) {
            continue;
        }
        std::string name = option->get_lnames().front();
        std::ranges::transform(name, name.begin(), [](char letter) {
            return letter == '-'                    ? '_'
                   : letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A')
                                                    : letter;
        });
        option->envname("MESHCAST_" + name);
    }
}

void use_short_help(CLI::App& app) {
    app.formatter(std::make_shared<ShortHelp>());
}

void refuse_leftovers(const CLI::App& app) {
    for (const std::string& word : app.remaining()) {
        if (word == "--") {
            continue;
        }
        if (!word.starts_with('-') || word == "-") {
            throw UsageError(fmt::format("unexpected argument \"{}\"", word));
        }
        require_known("option", word.substr(0, word.find('=')), option_names(app));
        throw UsageError(fmt::format("cannot understand \"{}\"", word));
    }
}

void require_known(std::string_view what, std::string_view word, std::span<const std::string> known) {
    if (std::ranges::find(known, word) != known.end()) {
        return;
    }
    const std::string suggestion = did_you_mean(word, known);
    if (!suggestion.empty()) {
        throw UsageError(fmt::format("unknown {} \"{}\"; {}", what, word, suggestion));
    }
    constexpr std::size_t kFew = 12;
    const std::string all = known.size() <= kFew ? fmt::format("; there are {}", fmt::join(known, ", ")) : "";
    throw UsageError(fmt::format("unknown {} \"{}\"{}", what, word, all));
}

std::int64_t read_integer(std::string_view name, std::string_view text, std::int64_t least,
                          std::int64_t most) {
    const auto value = units::parse_integer(text, least, most);
    if (!value) {
        refuse_value(name, value.error());
    }
    return *value;
}

void refuse_value(std::string_view name, const std::string& why) {
    throw UsageError(fmt::format("{}: {}", name, why));
}

} // namespace meshcast
