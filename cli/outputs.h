#pragma once

#include "cli/session.h"
#include "reports/report.h"

#include <optional>
#include <string>
#include <vector>

namespace meshcast {

struct RunResult;

/// One report and where it goes.
struct Output {
    const ReportKind* kind = nullptr;
    std::string file = "-"; // "-": standard output
};

/// What is written once a simulation has ended; at most one of them on standard output.
struct OutputPlan {
    std::vector<Output> outputs;
    std::optional<std::string> page; // an HTML report nobody named; its path is told at the end
};

/// From `--out KIND[=FILE]` as given and from `-o FORMAT` (empty: not given, a table unless an output takes
/// standard output). Throws UsageError.
OutputPlan plan_outputs(const std::vector<std::string>& outs, const std::string& format);

/// Makes folders that are missing and checks that files can be made, so that hours of simulating do not end
/// with a typing slip. Throws FileError.
void prepare(const OutputPlan& plan);

/// Writes everything that can be written, then throws FileError if something could not.
void write_outputs(const OutputPlan& plan, const RunResult& result, const Console& console);

} // namespace meshcast
