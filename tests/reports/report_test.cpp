#include "reports/report.h"
#include "reports/text/width.h"
#include "tests/reports/sample_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace meshcast {
namespace {

TEST(ReportKinds, HaveUniqueNamesAndDescriptions) {
    std::set<std::string_view> names;
    for (const ReportKind& kind : report_kinds()) {
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
        EXPECT_FALSE(kind.description.empty());
        EXPECT_EQ(find_report_kind(kind.name), &kind);
    }
    EXPECT_EQ(find_report_kind("pdf"), nullptr);
    EXPECT_EQ(find_report_kind(""), nullptr);
}

TEST(ReportKinds, RenderEverySample) {
    for (const ReportKind& kind : report_kinds()) {
        for (const auto sample : {sample_comparison, sample_run, empty_result, idle_result, hostile_result}) {
            EXPECT_FALSE(kind.render(sample(), {}).empty()) << kind.name;
        }
    }
}

TEST(Table, FitsTheWidthItIsGiven) {
    for (const int width : {60, 80, 100, 120, 140}) {
        for (const auto sample : {sample_comparison, idle_result}) {
            std::istringstream lines(find_report_kind("table")->render(sample(), {.width = width}));
            for (std::string line; std::getline(lines, line);) {
                // A command stays in one piece, to be copied.
                EXPECT_TRUE(text::display_width(line) <= width || line.starts_with("Reproduce: ") ||
                            line.starts_with("One replication: "))
                    << line;
            }
        }
    }
}

TEST(Table, IsAsciiWhereTheTerminalIs) {
    for (const auto sample : {sample_comparison, sample_run, idle_result}) {
        const std::string text = find_report_kind("table")->render(sample(), {.unicode = false});
        EXPECT_TRUE(std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; })) << text;
    }
}

TEST(Markdown, KeepsNamesInTheirCells) {
    const std::string text = find_report_kind("markdown")->render(hostile_result(), {});
    const std::string outside_code = text.substr(0, text.find("\n```"));
    EXPECT_THAT(outside_code, testing::Not(testing::HasSubstr("<script")));
    std::istringstream lines(text);
    std::size_t rows = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("| none")) {
            ++rows;
            std::size_t bars = 0;
            for (std::size_t at = 0; at < line.size(); ++at) {
                bars += line[at] == '|' && (at == 0 || line[at - 1] != '\\') ? 1 : 0;
            }
            EXPECT_EQ(bars, 12U) << line;
        }
    }
    EXPECT_EQ(rows, 1U);
}

TEST(Csv, QuotesWhatWouldBreakALineOrBecomeAFormula) {
    RunResult result = sample_run();
    result.scenario.name = "=HYPERLINK(\"x\"),a\nb";
    const std::string text = find_report_kind("csv")->render(result, {});
    EXPECT_THAT(
        text,
        testing::HasSubstr(
            "\"'=HYPERLINK(\"\"x\"\"),a\nb\",istio-sidecar,latency_p99,seconds,0.022740992,0.00011\r\n"));
}

} // namespace
} // namespace meshcast
