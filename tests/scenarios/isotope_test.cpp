#include "scenarios/import/isotope.h"
#include "scenarios/import/isotope_model.h"
#include "scenarios/import/isotope_units.h"
#include "scenarios/load/graphs.h"
#include "scenarios/yaml/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
    IsotopeGraph graph;
    std::vector<Diagnostic> diagnostics;
};

Read read(std::string_view text) {
    Diagnostics diagnostics;
    Read result;
    for (const yaml::Document& document : yaml::read_documents(text, "graph.yaml", diagnostics)) {
        result.graph = read_isotope(document, diagnostics);
    }
    result.diagnostics = diagnostics.sorted();
    return result;
}

std::vector<std::string> codes(const Read& result) {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : result.diagnostics) {
        codes.emplace_back(diagnostic.code());
    }
    return codes;
}

bool recognised(std::string_view text) {
    Diagnostics diagnostics;
    const auto documents = yaml::read_documents(text, "graph.yaml", diagnostics);
    return documents.size() == 1 && is_isotope(documents.front().root);
}

TEST(IsotopeSize, CountsEveryPrefixInPowersOf1024) {
    EXPECT_EQ(isotope::parse_byte_size("0"), Bytes{0});
    EXPECT_EQ(isotope::parse_byte_size("516"), Bytes{516});
    EXPECT_EQ(isotope::parse_byte_size("80B"), Bytes{80});
    for (const char* text : {"1k", "1K", "1kb", "1Kb", "1KB", "1KiB", "1kib", "1 k", "1 KB", "1 KiB"}) {
        EXPECT_EQ(isotope::parse_byte_size(text), kibibytes(1)) << text;
    }
    EXPECT_EQ(isotope::parse_byte_size("100 Mb"), mebibytes(100));
    EXPECT_EQ(isotope::parse_byte_size("1.5k"), Bytes{1536});
    EXPECT_EQ(isotope::parse_byte_size("2g"), mebibytes(2048));
    EXPECT_EQ(isotope::parse_byte_size("1P"), Bytes{std::int64_t{1} << 50});
}

TEST(IsotopeSize, RefusesWhatIsNoSize) {
    for (const char* text :
         {"", "k", "ten", "1 x", "1kk", "1  k", "1ki", "0x10", "nan", "9999999P", " 1k", "1k "}) {
        EXPECT_FALSE(isotope::parse_byte_size(text).has_value()) << text;
    }
    EXPECT_THAT(isotope::parse_byte_size("-1").error(), HasSubstr("negative"));
}

TEST(IsotopePercentage, ReadsASignedStringOrAShare) {
    EXPECT_EQ(isotope::parse_percentage("0.1", false), 0.1);
    EXPECT_EQ(isotope::parse_percentage("1", false), 1.0);
    EXPECT_EQ(isotope::parse_percentage("0%", false), 0.0);
    EXPECT_EQ(isotope::parse_percentage("100%", true), 1.0);
    EXPECT_DOUBLE_EQ(isotope::parse_percentage("0.01%", false).value(), 0.0001);
}

TEST(IsotopePercentage, RefusesWhatIsOutOfRangeOrCouldMeanEither) {
    EXPECT_THAT(isotope::parse_percentage("100", false).error(), HasSubstr("not between 0 and 1"));
    EXPECT_THAT(isotope::parse_percentage("101%", false).error(), HasSubstr("not between 0% and 100%"));
    EXPECT_FALSE(isotope::parse_percentage("-0.1", false).has_value());
    EXPECT_FALSE(isotope::parse_percentage("0.1", true).has_value());
    EXPECT_FALSE(isotope::parse_percentage("%", false).has_value());
    EXPECT_FALSE(isotope::parse_percentage("", false).has_value());
}

TEST(IsotopeFile, IsRecognisedByItsContent) {
    EXPECT_TRUE(recognised("services: [{name: a}]"));
    EXPECT_TRUE(recognised("defaults: {type: grpc}\nservices: []"));
    EXPECT_TRUE(recognised("apiVersion: v1alpha1\nkind: MockServiceGraph\nservices: [{name: a}]"));
    EXPECT_FALSE(recognised("services: {web: {image: nginx}}")) << "docker-compose";
    EXPECT_FALSE(recognised("apiVersion: v1\nkind: List\nservices: []"));
    EXPECT_FALSE(recognised("name: a"));
    EXPECT_FALSE(recognised("[services]"));
}

TEST(IsotopeGraph, FillsInDefaults) {
    const Read result = read(R"(
defaults: {type: grpc, numReplicas: 2, errorRate: 10%, requestSize: 516, responseSize: 1 KB, script: [{sleep: 100ms}]}
services:
- {name: a, isEntrypoint: true, numReplicas: 5, namespace: demo}
- {name: b, type: http, errorRate: 0, script: [{call: a}, {call: {service: a, size: 10K}}]}
)");
    EXPECT_THAT(codes(result), ElementsAre());
    ASSERT_EQ(result.graph.services.size(), 2);

    const isotope::Service& a = result.graph.services[0];
    EXPECT_EQ(a.name, "a");
    EXPECT_EQ(a.name_space, "demo");
    EXPECT_EQ(a.type, isotope::ServiceType::Grpc);
    EXPECT_EQ(a.replicas, 5);
    EXPECT_TRUE(a.entrypoint);
    EXPECT_DOUBLE_EQ(a.error_rate, 0.1);
    EXPECT_EQ(a.response_size, kibibytes(1));
    ASSERT_EQ(a.script.size(), 1);
    EXPECT_EQ(std::get<isotope::Sleep>(a.script[0]).time, 100ms);

    const isotope::Service& b = result.graph.services[1];
    EXPECT_EQ(b.name_space, "service-graph");
    EXPECT_EQ(b.type, isotope::ServiceType::Http);
    EXPECT_EQ(b.replicas, 2);
    EXPECT_FALSE(b.entrypoint);
    EXPECT_EQ(b.error_rate, 0);
    ASSERT_EQ(b.script.size(), 2) << "a script of its own replaces the default one";
    EXPECT_EQ(std::get<isotope::Request>(b.script[0]).size, Bytes{516});
    EXPECT_EQ(std::get<isotope::Request>(b.script[0]).hostname, "a:8080");
    EXPECT_EQ(std::get<isotope::Request>(b.script[1]).size, kibibytes(10));
}

TEST(IsotopeGraph, WithoutDefaultsHasIsotopesOwn) {
    const Read result = read("services: [{name: a}, {name: b, script: [{call: a}]}]");
    EXPECT_THAT(codes(result), ElementsAre());
    const isotope::Service& a = result.graph.services.at(0);
    EXPECT_EQ(a.type, isotope::ServiceType::Http);
    EXPECT_EQ(a.replicas, 1);
    EXPECT_EQ(a.error_rate, 0);
    EXPECT_EQ(a.response_size, Bytes{0});
    EXPECT_TRUE(a.script.empty());
    const auto& call = std::get<isotope::Request>(result.graph.services.at(1).script.at(0));
    EXPECT_EQ(call.size, Bytes{0});
    EXPECT_EQ(call.probability, 0);
}

TEST(IsotopeGraph, ReportsEveryMistakeAtItsPlace) {
    const Read result = read(R"(services:
- name: a
  type: htp
  numReplicas: -1
  responseSize: 1 stone
  errorRate: 100
  script:
  - call: b
  - call: {service: a, probability: 101}
  - [[{call: a}], {sleep: 1s}]
  - nap: 1s
  - {sleep: 1s, call: a}
  - sleep: 10
  - call:
- name: a
- script: []
- 7
)");
    std::vector<std::string> found;
    for (const Diagnostic& diagnostic : result.diagnostics) {
        found.push_back(std::to_string(diagnostic.where.line) + " " + std::string(diagnostic.code()));
    }
    EXPECT_THAT(found, ElementsAre("3 MS0201", "4 MS0201", "5 MS0201", "6 MS0201", "8 MS0150", "9 MS0201",
                                   "10 MS0152", "11 MS0153", "12 MS0153", "13 MS0201", "14 MS0019",
                                   "15 MS0151", "16 MS0019", "17 MS0020"));
    for (const Diagnostic& diagnostic : result.diagnostics) {
        EXPECT_EQ(diagnostic.severity(), Severity::Error) << to_string(diagnostic);
    }
    EXPECT_THAT(result.diagnostics[0].hint, HasSubstr("http"));
}

TEST(IsotopeGraph, WarnsOfFieldsThatIsotopeIgnores) {
    const Read result = read("default: {type: grpc}\nservices: [{name: a, replicas: 3}]");
    EXPECT_THAT(codes(result), ElementsAre("MS0154", "MS0154"));
    EXPECT_EQ(result.diagnostics[0].severity(), Severity::Warning);
    EXPECT_THAT(result.diagnostics[0].hint, HasSubstr("defaults"));
    EXPECT_EQ(result.graph.services.size(), 1);
}

TEST(IsotopeGraph, WithoutServicesIsAnError) {
    EXPECT_THAT(codes(read("kind: MockServiceGraph")), ElementsAre("MS0019"));
}

TEST(IsotopeModel, MakesADeploymentAndAServiceOfEachService) {
    const IsotopeModel model = to_model(read(R"(
defaults: {responseSize: 2k}
services:
- {name: front, isEntrypoint: true, errorRate: 0.25, namespace: demo1, script: [[{call: back}, {sleep: 5ms}], {call: {service: back, probability: 30}}]}
- {name: back, type: grpc, numReplicas: 3, namespace: demo2}
)")
                                            .graph);
    EXPECT_THAT(model.entrypoints, ElementsAre("front.demo1"));
    ASSERT_EQ(model.topology.namespaces.size(), 2);
    ASSERT_EQ(model.topology.workloads.size(), 2);
    ASSERT_EQ(model.topology.services.size(), 2);

    const Workload& back = model.topology.workloads[1];
    EXPECT_EQ(back.metadata.name, "back");
    EXPECT_EQ(back.metadata.name_space, "demo2");
    EXPECT_EQ(back.replicas, 3);
    const Service& service = model.topology.services[1];
    for (const auto& [key, value] : service.selector) {
        ASSERT_TRUE(back.pod.labels.contains(key));
        EXPECT_EQ(back.pod.labels.at(key), value);
    }
    ASSERT_EQ(service.ports.size(), 1);
    EXPECT_EQ(service.ports[0].port, 8080);
    EXPECT_EQ(service.ports[0].protocol, AppProtocol::Grpc);
    EXPECT_EQ(model.topology.services[0].ports[0].protocol, AppProtocol::Http1);

    ASSERT_EQ(model.behaviors.size(), 2);
    EXPECT_EQ(model.behaviors[0].workload, "demo1/front");
    const Operation& operation = model.behaviors[0].operations.at(0);
    EXPECT_EQ(operation.response_size, kibibytes(2));
    ASSERT_EQ(operation.script.size(), 3);
    EXPECT_EQ(std::get<Fail>(operation.script[0].action).probability, 0.25);
    EXPECT_EQ(std::get<Fail>(operation.script[0].action).status, 500);
    const auto& parallel = std::get<Parallel>(operation.script[1].action);
    ASSERT_EQ(parallel.branches.size(), 2);
    EXPECT_EQ(std::get<Call>(parallel.branches[0].action).service, "back.demo2");
    EXPECT_EQ(std::get<Call>(parallel.branches[0].action).probability, 1) << "not given: always";
    EXPECT_EQ(std::get<Wait>(parallel.branches[1].action).time.mean(), 5ms);
    EXPECT_DOUBLE_EQ(std::get<Call>(operation.script[2].action).probability, 0.3);

    EXPECT_TRUE(model.behaviors[1].operations.at(0).script.empty());
}

TEST(IsotopeModel, IsEmptyWhenTheGraphHasErrors) {
    Diagnostics diagnostics;
    const auto documents =
        yaml::read_documents("services: [{name: a}, {name: b, script: [{call: c}]}]", "g.yaml", diagnostics);
    ASSERT_EQ(documents.size(), 1);
    const IsotopeModel model = import_isotope(documents.front(), diagnostics);
    EXPECT_TRUE(diagnostics.has_errors());
    EXPECT_TRUE(model.topology.workloads.empty());
    EXPECT_TRUE(model.behaviors.empty());
}

constexpr std::string_view kGraphAmongManifests = R"(
apiVersion: v1
kind: Namespace
metadata: {name: other}
---
services: [{name: a, isEntrypoint: true, script: [{call: b}]}, {name: b}]
)";

TEST(IsotopeInAScenario, IsTakenFromAmongManifests) {
    Diagnostics diagnostics;
    std::vector<yaml::Document> manifests =
        yaml::read_documents(kGraphAmongManifests, "mixed.yaml", diagnostics);
    const std::vector<yaml::Document> graphs = split_graphs(manifests);
    ASSERT_EQ(graphs.size(), 1);
    EXPECT_TRUE(is_isotope(graphs.front().root));
    ASSERT_EQ(manifests.size(), 1);
    EXPECT_NE(manifests.front().root.find("kind"), nullptr);
}

TEST(IsotopeInAScenario, BringsTrafficToItsEntryPointsUnlessThereIsSome) {
    Diagnostics diagnostics;
    std::vector<yaml::Document> manifests =
        yaml::read_documents(kGraphAmongManifests, "mixed.yaml", diagnostics);
    const std::vector<yaml::Document> graphs = split_graphs(manifests);

    Scenario scenario;
    add_graphs(graphs, scenario, diagnostics);
    EXPECT_EQ(scenario.topology.workloads.size(), 2);
    EXPECT_EQ(scenario.behaviors.size(), 2);
    ASSERT_EQ(scenario.traffic.size(), 1);
    EXPECT_EQ(scenario.traffic.front().to, "a.service-graph");
    ASSERT_EQ(scenario.inferences.size(), 1);
    EXPECT_THAT(scenario.inferences.front().text, HasSubstr("isEntrypoint"));

    Scenario busy;
    busy.traffic.emplace_back().to = "b.service-graph";
    add_graphs(graphs, busy, diagnostics);
    ASSERT_EQ(busy.traffic.size(), 1);
    EXPECT_EQ(busy.traffic.front().to, "b.service-graph");
    EXPECT_TRUE(busy.inferences.empty());
}

} // namespace
} // namespace meshcast
