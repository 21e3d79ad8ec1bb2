#include "scenarios/data_dir.h"
#include "scenarios/load.h"

#include <gmock/gmock.h>

namespace meshcast {

namespace {

class Library : public testing::TestWithParam<std::string> {};

/// Files that are applied while a scenario runs may hold the mistake that it is about.
bool is_the_lesson(const Diagnostic& diagnostic, const Scenario& scenario) {
    return std::ranges::any_of(scenario.changes, [&](const ConfigurationChange& change) {
        return diagnostic.severity() != Severity::Error &&
               std::ranges::find(change.files, diagnostic.where.file) != change.files.end();
    });
}

/// By its bare name, as `meshcast compare bookinfo` gives it, and without as much as a warning.
TEST_P(Library, LoadsByItsNameWithoutAWord) {
    LoadRequest request;
    request.paths = {GetParam()};
    const Loaded loaded = load_scenario(request);
    const Scenario& scenario = loaded.scenario;
    for (const Diagnostic& diagnostic : loaded.diagnostics.items()) {
        EXPECT_TRUE(is_the_lesson(diagnostic, scenario)) << to_string(diagnostic);
    }
    EXPECT_EQ(scenario.name, GetParam());
    EXPECT_THAT(scenario.description, testing::HasSubstr("Lesson:"));
    EXPECT_FALSE(scenario.traffic.empty());
    EXPECT_THAT(scenario.inferences, testing::IsEmpty()) << "a shipped scenario says how its services behave";
    // Certificates need minutes to run out; such a scenario sends little.
    EXPECT_LE(scenario.duration, std::chrono::minutes(scenario.certificates ? 5 : 2))
        << "a comparison over all planes should take seconds";
    EXPECT_THAT(scenario.files, testing::Each(testing::Not(testing::StartsWith("/"))));
}

INSTANTIATE_TEST_SUITE_P(Shipped, Library, testing::ValuesIn(shipped_names("library")),
                         [](const auto& tested) {
                             std::string name = tested.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(LibraryFolder, HoldsWhatTheReadmePromises) {
    EXPECT_THAT(shipped_names("library"),
                testing::IsSupersetOf({"bookinfo", "chain", "circuit-breaker", "fan-out", "grpc-pinning",
                                       "istio-benchmark", "online-boutique", "slow-pod-ejected"}));
}

} // namespace

} // namespace meshcast
