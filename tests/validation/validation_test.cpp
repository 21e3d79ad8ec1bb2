#include "tests/validation/case.h"
#include "tests/validation/coverage.h"
#include "tests/validation/document.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>
#include <vector>

namespace meshcast::validation {

namespace {

constexpr const char* kDocument = "docs/validation.md";

std::vector<std::string> documented(std::string_view table) {
    const std::string document = read_text(kDocument);
    const Span span = table_span(document, table);
    std::istringstream text(document.substr(span.begin, span.size));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) {
        lines.push_back(line + '\n');
    }
    return lines;
}

std::string first_cell(const std::string& line) {
    return line.substr(2, line.find(" | ") - 2);
}

/// Of the table of theory.
std::string rows_of(std::string_view model) {
    std::string rows;
    for (const std::string& line : documented(kTheory)) {
        rows += first_cell(line) == model ? line : "";
    }
    return rows;
}

template <class Text>
std::string test_name(const Text& text) {
    std::string name;
    for (const char c : text) {
        name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    }
    return name;
}

class Theory : public testing::TestWithParam<Case> {};

TEST_P(Theory, MeansAreWithinOnePercentAndDocumented) {
    const Case& of = GetParam();
    const std::vector<Row> rows = of.run();
    ASSERT_FALSE(rows.empty());
    std::string table;
    for (const Row& row : rows) {
        SCOPED_TRACE(row.quantity + " = " + row.formula);
        const bool random = row.measured.half_width > 0;
        const double tolerance = random ? kTolerance * kWiden : 1e-9;
        EXPECT_NEAR(row.measured.mean, row.exact, tolerance * row.exact);
        if (!kInstrumented) {
            EXPECT_LE(row.measured.half_width, 0.7 * kTolerance * row.exact)
                << "1 % is less than three standard errors: t(19) = 2.09";
        }
        table += table_row(of, row);
    }
    if (!kInstrumented) {
        EXPECT_EQ(rows_of(of.model), table) << kDocument << " says how to write it again";
    }
}

INSTANTIATE_TEST_SUITE_P(, Theory, testing::ValuesIn(cases().begin(), cases().end()),
                         [](const auto& of) { return test_name(of.param.model); });

TEST(ValidationDocument, HasEveryModelInOrderAndNoOther) {
    std::vector<std::string> expected{"model", "---"};
    for (const Case& of : cases()) {
        expected.emplace_back(of.model);
    }
    std::vector<std::string> models;
    for (const std::string& line : documented(kTheory)) {
        models.push_back(first_cell(line));
    }
    models.erase(std::ranges::unique(models).begin(), models.end());
    EXPECT_EQ(models, expected);
    EXPECT_EQ(documented(kCoverage).size(), 2 + coverages().size());
}

class IntervalsOf95Percent : public testing::TestWithParam<Coverage> {};

/// The standard error of a share of 95 % over 4000 intervals is 0.34 %.
TEST_P(IntervalsOf95Percent, CoverTheTruth93To97PercentOfTheTime) {
    const Coverage& of = GetParam();
    const std::uint64_t intervals = kInstrumented ? kIntervals / 8 : kIntervals;
    const std::uint64_t covered = of.covered(intervals);
    const double share = static_cast<double>(covered) / static_cast<double>(intervals);
    const double slack = kInstrumented ? 0.015 : 0;
    if (of.trustworthy) {
        EXPECT_GE(share, 0.93 - slack);
        EXPECT_LE(share, 0.97 + slack);
    } else {
        EXPECT_LT(share, 0.93 + slack) << "so the warning in " << kDocument << " is due";
    }
    if (!kInstrumented) {
        const std::vector<std::string> lines = documented(kCoverage);
        EXPECT_NE(std::ranges::find(lines, coverage_row(of, covered)), lines.end())
            << coverage_row(of, covered) << kDocument << " says how to write it again";
    }
}

INSTANTIATE_TEST_SUITE_P(, IntervalsOf95Percent, testing::ValuesIn(coverages().begin(), coverages().end()),
                         [](const auto& of) {
                             return test_name(std::string(of.param.interval.substr(1)) + "over " +
                                              std::string(of.param.over));
                         });

} // namespace

/// For GoogleTest's messages.
void PrintTo(const Case& of, std::ostream* out) {
    *out << of.model;
}

void PrintTo(const Coverage& of, std::ostream* out) {
    *out << of.interval << ' ' << of.over;
}

} // namespace meshcast::validation
