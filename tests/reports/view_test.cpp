#include "reports/view/detail.h"
#include "reports/view/notes.h"
#include "reports/view/summary.h"
#include "tests/reports/sample_result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

using namespace std::chrono_literals;

namespace meshcast {
namespace {

using testing::HasSubstr;

std::size_t column(const FactTable& table, std::string_view title) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (table.columns[c].title == title) {
            return c;
        }
    }
    ADD_FAILURE() << "no column " << title;
    return 0;
}

TEST(Summary, HasARowAPlaneAndDifferencesFromTheFirst) {
    const RunResult result = sample_comparison();
    const FactTable table = summary_table(result);
    ASSERT_EQ(table.rows.size(), 4U);
    const std::size_t p50 = column(table, "p50");
    EXPECT_EQ(table.columns[p50].unit, "ms");
    EXPECT_EQ(table.rows[0][0].text, "none");
    EXPECT_EQ(table.rows[0][p50].text, "8.21");
    EXPECT_EQ(table.rows[0][p50].interval, "±0.03");
    EXPECT_EQ(table.rows[0][p50].delta, "");
    EXPECT_EQ(table.rows[1][p50].text, "10.06");
    EXPECT_EQ(table.rows[1][p50].delta, "+1.85");
    for (const auto& row : table.rows) {
        EXPECT_EQ(row.size(), table.columns.size());
    }
}

TEST(Summary, MarksBestAndWorstAmongThePlanesAfterTheReference) {
    const FactTable table = summary_table(sample_comparison());
    const std::size_t p99 = column(table, "p99");
    EXPECT_EQ(table.rows[0][p99].tone, Tone::Plain);
    EXPECT_EQ(table.rows[1][p99].tone, Tone::Worst);
    EXPECT_EQ(table.rows[2][p99].tone, Tone::Best);
    EXPECT_EQ(table.rows[3][p99].tone, Tone::Plain);
}

TEST(Summary, MarksNothingWherePrintedValuesAreEqual) {
    RunResult result = sample_comparison();
    result.planes[2].p99.value = result.planes[3].p99.value + 1e-9;
    const FactTable table = summary_table(result);
    const std::size_t p99 = column(table, "p99");
    EXPECT_EQ(table.rows[2][p99].tone, Tone::Plain);
    EXPECT_EQ(table.rows[3][p99].tone, Tone::Plain);
}

TEST(Summary, MarksNothingThatChanceExplains) {
    RunResult result = sample_comparison();
    for (PlaneResult& plane : result.planes) {
        plane.p99.half_width = 0.01;
    }
    const FactTable table = summary_table(result);
    for (const auto& row : table.rows) {
        EXPECT_EQ(row[column(table, "p99")].tone, Tone::Plain);
    }
}

TEST(Summary, MarksMoreGoodputAsBetterAndAnyErrorAsBad) {
    RunResult result = sample_comparison();
    result.planes[3].goodput.value = 250;
    const FactTable table = summary_table(result);
    EXPECT_EQ(table.rows[3][column(table, "goodput")].tone, Tone::Best);
    EXPECT_EQ(table.rows[2][column(table, "errors")].tone, Tone::Bad);
    EXPECT_EQ(table.rows[1][column(table, "errors")].tone, Tone::Plain);
}

TEST(Summary, OmitsIntervalsThatOneReplicationCannotGive) {
    for (const auto& row : summary_table(idle_result()).rows) {
        for (const Fact& fact : row) {
            EXPECT_EQ(fact.interval, "");
        }
    }
}

TEST(Summary, ShowsDifferencesWithTheirOwnIntervals) {
    RunResult result = sample_comparison();
    const std::size_t p50 = column(summary_table(result), "p50");
    EXPECT_EQ(summary_table(result).rows[1][p50].delta_interval, "±0.01");
    result.planes[1].added->p50.half_width = 0.002; // the difference is 1.85 ms
    EXPECT_EQ(summary_table(result).rows[1][p50].delta, kNoDifference);
    EXPECT_EQ(summary_table(result).rows[1][p50].delta_interval, "±2.00");
    EXPECT_EQ(summary_table(result).rows[1][column(summary_table(result), "proxy mem")].delta_interval, "");
}

TEST(MeasuredSeconds, LeavesTheWarmupOut) {
    EXPECT_DOUBLE_EQ(measured_seconds(sample_run().planes[0]), 5 * 50.0);
}

TEST(Verdict, NamesTheCheapestAndTheDearestPlane) {
    EXPECT_EQ(verdict(sample_comparison()),
              "Compared with No mesh (p99 18.5 ms): Istio, ambient adds least, 1.05 ms ±0.03 at p99 and "
              "uses 0.18 vCPU more. "
              "Istio, sidecars adds most, 4.19 ms ±0.03 at p99 and uses 0.71 vCPU more.");
}

TEST(Verdict, SpeaksOfOneOtherPlaneOnce) {
    RunResult result = sample_comparison();
    result.planes.resize(2);
    EXPECT_EQ(verdict(result),
              "Compared with No mesh (p99 18.5 ms): Istio, sidecars adds 4.19 ms ±0.03 at p99 and uses 0.71 "
              "vCPU more.");
}

TEST(Verdict, ClaimsNoDifferenceInsideTheInterval) {
    RunResult result = sample_comparison();
    result.planes.resize(2);
    result.planes[1].added->p99.value = 1e-6;
    EXPECT_THAT(verdict(result), HasSubstr("makes no measurable difference at p99"));
    result.planes[1].added->p99.value = -1e-3;
    result.planes[1].added->vcpu.value = -1;
    EXPECT_THAT(verdict(result), HasSubstr("is 1.00 ms ±0.03 faster at p99 and uses 1 vCPU less."));
    result.planes[1].added->vcpu.value = 1e-6;
    EXPECT_THAT(verdict(result), HasSubstr("makes no measurable difference in CPU"));
    result.planes[1].added->p99.value = 1e-6;
    EXPECT_THAT(verdict(result), HasSubstr("makes no measurable difference, neither at p99 nor in CPU."));
}

TEST(Verdict, CoversOnePlaneAndNone) {
    EXPECT_EQ(verdict(sample_run()),
              "Istio, sidecars answers 200/s successful requests with a p99 of 22.7 ms and 0 % errors; its "
              "proxies use 0.71 vCPU and 466 MiB.");
    EXPECT_EQ(verdict(empty_result()), "No data plane was simulated.");
}

TEST(Notes, AreSaidOnceForAllPlanesThatShareThem) {
    const RunResult result = sample_comparison();
    ASSERT_EQ(doubts(result).size(), 1U);
    EXPECT_EQ(doubts(result)[0].planes, "all planes");
    ASSERT_EQ(findings(result).size(), 1U);
    EXPECT_EQ(findings(result)[0].planes, "istio-ambient");
    EXPECT_EQ(doubts(sample_run())[0].planes, "");
}

TEST(TrafficText, SaysWhoAsksWhomHowOften) {
    Traffic traffic;
    traffic.to = "cart";
    traffic.rate = {1500};
    EXPECT_EQ(traffic_text(traffic, 60s), "1,500/s poisson to cart");
    traffic.from = "frontend";
    traffic.operation = "GET /cart";
    traffic.arrival = ArrivalKind::Closed;
    traffic.connections = 1;
    EXPECT_EQ(traffic_text(traffic, 60s), "1 user from frontend to cart (GET /cart)");
    traffic.connections = 20;
    EXPECT_THAT(traffic_text(traffic, 60s), HasSubstr("20 users"));
}

TEST(TrafficText, SaysTheMeanAndTheRangeOfRatesThatVary) {
    Traffic traffic;
    traffic.to = "cart";
    traffic.pattern = RateCurve({{0s, 100}, {30s, 500}}, RateCurve::Between::Hold);
    EXPECT_EQ(traffic_text(traffic, 60s), "300/s (100/s to 500/s) poisson to cart");
    EXPECT_EQ(traffic_text(traffic, 30s), "100/s (100/s to 100/s) poisson to cart");
    traffic.pattern = RatePhases{{{Rate{400}, 1s}, {Rate{0}, 3s}}};
    EXPECT_EQ(traffic_text(traffic, 60s), "100/s (0/s to 400/s) in random phases to cart");
    traffic.pattern = Recording{.requests = {{1s}, {2s}, {90s}}};
    EXPECT_EQ(traffic_text(traffic, 60s), "2 recorded requests to cart");
}

TEST(LoadLine, CountsTrafficSourcesBeyondTwo) {
    RunResult result = sample_run();
    result.scenario.traffic.resize(5, result.scenario.traffic[0]);
    EXPECT_THAT(load_line(result), HasSubstr("3 more traffic sources"));
    EXPECT_THAT(load_line(result), HasSubstr("1m × 5 replications · seed 1"));
}

TEST(LoadLine, CountsTheReplicationsThatWereRun) {
    RunResult result = sample_comparison();
    result.planes[1].replications.resize(3);
    EXPECT_THAT(load_line(result), HasSubstr("1m × 3–5 replications"));
    result = sample_run();
    result.planes[0].replications.erase(result.planes[0].replications.begin(),
                                        result.planes[0].replications.begin() + 4);
    EXPECT_THAT(load_line(result), HasSubstr("1m × replication 4 alone"));
}

TEST(Thresholds, ShowVerdictObservedMarginAndWhatTheyRestOn) {
    const FactTable table = threshold_table(sample_comparison());
    ASSERT_EQ(table.rows.size(), 4U);
    EXPECT_EQ(table.rows[0][0].text, "✓ http_req_duration: p(99) < 20ms");
    EXPECT_EQ(table.rows[0][2].text, "18.5 ms");
    EXPECT_EQ(table.rows[0][2].interval, "±110 µs");
    EXPECT_EQ(table.rows[0][3].text, "+1.45 ms (7 %)");
    EXPECT_EQ(table.rows[0][4].text, "50,000");
    EXPECT_EQ(table.rows[0][5].text, "5");
    EXPECT_EQ(table.rows[1][0].text, "✗ http_req_duration: p(99) < 20ms");
    EXPECT_EQ(table.rows[1][3].text, "-2.74 ms (14 %)");
    EXPECT_EQ(table.rows[2][0].text, "? http_req_duration: p(99) < 19.6ms");
    EXPECT_THAT(table.rows[2][3].text, HasSubstr("undecided +"));
    EXPECT_EQ(table.rows[2][3].tone, Tone::Unclear);
    EXPECT_FALSE(all_held(sample_comparison()));
    EXPECT_TRUE(any_undecided(sample_comparison()));
    EXPECT_TRUE(all_held(empty_result()));
    EXPECT_FALSE(any_undecided(sample_run()));
}

TEST(Thresholds, SpeakTheUnitOfTheirMetric) {
    RunResult result = sample_run();
    ThresholdVerdict& verdict = result.thresholds[0];
    verdict.threshold.metric = "http_req_failed";
    verdict.threshold.limit = 0.001;
    verdict.observed = 0.0004;
    verdict.held = true;
    EXPECT_EQ(threshold_table(result).rows[0][2].text, "0.04 %");
    EXPECT_EQ(threshold_table(result).rows[0][3].text, "+0.06 % (60 %)");
    verdict.threshold.metric = "http_reqs";
    verdict.observed = 199;
    EXPECT_EQ(threshold_table(result).rows[0][2].text, "199/s");
    verdict.threshold.aggregation = "count";
    EXPECT_EQ(threshold_table(result).rows[0][2].text, "199");
    EXPECT_EQ(threshold_table(idle_result()).rows[0][2].text, "no samples");
}

TEST(Assumptions, AreCountedInBrief) {
    EXPECT_EQ(assumptions_in_brief(sample_comparison()),
              "1 inferred input, 3 assumed figures, 1 kind left alone");
    RunResult certain = sample_run();
    certain.scenario.inferences.clear();
    certain.scenario.unmodelled.clear();
    certain.planes[0].plane.citations.clear();
    EXPECT_EQ(assumptions_in_brief(certain), "");
}

TEST(Detail, BreakdownAddsUpToTheMeanLatency) {
    const RunResult result = sample_run();
    const FactTable table = breakdown_table(result.planes[0]);
    double share = 0;
    for (const auto& row : table.rows) {
        EXPECT_FALSE(row[0].text.empty());
        share += row[3].share;
    }
    EXPECT_NEAR(share, 1, 1e-12);
    EXPECT_EQ(table.rows.size(), 6U) << "components that took no time are left out";
}

TEST(Detail, OutcomesAreOrderedByCountAndExplained) {
    const FactTable table = outcome_table(sample_comparison().planes[2]);
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0][0].text, "200");
    EXPECT_EQ(table.rows[1][0].text, "503 UF");
    EXPECT_EQ(table.rows[1][0].tone, Tone::Bad);
    EXPECT_EQ(table.rows[1][3].text, "upstream connection failure");
}

TEST(Detail, TablesKeepTheBusiestRowsAndCountTheRest) {
    const RunResult result = large_result(50, 1);
    const FactTable services = service_table(result.planes[0], 10);
    EXPECT_EQ(services.rows.size(), 10U);
    EXPECT_EQ(services.left_out, 40U);
    EXPECT_EQ(services.rows[0][0].text, "team-00/service-0000");
    EXPECT_EQ(edge_table(result.planes[0], 10).rows[0][0].text, "outside");
    EXPECT_EQ(workload_table(result.planes[0], 7).left_out, 49U);
}

TEST(Detail, ProxiesGoByTheirTitlesAndCostPerThousandRequests) {
    const FactTable table = proxy_table(sample_run().planes[0]);
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0][0].text, "Envoy sidecar");
    EXPECT_EQ(table.rows[0][1].text, "7");
    EXPECT_EQ(table.rows[0][3].text, "3.52"); // 0.704 cores at 200 requests a second
}

TEST(Detail, ReplicationsGoByTheirNumbersAndFingerprints) {
    const FactTable table = replication_table(sample_run().planes[0], 3);
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.left_out, 2U);
    EXPECT_EQ(table.rows[2][0].text, "2");
    EXPECT_EQ(table.rows[2][6].text, "000000000000feef");
}

TEST(Detail, OfAnIdlePlaneShowsDashes) {
    for (const auto& [name, value] : latency_facts(idle_result().planes[0])) {
        EXPECT_EQ(value, "–") << name;
    }
    EXPECT_TRUE(breakdown_table(idle_result().planes[0]).rows.empty());
}

} // namespace
} // namespace meshcast
