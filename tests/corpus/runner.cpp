#include "tests/corpus/runner.h"

#include "tests/corpus/isolate.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace meshcast::corpus {

namespace {

constexpr std::chrono::seconds kPatience{
    60}; // a case takes milliseconds; a sanitizer on a busy machine, seconds

std::string indented(std::string text) {
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
        text.insert(at + 1, "              ");
    }
    return text;
}

} // namespace

Report run_suites(const std::filesystem::path& root, std::span<const Suite> suites,
                  std::span<const KnownWrong> known) {
    Report report;
    std::string details;
    const int jobs = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    for (const Suite& suite : suites) {
        if (!std::filesystem::exists(root / suite.folder)) {
            continue;
        }
        const std::vector<Case> cases = suite.cases(root);
        std::vector<std::function<std::string()>> tasks;
        std::ranges::transform(cases, std::back_inserter(tasks), &Case::actual);
        const std::vector<std::string> results = run_isolated(tasks, jobs, kPatience);

        std::size_t agreed = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (results[i] == cases[i].expected) {
                ++agreed;
                continue;
            }
            details += fmt::format("\n{}: {}\n    expected: {}\n    meshcast: {}\n", suite.name,
                                   cases[i].name, indented(cases[i].expected), indented(results[i]));
            if (const std::string_view reason = reason_for(suite.name, cases[i].name, known);
                !reason.empty()) {
                details += fmt::format("    known:    {}\n", reason);
            } else {
                ++report.unexplained;
            }
            ++report.disagreements;
        }
        if (cases.empty()) {
            details +=
                fmt::format("\n{}: no case found under {}\n", suite.name, (root / suite.folder).string());
            ++report.disagreements; // a suite that sees nothing agrees with nothing
            ++report.unexplained;
        }
        ++report.suites;
        report.text += fmt::format("{}/{}  {}\n", agreed, cases.size(), suite.name);
    }
    report.text += details;
    return report;
}

} // namespace meshcast::corpus
