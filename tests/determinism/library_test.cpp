#include "scenarios/data_dir.h"
#include "scenarios/load.h"
#include "sim/experiment/experiment.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

const std::string kGolden = "tests/determinism/golden/library.txt";

/// One line a scenario and plane: what happened in the first seconds of it.
std::string fingerprints() {
    std::string text = "# scenario plane requests p99 fingerprint\n";
    for (const std::string& name : shipped_names("library")) {
        LoadRequest request;
        request.paths = {name};
        request.planes = shipped_names("planes");
        request.duration = 4s;
        request.warmup = 0s;
        const Scenario scenario = load_scenario(request).scenario;
        for (const DataPlane& plane : scenario.planes) {
            const ReplicationResult result = simulate(scenario, plane, 0);
            text += fmt::format("{} {} {} {}ns {:016x}\n", name, plane.name, result.total.requests,
                                result.total.latency.quantile(0.99).count(), result.fingerprint);
        }
    }
    return text;
}

TEST(Fingerprint, OfEveryShippedScenarioIsTheGoldenOne) {
    const std::string text = fingerprints();
    if (std::getenv("MESHCAST_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(kGolden) << text;
        GTEST_SKIP() << kGolden << " is written again";
    }
    std::stringstream golden;
    golden << std::ifstream(kGolden).rdbuf();
    EXPECT_EQ(text, golden.str())
        << "behaviour has changed; if that is wanted: MESHCAST_UPDATE_GOLDEN=1 ctest -R Fingerprint";
}

} // namespace
} // namespace meshcast
