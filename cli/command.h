#pragma once

#include "cli/exit_code.h"

#include <string>
#include <vector>

namespace meshcast {

/// The whole command: reads `arguments` (without the program's name), runs the verb, reports what went wrong.
/// Never throws; the result is the process's exit code.
ExitCode run_command(const std::vector<std::string>& arguments);

} // namespace meshcast
