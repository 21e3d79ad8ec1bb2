#include "scenarios/load.h"
#include "sim/experiment/experiment.h"
#include "tests/scenarios/said.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>

namespace meshcast {

namespace {

using namespace std::chrono_literals;
using test::said;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kFront = R"(apiVersion: v1
kind: Service
metadata: {name: front}
spec: {selector: {app: front}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: front}
spec:
  selector: {matchLabels: {app: front}}
  template:
    metadata: {labels: {app: front}}
    spec: {containers: [{name: front}]}
---
)";

constexpr const char* kFlagger = R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: stock}
spec:
  replicas: 2
  selector: {matchLabels: {app: stock}}
  template:
    metadata: {labels: {app: stock}}
    spec: {containers: [{name: stock}]}
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: stock}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: stock}
  service: {port: 80, targetPort: 8080, retries: {attempts: 0}}
  analysis:
    interval: 10s
    threshold: 2
    maxWeight: 60
    stepWeight: 20
    metrics:
      - {name: request-success-rate, thresholdRange: {min: 99}, interval: 1m}
      - {name: request-duration, thresholdRange: {max: 500}}
)";

constexpr const char* kArgo = R"(apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: stock}
spec:
  replicas: 2
  selector: {matchLabels: {app: stock}}
  template:
    metadata: {labels: {app: stock}}
    spec: {containers: [{name: stock}]}
  strategy:
    canary:
      stableService: stock
      canaryService: stock-canary
      trafficRouting: {istio: {virtualService: {name: stock}}}
      steps: [{setWeight: 20}, {pause: {duration: 30}}, {setWeight: 50}, {pause: {duration: 1m}}]
---
apiVersion: v1
kind: Service
metadata: {name: stock}
spec: {selector: {app: stock}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: stock-canary}
spec: {selector: {app: stock}, ports: [{name: http, port: 80}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: stock}
spec:
  hosts: [stock]
  http:
    - retries: {attempts: 0}
      route:
        - {destination: {host: stock}, weight: 100}
        - {destination: {host: stock-canary}, weight: 0}
)";

class Delivery : public testing::Test {
  protected:
    Loaded load(const std::string& manifests, const std::string& more = {}) {
        folder_.write("shop.yaml", kFront + manifests);
        LoadRequest request;
        request.planes = {"istio-sidecar"};
        request.paths = {
            folder_.write("scenario.yaml", "apiVersion: meshcast/v1\nkind: Scenario\ninclude: [shop.yaml]\n"
                                           "duration: 120s\nwarmup: 0s\nreplications: 1\n"
                                           "traffic: [{to: front, rate: 100/s}]\n" +
                                               more)};
        return load_scenario(request);
    }

    static RolloutOutcome outcome(const Scenario& scenario) {
        return simulate(scenario, scenario.planes.front(), 0).rollouts.at(0);
    }

    test::TemporaryFolder folder_;
};

constexpr const char* kGoodFlagger = R"(behavior:
  front: {operations: {"GET /": [{call: stock}]}}
  stock: {operations: {"GET /": [{wait: 1ms}]}}
  stock-primary: {operations: {"GET /": [{wait: 1ms}]}}
rollouts: [{canary: stock, at: 10s, requestSuccessRate: 99%}]
)";

TEST_F(Delivery, ACanaryIsFlaggersRollOut) {
    const Loaded loaded = load(kFlagger, kGoodFlagger);
    EXPECT_THAT(said(loaded), IsEmpty());
    const Scenario& scenario = loaded.scenario;
    ASSERT_THAT(scenario.rollouts, SizeIs(1));
    const Rollout& rollout = scenario.rollouts.front();
    EXPECT_EQ(rollout.canary, "default/stock");
    EXPECT_EQ(rollout.at, 10s) << "the scenario says when";
    EXPECT_EQ(rollout.interval, 10s);
    EXPECT_EQ(rollout.threshold, 2);
    EXPECT_DOUBLE_EQ(rollout.step_weight, 0.2);
    EXPECT_DOUBLE_EQ(rollout.max_weight, 0.6);
    EXPECT_EQ(rollout.min_success_rate, 0.99);
    EXPECT_EQ(rollout.max_duration, 500ms);
    // Checks at 20 s (0 % -> 20 %), 30, 40 (60 %), 50: promoted.
    EXPECT_EQ(outcome(scenario).state, RolloutOutcome::State::Succeeded);
    EXPECT_NEAR(to_seconds(outcome(scenario).ended), 50, 1);
}

TEST_F(Delivery, ABadCanaryIsRolledBack) {
    std::string bad = kGoodFlagger;
    const std::string good = "stock: {operations: {\"GET /\": [{wait: 1ms}]}}";
    bad.replace(bad.find(good), good.size(), "stock: {operations: {\"GET /\": [{fail: 10%}]}}");
    const Loaded loaded = load(kFlagger, bad);
    EXPECT_THAT(said(loaded), IsEmpty());
    EXPECT_EQ(outcome(loaded.scenario).state, RolloutOutcome::State::Failed);
}

TEST_F(Delivery, NobodySaysWhen) {
    const Loaded loaded = load(kFlagger, "behavior: {front: {operations: {\"GET /\": [{call: stock}]}}}\n");
    EXPECT_FALSE(loaded.diagnostics.has_errors());
    ASSERT_THAT(loaded.scenario.rollouts, SizeIs(1));
    EXPECT_EQ(loaded.scenario.rollouts.front().at, 0s);
    EXPECT_THAT(loaded.scenario.inferences,
                Contains(testing::Field(&Inference::text, HasSubstr("begins at once"))));
}

TEST_F(Delivery, WhatFlaggerAlsoCanIsLeftOutAloud) {
    std::string manifests = kFlagger;
    manifests.replace(manifests.find("    interval: 10s"), 0, "    mirror: true\n    webhooks: []\n");
    const std::string target = "kind: Deployment, name: stock";
    EXPECT_THAT(said(load(manifests, kGoodFlagger)),
                testing::UnorderedElementsAre(HasSubstr("MS0671 spec.analysis.mirror"),
                                              HasSubstr("MS0671 spec.analysis.webhooks")));
    manifests.replace(manifests.find(target), target.size(), "kind: Deployment, name: nobody");
    EXPECT_THAT(said(load(manifests)),
                Contains(HasSubstr("MS0670 Canary stock: there is no workload nobody")));
}

constexpr const char* kGoodArgo = R"(behavior:
  front: {operations: {"GET /": [{call: stock}]}}
  stock: {operations: {"GET /": [{wait: 1ms}]}}
)";

TEST_F(Delivery, ARolloutIsArgosAndAWorkload) {
    const Loaded loaded =
        load(kArgo, std::string(kGoodArgo) + "rollouts: [{canary: stock-canary, at: 10s, requestSuccessRate: "
                                             "99%}]\n");
    EXPECT_THAT(said(loaded), IsEmpty());
    const Scenario& scenario = loaded.scenario;
    ASSERT_THAT(scenario.topology.workloads, SizeIs(3));
    ASSERT_THAT(scenario.rollouts, SizeIs(1));
    ASSERT_THAT(scenario.rollouts.front().steps, SizeIs(4));
    EXPECT_EQ(scenario.rollouts.front().steps[0].set_weight, 0.2);
    EXPECT_EQ(scenario.rollouts.front().steps[1].pause, 30s);
    EXPECT_EQ(scenario.rollouts.front().steps[3].pause, 60s);
    const RolloutOutcome result = outcome(scenario);
    EXPECT_EQ(result.state, RolloutOutcome::State::Succeeded);
    EXPECT_NEAR(to_seconds(result.ended), 10 + 30 + 60, 2);
}

TEST_F(Delivery, APauseWithoutAnEndWaitsForSomebody) {
    std::string manifests = kArgo;
    manifests.replace(manifests.find("{duration: 30}"), 14, "{}");
    const Loaded loaded = load(manifests, kGoodArgo);
    EXPECT_FALSE(loaded.diagnostics.has_errors());
    const RolloutOutcome result = outcome(loaded.scenario);
    EXPECT_EQ(result.state, RolloutOutcome::State::Progressing);
    EXPECT_DOUBLE_EQ(result.weight, 0.2);
}

TEST_F(Delivery, WithoutServicesPodsDecide) {
    std::string manifests = kArgo;
    const std::string services = "      stableService: stock\n      canaryService: stock-canary\n";
    manifests.erase(manifests.find(services), services.size());
    const Loaded loaded = load(manifests, kGoodArgo);
    EXPECT_THAT(said(loaded), Contains(HasSubstr("MS0672 Rollout stock")));
    EXPECT_THAT(loaded.scenario.rollouts, IsEmpty());
}

} // namespace

} // namespace meshcast
