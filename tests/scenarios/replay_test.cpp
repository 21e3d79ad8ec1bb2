#include "scenarios/load.h"
#include "scenarios/load/replay_reader.h"
#include "tests/scenarios/case_file.h"
#include "tests/scenarios/temporary_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(ReplayReader, SaysWhatIsWrongWhereAndWhatToWrite) {
    const auto cases = test::read_cases("tests/scenarios/replay.case");
    ASSERT_FALSE(cases.empty());
    for (const test::Case& one : cases) {
        Diagnostics diagnostics;
        const RatePattern pattern = read_replay(one.input, "replay.csv", diagnostics);
        EXPECT_EQ(std::holds_alternative<Steady>(pattern), diagnostics.has_errors()) << one.title;
        std::string shown;
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            shown += fmt::format("{}:{} {} {}\n    {}\n", diagnostic.where.line, diagnostic.where.column,
                                 diagnostic.code(), diagnostic.text, diagnostic.hint);
        }
        EXPECT_EQ(shown, one.expected) << one.file << ": " << one.title;
    }
}

TEST(ReplayReader, ReadsRequests) {
    Diagnostics diagnostics;
    const RatePattern pattern = read_replay(
        "\xEF\xBB\xBFtime,operation\r\n0.5,GET /a\r\n0.75,\"GET /b, \"\"c\"\"\"\r\n0.75,GET /a\n2",
        "replay.csv", diagnostics);
    const auto& recording = std::get<Recording>(pattern);
    ASSERT_THAT(recording.operations, SizeIs(2));
    EXPECT_EQ(recording.operations[0].name, "GET /a");
    EXPECT_EQ(recording.operations[1].name, "GET /b, \"c\"");
    EXPECT_EQ(recording.operations[1].origin, (Origin{"replay.csv", 3, 6}));
    std::vector<std::pair<Duration, std::uint32_t>> requests;
    for (const Recording::Request& request : recording.requests) {
        requests.emplace_back(request.at, request.operation);
    }
    EXPECT_THAT(requests, ElementsAre(std::pair(500ms, 0U), std::pair(750ms, 1U), std::pair(750ms, 0U),
                                      std::pair(2s, Recording::kUsualOperation)));
}

TEST(ReplayReader, ReadsRatesThatHoldUntilTheNext) {
    Diagnostics diagnostics;
    const RatePattern pattern = read_replay("10,10\n60,2.5/s\n120,0\n", "replay.csv", diagnostics);
    const auto& curve = std::get<RateCurve>(pattern);
    EXPECT_DOUBLE_EQ(curve.expected(10s), 0);
    EXPECT_DOUBLE_EQ(curve.expected(60s), 500);
    EXPECT_DOUBLE_EQ(curve.expected(500s), 650);
}

TEST(ReplayReader, IsNotHungByHostileText) {
    Diagnostics diagnostics;
    std::string rows;
    for (int i = 0; i < 100'000; ++i) {
        rows += "0,operation " + std::to_string(i) + "\n";
    }
    read_replay(rows, "replay.csv", diagnostics);
    EXPECT_THAT(diagnostics.items(), SizeIs(1)) << "too many operations, said once";
    Diagnostics faults;
    read_replay("0,GET /\n" + std::string(1'000'000, '\n') + rows.replace(0, 1, "x"), "replay.csv", faults);
    read_replay(std::string(100'000, '\0'), "replay.csv", faults);
    read_replay(std::string("1,GET\n") + std::string(5000, ',') + "\n", "replay.csv", faults);
    EXPECT_TRUE(faults.has_errors());
    EXPECT_LT(faults.items().size(), 30U);
}

constexpr const char* kApp = R"(
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web}]}
)";

class TrafficPatterns : public testing::Test {
  protected:
    TrafficPatterns() { folder_.write("shop/app.yaml", kApp); }

    void use(const std::string& traffic) {
        request_.paths = {folder_.write("shop/shop.yaml", fmt::format(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app.yaml]
behavior: {{web: {{operations: {{"GET /a": [], "GET /b": []}}}}}}
planes: [none]
duration: 100s
traffic:
{})",
                                                                      traffic))};
    }

    Scenario load_good() {
        Loaded loaded = load_scenario(request_);
        for (const Diagnostic& diagnostic : loaded.diagnostics.items()) {
            EXPECT_NE(diagnostic.severity(), Severity::Error) << to_string(diagnostic);
        }
        return std::move(loaded.scenario);
    }

    /// "shop/shop.yaml:8:3: MS0101 text | hint" of each error, without the folder.
    std::vector<std::string> errors() {
        std::vector<std::string> found;
        for (const Diagnostic& diagnostic : load_scenario(request_).diagnostics.sorted()) {
            const std::string& file = diagnostic.where.file;
            found.push_back(fmt::format("{}:{}:{} {} {} | {}", file.substr(file.rfind('/') + 1),
                                        diagnostic.where.line, diagnostic.where.column, diagnostic.code(),
                                        diagnostic.text, diagnostic.hint));
        }
        return found;
    }

    test::TemporaryFolder folder_;
    LoadRequest request_;
};

TEST_F(TrafficPatterns, StepsStartFromNothingAndRamp) {
    use("  - {to: web, rate: [{at: 10s, to: 100/s}, {at: 50s, to: 0/s, ramp: 20s}]}\n");
    const Scenario scenario = load_good();
    const auto& curve = std::get<RateCurve>(scenario.traffic[0].pattern);
    EXPECT_DOUBLE_EQ(curve.expected(10s), 0);
    EXPECT_DOUBLE_EQ(curve.rate_at(10s), 100);
    EXPECT_DOUBLE_EQ(curve.expected(50s), 4000);
    EXPECT_DOUBLE_EQ(curve.rate_at(60s), 50);
    EXPECT_DOUBLE_EQ(curve.expected(100s), 5000);
}

TEST_F(TrafficPatterns, StagesAreThoseOfK6) {
    use("  - {to: web, rate: {startRate: 10/s, repeat: 30s, "
        "stages: [{duration: 10s, target: 110/s}, {duration: 0, target: 20/s}]}}\n");
    const Scenario scenario = load_good();
    const auto& curve = std::get<RateCurve>(scenario.traffic[0].pattern);
    EXPECT_DOUBLE_EQ(curve.rate_at(0s), 10);
    EXPECT_DOUBLE_EQ(curve.expected(10s), 600);
    EXPECT_DOUBLE_EQ(curve.expected(30s), 1000);
    EXPECT_DOUBLE_EQ(curve.rate_at(35s), 60);
}

TEST_F(TrafficPatterns, DaysOnOffAndPhasesKeepTheirMeans) {
    use("  - {name: day, to: web, rate: {diurnal: {mean: 200/s, amplitude: 50%, period: 50s}}}\n"
        "  - {name: bursts, to: web, rate: {onOff: {on: 10s, off: 50s, rate: 600/s}}}\n"
        "  - {name: mmpp, to: web, rate: {mmpp: [{rate: 50/s, for: 1s}, {rate: 5/s, for: 2s}]}}\n");
    const Scenario scenario = load_good();
    EXPECT_NEAR(expected_requests(scenario.traffic[0], 100s), 20'000, 1);
    EXPECT_NEAR(std::get<RateCurve>(scenario.traffic[0].pattern).rate_at(0s), 100, 1e-6);
    EXPECT_NEAR(std::get<RateCurve>(scenario.traffic[0].pattern).rate_at(25s), 300, 1e-6);
    EXPECT_DOUBLE_EQ(expected_requests(scenario.traffic[1], 60s), 6000);
    EXPECT_DOUBLE_EQ(expected_requests(scenario.traffic[2], 30s), 600);
}

TEST_F(TrafficPatterns, ReplaysLieBesideTheScenario) {
    folder_.write("shop/requests.csv", "0.5,GET /b\n2\n");
    use("  - {to: web, replay: requests.csv, request: GET /a}\n");
    const Scenario scenario = load_good();
    EXPECT_THAT(std::get<Recording>(scenario.traffic[0].pattern).requests, SizeIs(2));
    EXPECT_EQ(scenario.traffic[0].connections, 0);
    EXPECT_THAT(scenario.files, testing::Contains(HasSubstr("requests.csv"))) << "they count for the digest";
}

TEST_F(TrafficPatterns, FilesAndOperationsThatAreNotThere) {
    folder_.write("shop/requests.csv", "time,operation\n0.5,GET /b\n1,GET /c\n");
    use("  - {name: one, to: web, replay: requests.csv}\n"
        "  - {name: two, to: web, replay: gone.csv}\n"
        "  - {name: three, to: web, replay: \"*.csv\"}\n"
        "  - {name: four, to: web, replay: .}\n");
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("requests.csv:3:3 MS0105 traffic \"one\": web has no operation"),
                            HasSubstr("shop.yaml:9:34 MS0001"), HasSubstr("shop.yaml:10:36 MS0001"),
                            HasSubstr("shop.yaml:11:35 MS0001")));
}

TEST_F(TrafficPatterns, FaultsOfAReplayPointIntoIt) {
    folder_.write("shop/rates.csv", "0,10\n5,fast\n");
    use("  - {to: web, replay: rates.csv}\n");
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("rates.csv:2:3 MS0044 \"fast\" is not a rate")));
}

TEST_F(TrafficPatterns, TheCommandLineScalesTheirMeans) {
    use("  - {name: steps, to: web, rate: [{at: 50s, to: 400/s}]}\n"
        "  - {name: steady, to: web, rate: 100/s}\n");
    request_.rate = Rate{60};
    const Scenario scenario = load_good();
    EXPECT_DOUBLE_EQ(std::get<RateCurve>(scenario.traffic[0].pattern).rate_at(60s), 80);
    EXPECT_DOUBLE_EQ(scenario.traffic[1].rate.per_second, 20);
}

TEST_F(TrafficPatterns, TheCommandLineCannotChangeEverything) {
    folder_.write("shop/requests.csv", "0.5,GET /b\n");
    use("  - {name: recorded, to: web, replay: requests.csv}\n");
    request_.rate = Rate{60};
    request_.arrival = ArrivalKind::Burst;
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("--rate:0:0 MS0037 --rate: traffic \"recorded\" replays"),
                            HasSubstr("shop.yaml:8:5 MS0037 traffic \"recorded\": recorded requests")));
}

TEST_F(TrafficPatterns, AReplayOfRequestsHasNoArrival) {
    folder_.write("shop/requests.csv", "0.5,GET /b\n");
    folder_.write("shop/rates.csv", "0,10\n");
    use("  - {name: one, to: web, replay: rates.csv, arrival: uniform}\n"
        "  - {name: two, to: web, replay: requests.csv, arrival: uniform}\n"
        "  - {name: three, to: web, replay: rates.csv, arrival: jittered}\n");
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("shop.yaml:9:5 MS0037 traffic \"two\""),
                                      HasSubstr("shop.yaml:10:5 MS0037 traffic \"three\"")));
}

TEST_F(TrafficPatterns, SomethingMustStartWithinTheRun) {
    folder_.write("shop/requests.csv", "200,GET /b\n");
    use("  - {name: one, to: web, rate: [{at: 100s, to: 5/s}]}\n"
        "  - {name: two, to: web, replay: requests.csv}\n");
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("MS0034 rate of traffic \"one\" must be above 0 at some time"),
                            HasSubstr("MS0034 rate of traffic \"two\" must be above 0 at some time")));
}

TEST_F(TrafficPatterns, RatesThatAddUpToTooMuchAreRefused) {
    use("  - {to: web, rate: {mmpp: [{rate: 1000000/s, for: 1s}]}}\n");
    request_.duration = 168h;
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0301 requests of one replication")));
}

} // namespace

} // namespace meshcast
