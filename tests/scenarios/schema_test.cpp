#include "scenarios/schema/scenario_document.h"
#include "scenarios/schema/schemas.h"
#include "scenarios/schema/threshold.h"
#include "scenarios/yaml/reader.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace meshcast {

namespace {

using testing::HasSubstr;

ScenarioDocument read(const std::string& body) {
    Diagnostics diagnostics;
    ScenarioDocument scenario;
    const auto documents =
        yaml::read_documents("apiVersion: meshcast/v1\nkind: Scenario\n" + body, "s.yaml", diagnostics);
    EXPECT_TRUE(read_scenario_document(documents.at(0), scenario, diagnostics));
    for (const Diagnostic& diagnostic : diagnostics.items()) {
        ADD_FAILURE() << to_string(diagnostic);
    }
    return scenario;
}

TEST(ScenarioSchema, AbsentFieldsKeepTheDefaultsOfTheModel) {
    const ScenarioDocument read_nothing = read("");
    EXPECT_EQ(read_nothing.duration, Scenario{}.duration);
    EXPECT_EQ(read_nothing.replications, Scenario{}.replications);
    EXPECT_EQ(read_nothing.warmup, std::nullopt);
    EXPECT_EQ(read_nothing.network.same_zone, default_network().same_zone);
    const ScenarioDocument partly = read("network: {machineSpeed: 0.5}");
    EXPECT_EQ(partly.network.same_node, default_network().same_node);
    EXPECT_EQ(partly.network.machine_speed, 0.5);
}

TEST(ScenarioSchema, EveryStepBecomesItsAction) {
    const ScenarioDocument scenario = read(R"(behavior:
  web:
    workers: 8
    operations:
      "GET /": {script: [{compute: 3ms}, {wait: {dist: exponential, mean: 4ms}}, {parallel: [{call: a}, {sequence: [{call: b}]}]}, {fail: 10%}], responseSize: 2KiB}
      other: [{call: {service: c.ns, port: 81, operation: "GET /c", probability: 25%, size: 3KiB}}, {fail: {status: 503}}]
)");
    const Behavior& web = scenario.behaviors.at(0);
    EXPECT_EQ(web.workload, "web");
    EXPECT_EQ(web.workers, 8);
    EXPECT_EQ(web.origin, (Origin{"s.yaml", 5, 5}));
    const Operation& get = web.operations.at(0);
    EXPECT_EQ(get.name, "GET /");
    EXPECT_EQ(get.response_size, kibibytes(2));
    EXPECT_EQ(std::get<Compute>(get.script.at(0).action).cpu,
              Distribution::constant(std::chrono::milliseconds(3)));
    EXPECT_EQ(std::get<Wait>(get.script.at(1).action).time,
              Distribution::exponential(std::chrono::milliseconds(4)));
    const auto& branches = std::get<Parallel>(get.script.at(2).action).branches;
    EXPECT_EQ(std::get<Call>(branches.at(0).action).service, "a");
    EXPECT_EQ(std::get<Call>(std::get<Sequence>(branches.at(1).action).steps.at(0).action).service, "b");
    EXPECT_EQ(std::get<Fail>(get.script.at(3).action).probability, 0.1);
    const Call& call = std::get<Call>(web.operations.at(1).script.at(0).action);
    EXPECT_EQ(call.service, "c.ns");
    EXPECT_EQ(call.port, 81);
    EXPECT_EQ(call.operation, "GET /c");
    EXPECT_EQ(call.probability, 0.25);
    EXPECT_EQ(call.request_size, kibibytes(3));
    EXPECT_EQ(call.origin.line, 8);
    EXPECT_EQ(std::get<Fail>(web.operations.at(1).script.at(1).action).status, 503);
    EXPECT_EQ(std::get<Fail>(web.operations.at(1).script.at(1).action).probability, 1);
}

TEST(ScenarioSchema, EveryDistributionIsTheOneItsParametersSay) {
    using std::chrono::milliseconds;
    const ScenarioDocument scenario = read(R"(network:
  samePod: {p50: 1ms, p99: 4ms}
  sameNode: {mean: 2ms, cv: 0.5}
  sameZone: {mean: 2ms, stddev: 1ms}
  crossZone: {dist: uniform, min: 1ms, max: 3ms}
  outside: {dist: erlang, k: 3, mean: 6ms}
)");
    EXPECT_EQ(scenario.network.same_pod,
              Distribution::lognormal_percentiles(milliseconds(1), 0.99, milliseconds(4)));
    EXPECT_EQ(scenario.network.same_node, Distribution::lognormal_mean_cv(milliseconds(2), 0.5));
    EXPECT_EQ(scenario.network.same_zone, Distribution::lognormal_mean_cv(milliseconds(2), 0.5));
    EXPECT_EQ(scenario.network.cross_zone, Distribution::uniform(milliseconds(1), milliseconds(3)));
    EXPECT_EQ(scenario.network.outside, Distribution::erlang(3, milliseconds(6)));
}

TEST(ScenarioSchema, BandwidthIsWrittenInBits) {
    EXPECT_DOUBLE_EQ(read("network: {bandwidth: 10Gbps}").network.bytes_per_second, 1.25e9);
    EXPECT_DOUBLE_EQ(read("network: {bandwidth: 2.5Mbps}").network.bytes_per_second, 312'500);
}

TEST(Threshold, IsTakenApart) {
    const auto parsed = parse_threshold("http_req_duration{service=\"cart.shop\"}: p(99.9)<=250ms");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->metric, "http_req_duration");
    EXPECT_EQ(parsed->service, "cart.shop");
    EXPECT_EQ(parsed->aggregation, "p");
    EXPECT_EQ(parsed->percentile, 99.9);
    EXPECT_EQ(parsed->comparison, "<=");
    EXPECT_EQ(parsed->limit, 0.25);
}

TEST(Threshold, LimitsAreInTheUnitOfTheMetric) {
    EXPECT_EQ(parse_threshold("http_req_failed: rate < 0.5%")->limit, 0.005);
    EXPECT_EQ(parse_threshold("http_req_failed: rate < 0.005")->limit, 0.005);
    EXPECT_EQ(parse_threshold("http_reqs: rate > 6000/m")->limit, 100);
    EXPECT_EQ(parse_threshold("http_reqs: count > 12")->limit, 12);
    EXPECT_EQ(parse_threshold("http_req_failed: count === 0")->comparison, "==");
}

TEST(Threshold, ErrorsPointIntoTheText) {
    const auto parsed = parse_threshold("http_req_duration: p(99) ~ 250ms");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().position, 25u);
}

TEST(JsonSchema, DefaultsAndLimitsComeFromTheDeclarations) {
    const auto schema = nlohmann::json::parse(scenario_json_schema());
    EXPECT_EQ(schema["properties"]["replications"]["default"], Scenario{}.replications);
    EXPECT_EQ(schema["properties"]["warmup"]["default"], "auto");
    EXPECT_EQ(schema["properties"]["replications"]["minimum"], 1);
    EXPECT_EQ(schema["$defs"]["Traffic"]["required"], nlohmann::json({"to"}));
    EXPECT_EQ(schema["$defs"]["Traffic"]["additionalProperties"], false);
    EXPECT_EQ(schema["$defs"]["Traffic"]["properties"]["arrival"]["default"], "poisson");
    EXPECT_EQ(schema["properties"]["faults"]["items"]["$ref"], "#/$defs/Fault");
}

TEST(JsonSchema, APlaneAndPricesHaveOneToo) {
    const auto plane = nlohmann::json::parse(plane_json_schema());
    EXPECT_EQ(plane["properties"]["kind"]["const"], "DataPlane");
    EXPECT_EQ(plane["$defs"]["Proxy"]["properties"]["workers"]["default"], ProxyProfile{}.workers);
    const auto prices = nlohmann::json::parse(prices_json_schema());
    EXPECT_EQ(prices["required"],
              nlohmann::json({"apiVersion", "kind", "metadata", "vcpuHour", "gibibyteHour"}));
}

TEST(Reference, TheCommittedPageIsTheGeneratedOne) {
    std::ifstream in("docs/scenario-reference.md", std::ios::binary);
    const std::string committed{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(committed == scenario_reference_markdown())
        << "regenerate it: meshcast schema --reference > docs/scenario-reference.md";
}

TEST(Reference, NamesEveryFieldWithItsDefault) {
    const std::string page = scenario_reference_markdown();
    EXPECT_THAT(page, HasSubstr("| `metadata.name` | text |"));
    EXPECT_THAT(page, HasSubstr("| `duration` | [Duration](#duration) | `1m` |"));
    EXPECT_THAT(page, HasSubstr("| `to` | text | required |"));
    EXPECT_THAT(page, HasSubstr("### Distribution"));
}

} // namespace

} // namespace meshcast
