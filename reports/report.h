#pragma once

#include <span>
#include <string>
#include <string_view>

namespace meshcast {

struct RunResult;

/// How a terminal wants its text. Formats that no terminal shows ignore it.
struct RenderOptions {
    bool colour = false;
    bool unicode = true; // false: plain ASCII
    int width = 100;     // columns
};

/// One way to write a result down. A new one is a file pair, a line in report.cpp and a golden file.
struct ReportKind {
    std::string_view name;        // on the command line: --out html=report.html
    std::string_view description; // one line, for `meshcast list reports`
    std::string (*render)(const RunResult& result, const RenderOptions& options);
};

/// All of them, in the order in which help lists them.
std::span<const ReportKind> report_kinds();

/// nullptr when there is none of that name.
const ReportKind* find_report_kind(std::string_view name);

} // namespace meshcast
