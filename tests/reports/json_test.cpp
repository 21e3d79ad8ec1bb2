#include "reports/json.h"
#include "tests/reports/sample_result.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace meshcast {
namespace {

using Json = nlohmann::json;

Json parsed(const RunResult& result) {
    return Json::parse(render_json(result, {}));
}

TEST(Json, CarriesValuesWithUnitsAndIntervals) {
    const RunResult result = sample_comparison();
    const Json document = parsed(result);
    EXPECT_EQ(document["schemaVersion"], kResultSchemaVersion);
    EXPECT_EQ(document["scenario"]["digest"], "9f2c6a01b77e4d35");
    EXPECT_EQ(document["scenario"]["warmup_s"], 10);
    const Json& plane = document["planes"][1];
    EXPECT_EQ(plane["name"], "istio-sidecar");
    EXPECT_DOUBLE_EQ(plane["latency_ms"]["p99"]["value"], 22.740992);
    EXPECT_DOUBLE_EQ(plane["latency_ms"]["p99"]["half_width_95"], 0.11);
    EXPECT_EQ(plane["services"]["bookinfo/ratings"]["requests"],
              result.planes[1].pooled.services.at("bookinfo/ratings").requests);
    EXPECT_EQ(plane["edges"][0]["from"], "bookinfo/productpage-v1");
    EXPECT_EQ(plane["citations"][1]["assumed"], true);
    EXPECT_EQ(document["thresholds"][1]["held"], false);
}

TEST(Json, BreakdownAndHistogramAccountForEveryRequest) {
    const Json plane = parsed(sample_run())["planes"][0];
    double parts = 0;
    for (const auto& part : plane["total"]["mean_breakdown_ms"]) {
        parts += part.get<double>();
    }
    EXPECT_NEAR(parts, plane["total"]["latency_ms"]["mean"].get<double>(), 1e-4);
    std::uint64_t counted = 0;
    for (const auto& count : plane["histogram"]["counts"]) {
        counted += count.get<std::uint64_t>();
    }
    EXPECT_EQ(counted, plane["total"]["requests"]);
    EXPECT_EQ(plane["histogram"]["counts"].size(), plane["histogram"]["to_ms"].size());
}

TEST(Json, WritesNumbersThatDoNotExistAsNull) {
    const Json plane = parsed(idle_result())["planes"][0];
    EXPECT_TRUE(plane["latency_ms"]["p99"]["value"].is_null());
    EXPECT_TRUE(plane["goodput_per_s"]["half_width_95"].is_null());
    EXPECT_TRUE(plane["total"]["latency_ms"].is_null());
    RunResult detected = sample_run();
    detected.scenario.warmup.reset();
    EXPECT_EQ(parsed(detected)["scenario"]["warmup_s"], "auto");
}

TEST(Json, ReplacesBrokenUtf8) {
    const Json document = parsed(hostile_result());
    EXPECT_NE(document["scenario"]["name"].get<std::string>().find("\xEF\xBF\xBD"), std::string::npos);
}

TEST(Json, GivesTheSameBytesForTheSameResult) {
    EXPECT_EQ(render_json(sample_comparison(), {}),
              render_json(sample_comparison(), {.colour = true, .width = 40}));
}

TEST(Json, SchemaNamesTheVersionThatIsWritten) {
    const Json schema = Json::parse(result_json_schema());
    EXPECT_EQ(schema["properties"]["schemaVersion"]["const"], kResultSchemaVersion);
}

} // namespace
} // namespace meshcast
