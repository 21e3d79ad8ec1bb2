#include "sim/proxy/outlier_detector.h"
#include "tests/sim/policy_scenario.h"

#include <gmock/gmock.h>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using Local = OutlierDetector::Local;

/// A detector and who came back when.
class Watched {
  public:
    Watched(const OutlierDetection& settings, std::size_t hosts) : detector(settings, hosts, kStart) {}

    /// True when the last of `count` answers ejects the host.
    bool answer(std::size_t host, int status, int count, Duration at) {
        bool ejected = false;
        advance(at);
        for (int i = 0; i < count; ++i) {
            EXPECT_FALSE(ejected) << "too early";
            ejected = detector.report(host, status, kStart + at);
        }
        return ejected;
    }

    void advance(Duration to) {
        detector.advance(kStart + to, [this](std::size_t host, Time when) {
            returned.emplace_back(host,
                                  std::chrono::duration_cast<std::chrono::seconds>(when - kStart).count());
        });
    }

    OutlierDetector detector;
    std::vector<std::pair<std::size_t, long>> returned;
};

OutlierDetection settings(Duration interval, Duration base, int percent) {
    OutlierDetection result;
    result.interval = interval;
    result.base_ejection_time = base;
    result.max_ejection_percent = percent;
    return result;
}

// The schedule of Envoy's test OutlierDetectorImplTest.EjectTimeBackoff.
TEST(OutlierDetector, TheMultiplierGrowsWithEachEjectionAndDecays) {
    Watched host(settings(10s, 10s, 100), 1);
    EXPECT_TRUE(host.answer(0, 500, 5, 0s));
    host.advance(9s);
    EXPECT_TRUE(host.detector.ejected(0));
    EXPECT_TRUE(host.answer(0, 500, 5, 10s)); // back at 10 s, out again for 20 s
    EXPECT_TRUE(host.answer(0, 500, 5, 30s)); // for 30 s
    host.advance(80s);                        // decays at 70 s and 80 s to one
    EXPECT_TRUE(host.answer(0, 500, 5, 80s)); // for 20 s
    host.advance(1000s);
    EXPECT_TRUE(host.answer(0, 500, 5, 1000s)); // all forgotten: for 10 s
    host.advance(2000s);
    using Pair = std::pair<std::size_t, long>;
    EXPECT_THAT(host.returned,
                ElementsAre(Pair{0, 10}, Pair{0, 30}, Pair{0, 60}, Pair{0, 100}, Pair{0, 1010}));
}

TEST(OutlierDetector, HostsComeBackAtSweepsOnly) {
    Watched host(settings(10s, 30s, 100), 1);
    EXPECT_TRUE(host.answer(0, 503, 5, 1s));
    host.advance(39s);
    EXPECT_TRUE(host.detector.ejected(0));
    host.advance(40s);
    EXPECT_FALSE(host.detector.ejected(0));
}

TEST(OutlierDetector, TheEjectionTimeIsCapped) {
    Watched host(settings(100s, 100s, 100), 1);
    Duration at{};
    for (const Duration length : {100s, 200s, 300s, 300s, 300s}) {
        EXPECT_TRUE(host.answer(0, 500, 5, at)); // at the very sweep that brings it back: no decay
        at += length;
        host.advance(at - 1s);
        EXPECT_TRUE(host.detector.ejected(0));
        host.advance(at);
        EXPECT_FALSE(host.detector.ejected(0));
    }
}

TEST(OutlierDetector, ThePercentageIsThatAfterTheEjection) {
    const auto ejected_of = [](std::size_t hosts, const OutlierDetection& settings) {
        Watched all(settings, hosts);
        for (std::size_t i = 0; i < hosts; ++i) {
            all.answer(i, 500, 5, 0s);
        }
        return all.detector.ejected();
    };
    EXPECT_EQ(ejected_of(10, settings(10s, 30s, 10)), 1);
    EXPECT_EQ(ejected_of(19, settings(10s, 30s, 10)), 1);
    EXPECT_EQ(ejected_of(20, settings(10s, 30s, 10)), 2);
    EXPECT_EQ(ejected_of(3, settings(10s, 30s, 50)), 1);
    EXPECT_EQ(ejected_of(3, settings(10s, 30s, 100)), 3);
    EXPECT_EQ(ejected_of(9, settings(10s, 30s, 10)), 0); // since Envoy 1.28
    OutlierDetection at_least_one = settings(10s, 30s, 10);
    at_least_one.always_eject_one_host = true;
    EXPECT_EQ(ejected_of(9, at_least_one), 1);
}

TEST(OutlierDetector, ErrorsCountInARowOnly) {
    Watched hosts(settings(10s, 30s, 100), 2);
    EXPECT_FALSE(hosts.answer(0, 500, 4, 0s));
    EXPECT_FALSE(hosts.answer(1, 500, 4, 0s)); // each host for itself
    EXPECT_FALSE(hosts.answer(0, 404, 1, 0s));
    EXPECT_FALSE(hosts.answer(0, 500, 4, 0s));
    EXPECT_TRUE(hosts.answer(0, 500, 1, 0s));
    EXPECT_FALSE(hosts.answer(0, 500, 5, 1s)) << "it is out already";
}

TEST(OutlierDetector, GatewayErrorsHaveACounterOfTheirOwn) {
    OutlierDetection of_gateways = settings(10s, 30s, 100);
    of_gateways.consecutive_gateway_errors = 3;
    Watched host(of_gateways, 1);
    EXPECT_FALSE(host.answer(0, 503, 2, 0s));
    EXPECT_FALSE(host.answer(0, 500, 1, 0s)); // starts it anew; is the third 5xx
    EXPECT_FALSE(host.answer(0, 502, 1, 0s));
    EXPECT_TRUE(host.answer(0, 504, 1, 0s)); // the fifth 5xx, the second gateway error
    host.advance(40s);
    EXPECT_TRUE(host.answer(0, 503, 3, 40s));
}

TEST(OutlierDetector, ACountOfZeroIsOff) {
    OutlierDetection off = settings(10s, 30s, 100);
    off.consecutive_5xx = 0;
    Watched host(off, 1);
    EXPECT_FALSE(host.answer(0, 500, 100, 0s));
}

TEST(OutlierDetector, WhoCouldNotBeEjectedStartsAnew) {
    Watched hosts(settings(10s, 10s, 50), 2);
    EXPECT_TRUE(hosts.answer(0, 500, 5, 0s));
    EXPECT_FALSE(hosts.answer(1, 500, 5, 1s)); // one of two is out
    EXPECT_FALSE(hosts.answer(1, 500, 4, 10s));
    EXPECT_TRUE(hosts.answer(1, 500, 1, 10s));
}

TEST(OutlierDetector, LocalErrorsCountAsAnswersUnlessTheyAreSplit) {
    OutlierDetection split = settings(10s, 30s, 100);
    OutlierDetector together(split, 1, kStart);
    split.split_local_origin = true;
    split.consecutive_local_origin = 2;
    OutlierDetector apart(split, 1, kStart);
    for (int i = 0; i < 4; ++i) {
        EXPECT_FALSE(together.report(0, Local::Connected, kStart));
        EXPECT_FALSE(together.report(0, Local::TimedOut, kStart));
        EXPECT_FALSE(apart.report(0, Local::Connected, kStart)); // starts the count anew
        EXPECT_FALSE(apart.report(0, Local::TimedOut, kStart));
    }
    EXPECT_TRUE(together.report(0, Local::ConnectFailed, kStart));
    EXPECT_TRUE(apart.report(0, Local::ConnectFailed, kStart));
}

const std::vector<Step> kGood = {wait(Distribution::constant(1ms))};
const std::vector<Step> kFails = {wait(Distribution::constant(1ms)), fail(1, 500)};

TEST(SimulatedOutliers, AFailingPodIsEjectedAndTrafficRecovers) {
    PolicyScenario model({9, kGood}, {1, kFails}, 1000, 100s);
    EXPECT_NEAR(share_of(model.calls(), "500"), 0.1, 0.001);
    model.policy().outlier_detection.emplace();
    // Out within the first second until the sweep at 40 s, then for 60 s. Answers on their way count too.
    const std::uint64_t errors = count_of(model.calls(), "500");
    EXPECT_GE(errors, 10);
    EXPECT_LE(errors, 12);
}

TEST(SimulatedOutliers, TenPercentOfTenHostsIsOne) {
    PolicyScenario model({8, kGood}, {2, kFails}, 1000, 40s);
    model.policy().outlier_detection.emplace();
    EXPECT_NEAR(share_of(model.calls(), "500"), 1.0 / 9, 0.002);
}

TEST(SimulatedOutliers, ASlowPodIsEjectedByItsTimeouts) {
    PolicyScenario model({9, kGood}, {1, {wait(Distribution::constant(1s))}}, 1000, 40s);
    model.rule().timeout = Duration(20ms);
    EXPECT_NEAR(share_of(model.calls(), "504 UT"), 0.1, 0.001);
    model.policy().outlier_detection.emplace();
    const std::uint64_t errors = count_of(model.calls(), "504 UT");
    EXPECT_GE(errors, 5);
    EXPECT_LE(errors, 12);
}

TEST(SimulatedOutliers, WithoutAnyHealthyPodThereIsNobodyUnlessPanicked) {
    PolicyScenario model({2, kFails}, {}, 1000, 20s);
    OutlierDetection& outliers = model.policy().outlier_detection.emplace();
    outliers.max_ejection_percent = 100;
    const RequestStats calls = model.calls();
    EXPECT_LE(count_of(calls, "500"), 14);
    EXPECT_EQ(count_of(calls, "500") + count_of(calls, "503 UH"), calls.requests);
    outliers.min_health_percent = 50;
    EXPECT_EQ(share_of(model.calls(), "500"), 1);
}

TEST(SimulatedOutliers, APlaneThatReadsNoRulesEjectsNobody) {
    PolicyScenario model({9, kGood}, {1, kFails}, 1000, 10s);
    model.policy().outlier_detection.emplace();
    model.scenario().planes.front().dialects = {};
    EXPECT_NEAR(share_of(model.calls(), "500"), 0.1, 0.005);
}

} // namespace

} // namespace meshcast::test
