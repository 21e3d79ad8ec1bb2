#include "reports/assets.h"
#include "reports/html/chart_data.h"
#include "reports/html/html.h"
#include "tests/reports/sample_result.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace meshcast {
namespace {

/// A page is too long to print when something is missing from it.
bool contains(std::string_view page, std::string_view text) {
    return page.find(text) != std::string_view::npos;
}

std::size_t occurrences(const std::string& text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

std::string without_scripts(const RunResult& result) {
    std::string page = render_html(result, {});
    for (const std::string_view script : {assets::chart_js, assets::report_js, assets::report_css}) {
        page.replace(page.find(script), script.size(), "");
    }
    return page;
}

TEST(Html, LetsNoNameBecomeMarkup) {
    const std::string hostile = without_scripts(hostile_result());
    const std::string harmless = without_scripts(sample_comparison());
    EXPECT_EQ(occurrences(hostile, "<script"), occurrences(harmless, "<script"));
    EXPECT_EQ(occurrences(hostile, "</script"), occurrences(harmless, "</script"));
    EXPECT_FALSE(contains(hostile, "<b onmouseover"));
    EXPECT_FALSE(contains(hostile, "\x1b"));
    EXPECT_TRUE(contains(hostile, "&lt;/script&gt;&lt;script&gt;window.stolen=1"));
    EXPECT_TRUE(contains(hostile, "{{name}}")) << "a name is not a template";
}

TEST(Html, LinksOnlyToPages) {
    EXPECT_FALSE(contains(without_scripts(hostile_result()), "href=\"javascript"));
    EXPECT_TRUE(contains(without_scripts(sample_run()), "<a href=\"https://istio.io"));
}

TEST(Html, LoadsNothing) {
    const std::string page = without_scripts(sample_comparison());
    EXPECT_TRUE(contains(page, "default-src 'none'"));
    EXPECT_FALSE(contains(page, " src="));
    EXPECT_EQ(occurrences(page, "<link"), 1U); // the empty icon, which keeps browsers from asking for one
    EXPECT_FALSE(contains(assets::report_css, "http"));
    EXPECT_FALSE(contains(assets::report_css, "@import"));
    EXPECT_FALSE(contains(assets::report_js, "http"));
}

TEST(Html, ShowsTheFactsOfTheTerminal) {
    const std::string page = without_scripts(sample_comparison());
    for (const std::string_view fact :
         {"Istio, ambient adds least, 1.05 ms", "10.06", "±0.03", "+1.85",
          "✗ http_req_duration: p(99) &lt; 20ms", "-2.74 ms (14 %)", "p99.9 rests on 50 samples",
          "meshcast compare bookinfo.yaml --seed 1", "9f2c6a01b77e4d35", "environment variable RATINGS_URL",
          "HorizontalPodAutoscaler", "upstream connection failure", "assumed"}) {
        EXPECT_TRUE(contains(page, fact)) << fact;
    }
}

TEST(Html, CoversResultsWithNothingInThem) {
    EXPECT_TRUE(contains(without_scripts(empty_result()), "No data plane was simulated."));
    EXPECT_FALSE(contains(without_scripts(empty_result()), "<canvas"));
    EXPECT_TRUE(contains(without_scripts(idle_result()), "no samples"));
}

TEST(Html, DrawsWhatHappensWhen) {
    RunResult result = sample_run();
    EXPECT_FALSE(contains(without_scripts(result), "While it runs"));
    KillPods kill;
    kill.workload = "<b>cart</b>";
    result.scenario.faults.push_back(
        {.at = std::chrono::seconds(3), .lasts = std::chrono::seconds(2), .what = kill, .origin = {}});
    ConfigurationChange change;
    change.at = std::chrono::seconds(1);
    change.text = "route.yaml was applied";
    result.scenario.changes.push_back(change);
    const std::string page = without_scripts(result);
    EXPECT_TRUE(contains(page, "While it runs"));
    EXPECT_TRUE(contains(page, "&lt;b&gt;cart&lt;/b&gt; killed"));
    EXPECT_TRUE(contains(page, "3s–5s"));
    EXPECT_LT(page.find("route.yaml was applied"), page.find("killed")) << "in order of time";
    EXPECT_EQ(occurrences(page, "class=\"span\""), 1U) << "a change has no end";
}

TEST(Html, OfAThousandServicesStaysSmall) {
    const std::string page = render_html(large_result(1000, 6), {});
    EXPECT_LT(page.size(), 2'000'000U);
    EXPECT_TRUE(contains(page, "900 more services in the JSON report"));
    EXPECT_TRUE(contains(page, "The 60 busiest services are drawn, 941 more are not."));
}

TEST(ChartData, IsJsonThatCannotEndItsScript) {
    const std::string text = chart_data(hostile_result());
    EXPECT_FALSE(contains(text, "<"));
    const auto data = nlohmann::json::parse(text);
    EXPECT_EQ(data["planes"].size(), 4U);
    EXPECT_EQ(data["components"].size(), kComponents);
}

TEST(ChartData, DrawsTheCurveOnlyAsFarAsSamplesReach) {
    const auto data = nlohmann::json::parse(chart_data(sample_comparison()));
    const auto& curve = data["planes"][0]["curve"];
    EXPECT_EQ(curve.front()["x"], 0);
    EXPECT_EQ(curve.back()["x"], 4); // 5 of 50 000 samples lie above p99.99
    for (std::size_t i = 1; i < curve.size(); ++i) {
        EXPECT_GE(curve[i]["y"], curve[i - 1]["y"]);
    }
    RunResult few = sample_comparison();
    few.planes[0].pooled.total.latency = {};
    few.planes[0].pooled.total.latency.record(std::chrono::milliseconds(3), 100);
    const auto short_curve = nlohmann::json::parse(chart_data(few))["planes"][0]["curve"];
    EXPECT_LE(short_curve.back()["x"], 1.31);
}

TEST(ChartData, CarriesTheLimitsOnLatency) {
    const auto data = nlohmann::json::parse(chart_data(sample_comparison()));
    ASSERT_EQ(data["limits"].size(), 1U);
    EXPECT_EQ(data["limits"][0]["percentile"], 99);
    EXPECT_EQ(data["limits"][0]["ms"], 20);
}

} // namespace
} // namespace meshcast
