#pragma once

#include "cli/console.h"
#include "cli/session.h"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
} // namespace CLI

namespace meshcast {

/// What every verb understands.
struct CommonOptions {
    std::string colour = "auto";
    bool quiet = false;
    bool verbose = false;
};

void add_common_options(CLI::App& app, CommonOptions& options);

/// Throws UsageError.
Session make_session(const CommonOptions& options, const Surroundings& surroundings);

/// Lets MESHCAST_DRY_RUN stand for --dry-run, and so on for every option of `app`; the command line wins.
void mirror_environment(CLI::App& app);

/// Help in a screen: names, values and descriptions only.
void use_short_help(CLI::App& app);

/// Throws UsageError for what `app` was given and did not understand, with the nearest name it knows.
void refuse_leftovers(const CLI::App& app);

/// `word` must be one of `known`: throws UsageError with the nearest one. `what` reads as in `unknown plane
/// "x"`.
void require_known(std::string_view what, std::string_view word, std::span<const std::string> known);

/// The value of option `name`, in a grammar of units.h. Throws UsageError.
template <class Value>
Value read_value(std::string_view name, std::string_view text,
                 tl::expected<Value, std::string> (*parse)(std::string_view));

/// A whole number from `least` to `most`. Throws UsageError.
std::int64_t read_integer(std::string_view name, std::string_view text, std::int64_t least,
                          std::int64_t most);

/// Throws the UsageError that read_value throws.
[[noreturn]] void refuse_value(std::string_view name, const std::string& why);

template <class Value>
Value read_value(std::string_view name, std::string_view text,
                 tl::expected<Value, std::string> (*parse)(std::string_view)) {
    tl::expected<Value, std::string> value = parse(text);
    if (!value) {
        refuse_value(name, value.error());
    }
    return *std::move(value);
}

} // namespace meshcast
