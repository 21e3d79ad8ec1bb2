#pragma once

#include "cli/exit_code.h"

#include <functional>
#include <span>
#include <string_view>

namespace CLI {
class App;
} // namespace CLI

namespace meshcast {

class Session;

/// What runs a verb once its options have been read.
using Action = std::function<ExitCode(Session&)>;

/// A verb of the command. A new one is a file in cli/verbs and a line in verbs.cpp.
struct Verb {
    std::string_view name;
    std::string_view summary;
    std::string_view examples;        // two command lines, which end the help
    Action (*declare)(CLI::App& app); // declares the options; they live as long as the action
};

/// In the order in which help lists them.
std::span<const Verb* const> verbs();

} // namespace meshcast
