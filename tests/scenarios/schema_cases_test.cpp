#include "scenarios/planes/prices_reader.h"
#include "scenarios/planes/profile_reader.h"
#include "scenarios/schema/scenario_document.h"
#include "scenarios/yaml/reader.h"
#include "tests/scenarios/case_file.h"
#include "tests/scenarios/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace meshcast {

namespace {

constexpr int kHeaderLines = 2;

/// What a person sees of each finding, lines counted from the case's own first.
std::string shown(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        text += fmt::format("{}:{} {} {}\n", std::max(0, diagnostic.where.line - kHeaderLines),
                            diagnostic.where.column, diagnostic.code(), diagnostic.text);
        if (!diagnostic.hint.empty()) {
            text += fmt::format("    {}\n", diagnostic.hint);
        }
    }
    return text;
}

Diagnostics read_case(const std::string& kind, const std::string& text, const test::TemporaryFolder& folder) {
    Diagnostics diagnostics;
    if (kind == "Scenario") {
        for (const yaml::Document& document : yaml::read_documents(text, "case.yaml", diagnostics)) {
            ScenarioDocument scenario;
            const bool good = read_scenario_document(document, scenario, diagnostics);
            EXPECT_EQ(good, !diagnostics.has_errors()) << "the result and the diagnostics disagree";
        }
        return diagnostics;
    }
    const std::string path = folder.write("case.yaml", text);
    if (kind == "DataPlane") {
        const bool good = read_plane(path, diagnostics).has_value();
        EXPECT_EQ(good, !diagnostics.has_errors()) << "the result and the diagnostics disagree";
    } else {
        Sources sources;
        const bool good = read_prices(path, sources, diagnostics).has_value();
        EXPECT_EQ(good, !diagnostics.has_errors()) << "the result and the diagnostics disagree";
    }
    return diagnostics;
}

struct CaseFile {
    const char* name;
    const char* kind;
};

void PrintTo(const CaseFile& file, std::ostream* out) {
    *out << file.name << ".case";
}

class SchemaCases : public testing::TestWithParam<CaseFile> {};

TEST_P(SchemaCases, SayWhatIsWrongWhereAndWhatToWrite) {
    const test::TemporaryFolder folder;
    const auto cases = test::read_cases(fmt::format("tests/scenarios/schema_cases/{}.case", GetParam().name));
    ASSERT_FALSE(cases.empty());
    for (const test::Case& one : cases) {
        const std::string text =
            fmt::format("apiVersion: meshcast/v1\nkind: {}\n{}", GetParam().kind, one.input);
        EXPECT_EQ(shown(read_case(GetParam().kind, text, folder)), one.expected)
            << one.file << ": " << one.title;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, SchemaCases,
                         testing::Values(CaseFile{"traffic", "Scenario"}, CaseFile{"scenario", "Scenario"},
                                         CaseFile{"behavior", "Scenario"}, CaseFile{"fault", "Scenario"},
                                         CaseFile{"rollout", "Scenario"}, CaseFile{"change", "Scenario"},
                                         CaseFile{"distribution", "Scenario"},
                                         CaseFile{"threshold", "Scenario"},
                                         CaseFile{"resilience", "Scenario"}, CaseFile{"plane", "DataPlane"},
                                         CaseFile{"prices", "Prices"}),
                         [](const auto& tested) { return std::string(tested.param.name); });

} // namespace

} // namespace meshcast
