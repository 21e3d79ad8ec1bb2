// What every format writes for the hand-made results, byte for byte. After a wanted change:
//   MESHCAST_UPDATE_GOLDEN=1 ctest -R Golden
// and read the difference before committing it.

#include "reports/assets.h"
#include "reports/report.h"
#include "tests/reports/sample_result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace meshcast {
namespace {

struct Case {
    std::string_view file; // in tests/reports/golden
    std::string_view kind;
    RunResult (*sample)();
    RenderOptions options{};
};

std::ostream& operator<<(std::ostream& stream, const Case& golden) {
    return stream << golden.file;
}

std::string rendered(const Case& golden) {
    std::string text = find_report_kind(golden.kind)->render(golden.sample(), golden.options);
    // Debian's Chart.js is not ours to pin.
    if (const std::size_t at = text.find(assets::chart_js); at != std::string::npos) {
        text.replace(at, assets::chart_js.size(), "Chart.js");
    }
    return text;
}

std::string file_content(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, IsUnchanged) {
    const std::string path = "tests/reports/golden/" + std::string(GetParam().file);
    const std::string text = rendered(GetParam());
    if (std::getenv("MESHCAST_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << text;
    }
    const std::string known = file_content(path);
    const auto [now, before] = std::ranges::mismatch(text, known);
    EXPECT_TRUE(text == known) << path << " differs from byte " << before - known.begin()
                               << ", now: " << text.substr(static_cast<std::size_t>(now - text.begin()), 120);
}

std::string test_name(const testing::TestParamInfo<Case>& info) {
    std::string name;
    for (const char c : info.param.file) {
        name += c == '.' || c == '-' ? '_' : c;
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(
    Reports, Golden,
    testing::Values(
        Case{"comparison-140.txt", "table", sample_comparison, {.width = 140}},
        Case{"comparison-80.txt", "table", sample_comparison, {.width = 80}},
        Case{"comparison-colour.txt", "table", sample_comparison, {.colour = true, .width = 140}},
        Case{"comparison-ascii.txt", "table", sample_comparison, {.unicode = false, .width = 140}},
        Case{"run-100.txt", "table", sample_run}, Case{"idle-100.txt", "table", idle_result},
        Case{"empty-100.txt", "table", empty_result}, Case{"hostile-100.txt", "table", hostile_result},
        Case{"run.json", "json", sample_run}, Case{"idle.json", "json", idle_result},
        Case{"comparison.md", "markdown", sample_comparison}, Case{"hostile.md", "markdown", hostile_result},
        Case{"comparison.csv", "csv", sample_comparison}, Case{"hostile.csv", "csv", hostile_result},
        Case{"run.html", "html", sample_run}),
    test_name);

} // namespace
} // namespace meshcast
