#include "cli/show_diagnostics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Message kError{"MS0001", Severity::Error, "Bad", "{}", ""};
constexpr Message kWarning{"MS0002", Severity::Warning, "Odd", "{}", ""};
constexpr Message kInfo{"MS0003", Severity::Info, "Note", "{}", ""};

std::vector<Diagnostic> sample() {
    return {{&kError, {"a.yaml", 1, 2}, "no such service", "did you mean \"cart\"?"},
            {&kWarning, {"a.yaml", 3, 1}, "odd", ""},
            {&kInfo, {"a.yaml", 4, 1}, "Job left out", ""},
            {&kInfo, {"b.yaml", 1, 1}, "CronJob left out", ""},
            {&kError, {"b.yaml", 2, 1}, "worse", ""}};
}

TEST(ShowDiagnostics, PutsOneAfterTheOtherAndCounts) {
    EXPECT_EQ(show_diagnostics(sample(), {.fold = false}), "a.yaml:1:2: error MS0001: no such service\n"
                                                           "    hint: did you mean \"cart\"?\n"
                                                           "a.yaml:3:1: warning MS0002: odd\n"
                                                           "a.yaml:4:1: info MS0003: Job left out\n"
                                                           "b.yaml:1:1: info MS0003: CronJob left out\n"
                                                           "b.yaml:2:1: error MS0001: worse\n"
                                                           "2 errors, 1 warning\n");
}

TEST(ShowDiagnostics, FoldsRemarksOfOneCode) {
    const std::string text = show_diagnostics(sample(), {});
    EXPECT_THAT(text, HasSubstr("Job left out\n    hint: and 1 more like this"));
    EXPECT_THAT(text, Not(HasSubstr("CronJob")));
}

TEST(ShowDiagnostics, FoldsWarningsOfOneCodeAfterThree) {
    std::vector<Diagnostic> diagnostics;
    for (int line = 1; line <= 15; ++line) {
        diagnostics.push_back({&kWarning, {"a.yaml", line, 1}, "odd", "write even"});
    }
    EXPECT_EQ(show_diagnostics(diagnostics, {}),
              "a.yaml:1:1: warning MS0002: odd\n"
              "    hint: write even\n"
              "a.yaml:2:1: warning MS0002: odd\n"
              "    hint: write even\n"
              "a.yaml:3:1: warning MS0002: odd\n"
              "    hint: write even; and 12 more like this; --verbose lists them\n"
              "15 warnings\n");
    EXPECT_THAT(show_diagnostics(diagnostics, {.fold = false}), HasSubstr("a.yaml:15:1"));
}

TEST(ShowDiagnostics, EndsAFileAfterAHundred) {
    std::vector<Diagnostic> diagnostics;
    for (int line = 1; line <= 130; ++line) {
        diagnostics.push_back({&kError, {"a.yaml", line, 1}, "bad", ""});
    }
    diagnostics.push_back({&kError, {"b.yaml", 1, 1}, "bad", ""});
    const std::string text = show_diagnostics(diagnostics, {});
    EXPECT_THAT(text, HasSubstr("a.yaml:100:1: error"));
    EXPECT_THAT(text, Not(HasSubstr("a.yaml:101:1")));
    EXPECT_THAT(text, HasSubstr("b.yaml:1:1: error"));
    EXPECT_THAT(text, testing::EndsWith("a.yaml: and 30 more; --verbose lists them\n131 errors\n"));
    EXPECT_THAT(show_diagnostics(diagnostics, {.fold = false}), HasSubstr("a.yaml:130:1"));
}

TEST(ShowDiagnostics, LeavesRemarksOutButNeverErrors) {
    const std::string text = show_diagnostics(sample(), {.infos = false});
    EXPECT_THAT(text, Not(HasSubstr("left out")));
    EXPECT_THAT(text, HasSubstr("worse"));
    EXPECT_THAT(text, HasSubstr("2 errors, 1 warning\n"));
}

TEST(ShowDiagnostics, IsEmptyForNone) {
    EXPECT_EQ(show_diagnostics({}, {}), "");
}

TEST(ShowDiagnostics, ColoursTheSeverityOnly) {
    EXPECT_THAT(show_diagnostics(sample(), {.colour = true}),
                HasSubstr("a.yaml:1:2: \033[1;31merror MS0001:\033[0m no such service\n"));
}

TEST(ShowDiagnostics, LetsNoInputDriveTheTerminal) {
    const std::vector<Diagnostic> hostile{{&kError, {"\033[2Ja.yaml", 1, 1}, "name \033]0;x\a", "\x1b[1A"}};
    EXPECT_EQ(show_diagnostics(hostile, {}).find_first_of("\033\a"), std::string::npos);
}

} // namespace
} // namespace meshcast
