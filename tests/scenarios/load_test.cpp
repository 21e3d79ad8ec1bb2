#include "scenarios/load.h"
#include "scenarios/units.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

namespace meshcast {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// web -> api, by environment variable only, each behind a Service.
constexpr const char* kApp = R"(
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {app: api}, ports: [{name: http, port: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, env: [{name: API_ADDR, value: "api:8080"}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api}]}
)";

constexpr const char* kScenario = R"(apiVersion: meshcast/v1
kind: Scenario
metadata: {name: shop}
include: [app/*.yaml]
behavior:
  web: {operations: {"GET /": [{compute: 1ms}, {call: {service: api, operation: GET}}]}}
  api: {operations: {GET: [{compute: 2ms}]}}
traffic:
  - {name: users, to: web, request: "GET /", rate: 100/s}
  - {name: robots, to: web, rate: 50/s}
planes: [none]
duration: 2m
warmup: 10s
seed: 7
replications: 3
)";

class LoadTest : public testing::Test {
  protected:
    LoadTest() {
        folder_.write("app/app.yaml", kApp);
        request_.planes = {"none"};
    }

    void use_app() { request_.paths = {folder_.path("app")}; }

    void use_scenario(const std::string& text = kScenario) {
        request_.planes.clear();
        request_.paths = {folder_.write("shop.yaml", text)};
    }

    Scenario load_good() {
        Loaded loaded = load_scenario(request_);
        for (const Diagnostic& diagnostic : loaded.diagnostics.items()) {
            EXPECT_NE(diagnostic.severity(), Severity::Error) << to_string(diagnostic);
        }
        return std::move(loaded.scenario);
    }

    /// "MS0101 text | hint" of each error.
    std::vector<std::string> errors(Severity severity = Severity::Error) {
        std::vector<std::string> found;
        for (const Diagnostic& diagnostic : load_scenario(request_).diagnostics.sorted()) {
            if (diagnostic.severity() == severity) {
                found.push_back(std::string(diagnostic.code()) + " " + diagnostic.text + " | " +
                                diagnostic.hint);
            }
        }
        return found;
    }

    test::TemporaryFolder folder_;
    LoadRequest request_;
};

// What is loaded

TEST_F(LoadTest, ManifestsAloneNeedOnlyATarget) {
    use_app();
    request_.to = "web";
    request_.rate = Rate{300};
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.traffic, SizeIs(1));
    EXPECT_EQ(scenario.traffic[0].name, "web");
    EXPECT_EQ(scenario.traffic[0].rate, Rate{300});
    EXPECT_EQ(scenario.name, "app");
    EXPECT_EQ(scenario.duration, Scenario{}.duration);
}

TEST_F(LoadTest, CallsAreInferredFromTheEnvironmentAndSaidSo) {
    use_app();
    request_.to = "web";
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.behaviors, SizeIs(2));
    EXPECT_EQ(scenario.behaviors[0].workload, "default/web");
    const auto& script = scenario.behaviors[0].operations.at(0).script;
    const auto calls = std::ranges::count_if(
        script, [](const Step& step) { return std::holds_alternative<Call>(step.action); });
    EXPECT_EQ(calls, 1);
    ASSERT_FALSE(scenario.inferences.empty());
    EXPECT_TRUE(std::ranges::any_of(scenario.inferences, [](const Inference& inference) {
        return inference.text.find("API_ADDR") != std::string::npos;
    }));
}

TEST_F(LoadTest, AnOperationAskedOfAnInferredBehaviorIsAddedToIt) {
    use_scenario(
        R"({apiVersion: meshcast/v1, kind: Scenario, include: [app], traffic: [{to: web, request: "GET /x"}], planes: [none]})");
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.behaviors, SizeIs(2));
    EXPECT_TRUE(std::ranges::any_of(scenario.behaviors[0].operations,
                                    [](const Operation& operation) { return operation.name == "GET /x"; }));
}

TEST_F(LoadTest, NothingIsInferredForWhatIsDeclared) {
    use_scenario();
    const Scenario scenario = load_good();
    EXPECT_THAT(scenario.inferences, IsEmpty());
    ASSERT_THAT(scenario.behaviors, SizeIs(2));
    EXPECT_EQ(scenario.behaviors[0].operations.at(0).name, "GET /");
}

TEST_F(LoadTest, TheScenarioFileSaysItAll) {
    use_scenario();
    const Scenario scenario = load_good();
    EXPECT_EQ(scenario.name, "shop");
    EXPECT_EQ(scenario.duration, std::chrono::minutes(2));
    EXPECT_EQ(scenario.warmup, std::chrono::seconds(10));
    EXPECT_EQ(scenario.seed, 7u);
    EXPECT_EQ(scenario.replications, 3);
    ASSERT_THAT(scenario.planes, SizeIs(1));
    EXPECT_EQ(scenario.planes[0].name, "none");
    EXPECT_GT(scenario.prices.vcpu_hour, 0);
    EXPECT_THAT(scenario.topology.workloads, SizeIs(2));
}

TEST_F(LoadTest, BehaviorOfAServiceHoldsForEveryWorkloadBehindItUnlessNamed) {
    folder_.write("app/canary.yaml", R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: api-canary}
spec: {selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api, v: "2"}}, spec: {containers: [{name: api}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: backend}
spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
)");
    use_scenario(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app]
behavior:
  web: {operations: {x: []}}
  backend: {operations: {slow: []}}
  api-canary: {operations: {slow: [{compute: 1ms}], fast: []}}
traffic: [{to: web}]
planes: [none]
)");
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.behaviors, SizeIs(3));
    EXPECT_EQ(scenario.behaviors[1].workload, "default/api");
    EXPECT_THAT(scenario.behaviors[1].operations, SizeIs(1));
    EXPECT_EQ(scenario.behaviors[2].workload, "default/api-canary");
    EXPECT_THAT(scenario.behaviors[2].operations, SizeIs(2));
}

TEST_F(LoadTest, NodesOfTheScenarioTakeTheirZonesInTurn) {
    use_scenario(std::string(kScenario) + "nodes: {name: n, count: 3, cpu: 4, memory: 8Gi, zones: [a, b]}\n");
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.topology.nodes, SizeIs(3));
    EXPECT_EQ(scenario.topology.nodes[0].metadata.name, "n-1");
    EXPECT_EQ(scenario.topology.nodes[0].cpu, MilliCpu{4000});
    EXPECT_EQ(scenario.topology.nodes[1].zone, "b");
    EXPECT_EQ(scenario.topology.nodes[2].zone, "a");
}

TEST_F(LoadTest, ManifestsBesideAScenarioAreReadOnce) {
    use_scenario();
    request_.paths.push_back(folder_.path("app"));
    Loaded loaded = load_scenario(request_);
    EXPECT_TRUE(loaded.diagnostics.empty()) << to_string(loaded.diagnostics.items().front());
    EXPECT_THAT(loaded.scenario.topology.workloads, SizeIs(2));
}

TEST_F(LoadTest, ManifestsOfTheCommandLineJoinThoseOfTheScenario) {
    use_scenario();
    request_.paths.push_back(folder_.write("more.yaml", R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: idle}
spec: {selector: {matchLabels: {app: idle}}, template: {metadata: {labels: {app: idle}}, spec: {containers: [{name: c}]}}}
)"));
    EXPECT_THAT(load_good().topology.workloads, SizeIs(3));
}

TEST_F(LoadTest, ManifestsMayFollowTheScenarioInItsOwnFile) {
    std::string text = kScenario;
    text.replace(text.find("include: [app/*.yaml]\n"), 22, "");
    use_scenario(text + "---\n" + kApp);
    EXPECT_THAT(load_good().topology.workloads, SizeIs(2));
}

TEST_F(LoadTest, TheDigestFollowsTheBytesOfEveryFile) {
    use_scenario();
    const Scenario first = load_good();
    const Scenario again = load_good();
    EXPECT_EQ(first.digest, again.digest);
    EXPECT_FALSE(first.digest.empty());
    EXPECT_THAT(first.files, Contains(HasSubstr("app.yaml")));
    EXPECT_THAT(first.files, Contains(std::string("planes/none.yaml")));
    folder_.write("app/app.yaml", std::string(kApp) + "\n# a comment\n");
    EXPECT_NE(load_good().digest, first.digest);
}

TEST_F(LoadTest, EveryShippedPlaneIsTakenWhereNoneIsNamed) {
    use_app();
    request_.to = "web";
    request_.planes.clear();
    const Scenario scenario = load_good();
    ASSERT_GE(scenario.planes.size(), 6u);
    EXPECT_EQ(scenario.planes[0].name, "none");
}

TEST_F(LoadTest, PlanesAndPricesOfAScenarioAreFilesBesideIt) {
    folder_.write("mine.yaml",
                  "{apiVersion: meshcast/v1, kind: DataPlane, metadata: {name: mine}, extends: none}");
    folder_.write(
        "money.yaml",
        "{apiVersion: meshcast/v1, kind: Prices, metadata: {name: money}, vcpuHour: 1, gibibyteHour: 2}");
    std::string text = kScenario;
    text.replace(text.find("[none]"), 6, "[none, mine.yaml]");
    use_scenario(text + "prices: money.yaml\n");
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.planes, SizeIs(2));
    EXPECT_EQ(scenario.planes[1].name, "mine");
    EXPECT_EQ(scenario.prices.name, "money");
    EXPECT_EQ(scenario.prices.gibibyte_hour, 2);
}

// Who wins

TEST_F(LoadTest, TheCommandLineBeatsTheScenario) {
    use_scenario();
    request_.duration = std::chrono::seconds(30);
    request_.warmup = std::chrono::seconds(1);
    request_.seed = 9;
    request_.replications = 2;
    request_.planes = {"istio-sidecar"};
    request_.prices = "aws-fargate";
    request_.thresholds = {"http_req_failed: rate < 1%"};
    const Scenario scenario = load_good();
    EXPECT_EQ(scenario.duration, std::chrono::seconds(30));
    EXPECT_EQ(scenario.warmup, std::chrono::seconds(1));
    EXPECT_EQ(scenario.seed, 9u);
    EXPECT_EQ(scenario.replications, 2);
    ASSERT_THAT(scenario.planes, SizeIs(1));
    EXPECT_EQ(scenario.planes[0].name, "istio-sidecar");
    EXPECT_EQ(scenario.prices.name, "aws-fargate");
    EXPECT_THAT(scenario.thresholds, SizeIs(1));
}

TEST_F(LoadTest, SetChangesTheScenarioAndOptionsChangeThatAgain) {
    use_scenario();
    request_.sets = {"duration=1m", "seed=11", "traffic.users.rate=1k/s", "traffic[1].rate=5/s",
                     "behavior.web.operations.\"GET /\".responseSize=3KiB"};
    std::string text = kScenario;
    text.replace(text.find("[{compute: 1ms}, {call: {service: api, operation: GET}}]"), 56,
                 "{script: [{call: api}]}");
    use_scenario(text);
    request_.seed = 12;
    const Scenario scenario = load_good();
    EXPECT_EQ(scenario.duration, std::chrono::minutes(1));
    EXPECT_EQ(scenario.seed, 12u);
    EXPECT_EQ(scenario.traffic[0].rate, Rate{1000});
    EXPECT_EQ(scenario.traffic[1].rate, Rate{5});
    EXPECT_EQ(scenario.behaviors[0].operations[0].response_size, kibibytes(3));
}

TEST_F(LoadTest, SetWorksWithoutAScenarioFile) {
    use_app();
    request_.to = "web";
    request_.sets = {"network.machineSpeed=0.5"};
    EXPECT_EQ(load_good().network.machine_speed, 0.5);
}

TEST_F(LoadTest, SetThatCannotBeAppliedSaysWhy) {
    use_scenario();
    request_.sets = {"duration",   "traffic.user.rate=1/s", "traffic.9.rate=1/s", "seed.x=1", "a..b=1",
                     "duration=[1"};
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("a..b=1: not of the form"), HasSubstr("duration: not of the form"),
                            HasSubstr("\"[1\" is not a YAML value"), HasSubstr("\"7\" has no fields"),
                            HasSubstr("no item \"9\""), HasSubstr("did you mean \"users\"?")));
}

TEST_F(LoadTest, SetIsReadAsStrictlyAsTheFile) {
    use_scenario();
    request_.sets = {"traffic.users.rat=1/s", "duration=300"};
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("MS0031 unknown field \"rat\""), HasSubstr("MS0201 duration")));
}

TEST_F(LoadTest, ToReplacesTheTrafficOfTheScenario) {
    use_scenario();
    request_.to = "api";
    request_.rate = Rate{10};
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.traffic, SizeIs(1));
    EXPECT_EQ(scenario.traffic[0].to, "api");
    EXPECT_EQ(scenario.traffic[0].rate, Rate{10});
}

TEST_F(LoadTest, RateAloneKeepsTheSharesOfTheSources) {
    use_scenario();
    request_.rate = Rate{300};
    const Scenario scenario = load_good();
    ASSERT_THAT(scenario.traffic, SizeIs(2));
    EXPECT_DOUBLE_EQ(scenario.traffic[0].rate.per_second, 200);
    EXPECT_DOUBLE_EQ(scenario.traffic[1].rate.per_second, 100);
}

TEST_F(LoadTest, PacedArrivalsGetTheConnectionTheyNeed) {
    use_scenario();
    request_.arrival = ArrivalKind::Uniform;
    const Scenario scenario = load_good();
    EXPECT_EQ(scenario.traffic[0].arrival, ArrivalKind::Uniform);
    EXPECT_EQ(scenario.traffic[0].connections, 1);
}

TEST_F(LoadTest, UnnamedSourcesAreToldApart) {
    use_scenario(
        R"({apiVersion: meshcast/v1, kind: Scenario, include: [app], traffic: [{to: web}, {to: web}, {name: web-2, to: web}], planes: [none]})");
    const Scenario scenario = load_good();
    EXPECT_EQ(scenario.traffic[0].name, "web");
    EXPECT_EQ(scenario.traffic[1].name, "web-3");
    EXPECT_EQ(scenario.traffic[2].name, "web-2");
}

// What is refused

TEST_F(LoadTest, NoTrafficNamesTheServiceThatNobodyCalls) {
    use_app();
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("write --to web --rate 200/s")));
}

TEST_F(LoadTest, AnUnknownTargetGetsASuggestion) {
    use_app();
    request_.to = "wbe";
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr(
                    "MS0101 traffic \"wbe\": there is no service \"wbe\" | did you mean \"web\"?")));
}

TEST_F(LoadTest, AWorkloadIsNoTarget) {
    folder_.write(
        "app/job.yaml",
        R"({apiVersion: v1, kind: Pod, metadata: {name: job, labels: {app: job}}, spec: {containers: [{name: c}]}})");
    use_app();
    request_.to = "job";
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("only a workload")));
}

TEST_F(LoadTest, EveryNameIsChecked) {
    use_scenario(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app]
behavior:
  web: {operations: {"GET /": [{call: apy}, {call: {service: api, port: 81}}, {call: {service: api, operation: POST}}]}}
  api: {operations: {GET: []}}
  apo: {operations: {GET: []}}
traffic: [{to: web, from: webb, request: "GET /1"}]
planes: [nome]
prices: gcp-on-demandd
thresholds: ['http_req_duration{service="wob"}: avg < 1s']
)");
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("MS0101 behavior of web: there is no service \"apy\""),
                            HasSubstr("MS0104 behavior of web: api has no port 81 | its ports are 8080"),
                            HasSubstr("MS0105 behavior of web: api has no operation \"POST\""),
                            HasSubstr("MS0114 behavior: there is no workload or service \"apo\""),
                            HasSubstr("MS0103 traffic \"web\": there is no workload \"webb\""),
                            HasSubstr("MS0105 traffic \"web\": web has no operation \"GET /1\""),
                            HasSubstr("MS0106 there is no data plane \"nome\" | did you mean \"none\"?"),
                            HasSubstr("MS0107 there is no price list"),
                            HasSubstr("MS0101 threshold: there is no service \"wob\"")));
}

TEST_F(LoadTest, AutoscalersThatCanDoNothingSayWhy) {
    folder_.write("app/hpa.yaml", R"(
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: lost, namespace: elsewhere}
spec:
  scaleTargetRef: {kind: Deployment, name: web}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: blind}
spec:
  scaleTargetRef: {kind: Deployment, name: web}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
)");
    use_scenario(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app]
traffic: [{to: web}]
planes: [none]
)");
    EXPECT_THAT(errors(Severity::Warning),
                ElementsAre(HasSubstr("MS0128 HorizontalPodAutoscaler elsewhere/lost: there is no Deployment "
                                      "\"web\" in namespace elsewhere | web is in namespace default"),
                            HasSubstr("MS0129 HorizontalPodAutoscaler default/blind: no container of "
                                      "default/web requests CPU")));
}

TEST_F(LoadTest, FaultsNameWhatThereIs) {
    use_scenario(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app]
traffic: [{to: web, name: shoppers}]
nodes: {count: 2, zones: [zone-a, zone-b]}
duration: 1m
faults:
  - {at: 1s, kill: wep}
  - {at: 1s, nodeLoss: node-3}
  - {at: 1s, zoneOutage: zone-b}
  - {at: 1s, partition: {from: {zone: east}, to: web}}
  - {at: 1s, surge: {traffic: shopers}}
)");
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("MS0103 fault: there is no workload \"wep\" | did you mean \"web\"?"),
                            HasSubstr("MS0117 fault: there is no node \"node-3\" | did you mean \"node-1\"?"),
                            HasSubstr("MS0117 fault: there is no zone \"east\" | there are zone-a, zone-b"),
                            HasSubstr("MS0117 fault: there is no source of traffic \"shopers\"")));
}

TEST_F(LoadTest, HedgingAndRateLimitsNameAServiceOnce) {
    use_scenario(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app]
traffic: [{to: web}]
planes: [none]
hedging: [{to: apy, after: 20ms}, {to: api, after: 20ms}, {to: api.default, after: 30ms}]
rateLimits: [{service: wob, rate: 10/s}, {service: web, rate: 10/s}, {service: web, rate: 20/s}]
)");
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("MS0101 hedging: there is no service \"apy\" | did you mean \"api\"?"),
                            HasSubstr("MS0038 hedging of \"api.default\" is given twice"),
                            HasSubstr("MS0101 rate limit: there is no service \"wob\""),
                            HasSubstr("MS0038 rate limit of \"web\" is given twice")));
}

TEST_F(LoadTest, HedgingRateLimitsAndCancellationAreRead) {
    use_scenario(R"(apiVersion: meshcast/v1
kind: Scenario
include: [app]
traffic: [{to: web}]
planes: [none]
serverCancels: true
hedging: [{to: api, after: 20ms, attempts: 2}]
rateLimits:
- {service: api, scope: global, rate: 100/s, burst: 20}
- {service: web, rate: 30/m, latency: 2ms}
)");
    const Scenario scenario = load_good();
    EXPECT_TRUE(scenario.server_cancels);
    EXPECT_EQ(scenario.hedging.at(0).after, std::chrono::milliseconds(20));
    EXPECT_EQ(scenario.hedging.at(0).attempts, 2);
    EXPECT_EQ(scenario.rate_limits.at(0).scope, RateLimit::Scope::Global);
    EXPECT_EQ(scenario.rate_limits.at(0).burst, 20);
    EXPECT_EQ(scenario.rate_limits.at(0).latency, RateLimit::kAsking);
    EXPECT_EQ(scenario.rate_limits.at(1).scope, RateLimit::Scope::Local);
    EXPECT_EQ(scenario.rate_limits.at(1).rate, Rate{0.5});
}

TEST_F(LoadTest, AServiceOfSeveralNamespacesMustBeQualified) {
    folder_.write("app/twins.yaml", R"(
{apiVersion: v1, kind: Service, metadata: {name: twin, namespace: a}, spec: {selector: {app: t}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: twin, namespace: b}, spec: {selector: {app: t}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: t, namespace: b, labels: {app: t}}, spec: {containers: [{name: c}]}}
)");
    use_app();
    request_.to = "twin";
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr(
                    "MS0102 traffic \"twin\": \"twin\" is a service in several namespaces: twin.a, twin.b")));
    request_.to = "twin.b";
    EXPECT_THAT(errors(), IsEmpty());
    request_.to = "twin.a";
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0108")));
}

TEST_F(LoadTest, AServiceThatSelectsNothingSaysWhatIsMissing) {
    folder_.write(
        "app/lost.yaml",
        R"({apiVersion: v1, kind: Service, metadata: {name: lost}, spec: {selector: {app: web, tier: x}, ports: [{port: 80}]}})");
    use_app();
    request_.to = "lost";
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("the pods of web lack the label tier: x")));
}

TEST_F(LoadTest, AServiceWithoutPortsOrReplicasTakesNoRequests) {
    folder_.write("app/mute.yaml", R"(
{apiVersion: v1, kind: Service, metadata: {name: mute}, spec: {selector: {app: mute}, clusterIP: None}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: mute}
spec: {replicas: 0, selector: {matchLabels: {app: mute}}, template: {metadata: {labels: {app: mute}}, spec: {containers: [{name: c}]}}}
)");
    use_app();
    request_.to = "mute";
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0109"), HasSubstr("MS0116")));
}

TEST_F(LoadTest, CallsWithoutEndNameTheCycle) {
    std::string text = kScenario;
    text.replace(text.find("{GET: [{compute: 2ms}]}"), 23, "{GET: [{call: web}]}");
    use_scenario(text);
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("web \"GET /\" -> api \"GET\" -> web \"GET /\"")));
}

TEST_F(LoadTest, CallsThatMayEndAreAWarning) {
    std::string text = kScenario;
    text.replace(text.find("{GET: [{compute: 2ms}]}"), 23,
                 "{GET: [{call: {service: web, probability: 50%}}]}");
    use_scenario(text);
    EXPECT_THAT(errors(), IsEmpty());
    EXPECT_THAT(errors(Severity::Warning), ElementsAre(HasSubstr("MS0402")));
}

TEST_F(LoadTest, CallsThatGrowAreEndlessWhateverTheirProbability) {
    std::string text = kScenario;
    text.replace(
        text.find("{GET: [{compute: 2ms}]}"), 23,
        "{GET: [{call: {service: web, probability: 60%}}, {call: {service: web, probability: 60%}}]}");
    use_scenario(text);
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0401")));
}

TEST_F(LoadTest, CallsThatMultiplyAreCounted) {
    std::string operations;
    for (int depth = 0; depth < 30; ++depth) {
        const std::string next = "{call: {service: web, operation: o" + std::to_string(depth + 1) + "}}";
        operations += "o" + std::to_string(depth) + ": [" + next + ", " + next + "], ";
    }
    use_scenario("apiVersion: meshcast/v1\nkind: Scenario\ninclude: [app]\nplanes: [none]\ntraffic: [{to: "
                 "web}]\nbehavior: {web: "
                 "{operations: {" +
                 operations + "o30: []}}}\n");
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0302")));
}

TEST_F(LoadTest, HostileSizesAreRefused) {
    std::string app = kApp;
    app.replace(app.find("replicas: 2"), 11, "replicas: 1000000000");
    folder_.write("app/app.yaml", app);
    use_app();
    request_.to = "web";
    request_.rate = Rate{1e12};
    request_.connections = 2'000'000'000;
    request_.duration = std::chrono::hours(1'000'000);
    EXPECT_THAT(errors(),
                ElementsAre(HasSubstr("duration must be"), HasSubstr("connections add up"),
                            HasSubstr("requests of one replication"), HasSubstr("replicas add up")));
}

TEST_F(LoadTest, ARateOfNothingAndAWarmupOfEverythingAreRefused) {
    use_scenario();
    request_.rate = Rate{0};
    request_.warmup = std::chrono::minutes(3);
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("warmup: 3m of warm-up"), HasSubstr("rate must be above 0"),
                                      HasSubstr("rate must be above 0")));
}

TEST_F(LoadTest, TwoScenariosAreOneTooMany) {
    use_scenario();
    request_.paths.push_back(folder_.write("other.yaml", kScenario));
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0039")));
}

TEST_F(LoadTest, OtherDocumentsOfOursBelongElsewhere) {
    use_scenario();
    request_.paths.push_back(
        folder_.write("plane.yaml", "{apiVersion: meshcast/v1, kind: DataPlane, metadata: {name: x}}"));
    request_.paths.push_back(folder_.write("odd.yaml", "{apiVersion: meshcast/v1, kind: Scenaro}"));
    EXPECT_THAT(
        errors(),
        ElementsAre(HasSubstr("kind \"Scenaro\" is not one this version reads | did you mean \"Scenario\"?"),
                    HasSubstr("give a plane profile with --planes FILE")));
}

TEST_F(LoadTest, APathThatIsNothingMayBeAMisspeltScenario) {
    request_.paths = {"bookinfoo"};
    request_.to = "web";
    EXPECT_THAT(errors(), Contains(HasSubstr("did you mean \"bookinfo\"?")));
}

TEST_F(LoadTest, AnIncludeThatMatchesNothingIsReportedWhereItIsWritten) {
    std::string text = kScenario;
    text.replace(text.find("app/*.yaml"), 10, "apps/*.yml");
    use_scenario(text);
    const Loaded loaded = load_scenario(request_);
    ASSERT_FALSE(loaded.diagnostics.empty());
    EXPECT_EQ(loaded.diagnostics.sorted().front().where.line, 4);
    EXPECT_THAT(loaded.diagnostics.sorted().front().where.file, HasSubstr("shop.yaml"));
}

TEST_F(LoadTest, ErrorsOfManifestsAndScenarioComeTogether) {
    folder_.write("app/broken.yaml", "a: [1");
    std::string text = kScenario;
    text.replace(text.find("duration: 2m"), 12, "duration: 120");
    use_scenario(text);
    EXPECT_THAT(errors(), SizeIs(2));
}

TEST_F(LoadTest, NoWorkloadsAtAll) {
    request_.paths = {folder_.write("empty.yaml", "{apiVersion: meshcast/v1, kind: Scenario}")};
    EXPECT_THAT(errors(), ElementsAre(HasSubstr("MS0113")));
}

TEST_F(LoadTest, AVersionFromTheFutureIsNotHalfRead) {
    request_.paths = {folder_.write("new.yaml", "{apiVersion: meshcast/v2, kind: Scenario, novelty: 1}")};
    EXPECT_THAT(
        errors(),
        ElementsAre(HasSubstr(
            "apiVersion \"meshcast/v2\" is not one this version reads | write apiVersion: meshcast/v1")));
}

} // namespace

} // namespace meshcast
