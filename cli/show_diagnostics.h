#pragma once

#include "cli/session.h"
#include "scenarios/diagnostics/diagnostic.h"

#include <span>
#include <string>
#include <string_view>

namespace meshcast {

struct DiagnosticsStyle {
    bool colour = false;
    bool infos = true;  // false: errors and warnings only
    bool totals = true; // ends with a line such as "2 errors, 1 warning"
    bool fold = true;   // remarks of one code in one entry, warnings in three, a file's in a hundred
};

/// "1 error", "3 errors".
std::string counted(std::size_t number, std::string_view what);

/// One entry a finding, then a line such as "2 errors, 1 warning". Empty for none.
std::string show_diagnostics(std::span<const Diagnostic> diagnostics, const DiagnosticsStyle& style);

/// On standard error, as the session wants it.
void print_diagnostics(const Session& session, const Diagnostics& diagnostics);

} // namespace meshcast
