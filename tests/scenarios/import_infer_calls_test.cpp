#include "scenarios/import/call_cycles.h"
#include "scenarios/import/host_reference.h"
#include "scenarios/import/infer_calls.h"
#include "scenarios/import/kubernetes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

/// A Deployment and, with ports, a Service of the same name.
std::string app(const std::string& name, const std::string& ports, const std::string& env,
                const std::string& name_space = "default") {
    std::string text = fmt::format(
        "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {0}, namespace: {1}}}\nspec:\n"
        "  template:\n    metadata: {{labels: {{app: {0}}}}}\n    spec:\n      containers:\n"
        "      - {{name: app, env: [{2}]}}\n",
        name, name_space, env);
    if (!ports.empty()) {
        text += fmt::format("---\napiVersion: v1\nkind: Service\nmetadata: {{name: {0}, namespace: {1}}}\n"
                            "spec: {{selector: {{app: {0}}}, ports: [{2}]}}\n",
                            name, name_space, ports);
    }
    return text;
}

std::string variable(const std::string& name, const std::string& value) {
    return fmt::format("{{name: {}, value: \"{}\"}}", name, value);
}

struct Inferred {
    std::vector<Behavior> behaviors;
    std::vector<Inference> inferences;
    Diagnostics diagnostics;
};

Inferred infer(std::string text) {
    Inferred result;
    const std::vector<SourceFile> files{{"m.yaml", std::move(text)}};
    const Imported imported = import_manifests(files, result.diagnostics);
    result.behaviors = infer_behaviors(imported.topology, result.inferences, result.diagnostics);
    return result;
}

std::vector<std::string> calls_of(const Inferred& inferred, const std::string& workload) {
    std::vector<std::string> calls;
    for (const Behavior& behavior : inferred.behaviors) {
        if (behavior.workload != workload) {
            continue;
        }
        for (const Step& step : behavior.operations.at(0).script) {
            if (const auto* call = std::get_if<Call>(&step.action)) {
                calls.push_back(fmt::format("{}:{}", call->service, call->port));
            }
        }
    }
    return calls;
}

std::vector<std::string> texts(const std::vector<Inference>& inferences) {
    std::vector<std::string> result;
    for (const Inference& inference : inferences) {
        result.push_back(inference.text);
    }
    return result;
}

TEST(HostReferences, AreFoundInTheUsualSpellings) {
    const auto hosts = [](std::string_view value) {
        std::vector<std::pair<std::string, int>> result;
        for (const HostReference& reference : find_host_references(value)) {
            result.emplace_back(reference.host, reference.port.value_or(0));
        }
        return result;
    };
    EXPECT_THAT(hosts("cart:7070"), ElementsAre(Pair("cart", 7070)));
    EXPECT_THAT(hosts("http://details:9080/path?q=a:b"), ElementsAre(Pair("details", 9080)));
    EXPECT_THAT(hosts("http://ratings.other.svc.cluster.local.:9080"),
                ElementsAre(Pair("ratings.other.svc.cluster.local", 9080)));
    EXPECT_THAT(hosts("jdbc:mysql://user:pa@ss@DB:3306/test"), ElementsAre(Pair("db", 3306)));
    EXPECT_THAT(hosts("a, b:1;c d"), ElementsAre(Pair("a", 0), Pair("b", 1), Pair("c", 0), Pair("d", 0)));
    EXPECT_THAT(hosts("a:b"), IsEmpty());
    EXPECT_THAT(hosts("a:99999"), IsEmpty());
    EXPECT_THAT(hosts("a_b"), IsEmpty());
    EXPECT_THAT(hosts(""), IsEmpty());
    EXPECT_THAT(hosts("://:/,,"), IsEmpty());
}

TEST(InferredCalls, FollowEnvironmentVariablesInOrder) {
    const Inferred inferred = infer(
        app("web", "{port: 80}", variable("CART", "cart:7070") + ", " + variable("PAY", "http://pay/v1")) +
        app("cart", "{port: 7070}", "") + app("pay", "{port: 8080}, {port: 8081}", ""));
    EXPECT_THAT(calls_of(inferred, "default/web"), ElementsAre("cart:7070", "pay:8080"));
    EXPECT_THAT(calls_of(inferred, "default/cart"), IsEmpty());
    ASSERT_EQ(inferred.behaviors.size(), 3u);
    for (const Behavior& behavior : inferred.behaviors) {
        ASSERT_EQ(behavior.operations.size(), 1u);
        const auto* compute = std::get_if<Compute>(&behavior.operations[0].script.at(0).action);
        ASSERT_NE(compute, nullptr);
        EXPECT_EQ(compute->cpu, Distribution::lognormal_percentiles(std::chrono::milliseconds(1), 0.99,
                                                                    std::chrono::milliseconds(4)));
    }
    EXPECT_THAT(texts(inferred.inferences), AllOf(Contains("web calls cart:7070: environment variable CART"),
                                                  Contains(HasSubstr("p50 1ms, p99 4ms"))));
    EXPECT_EQ(inferred.inferences[0].origin.line, 10);
}

TEST(InferredCalls, MatchWholeHostNamesOnly) {
    const Inferred inferred =
        infer(app("web", "{port: 80}",
                  variable("A", "cartoon:80") + ", " + variable("B", "the cart-2") + ", " +
                      variable("C", "cart.elsewhere") + ", " + variable("D", "cart.default.example.com") +
                      ", " + variable("E", "/var/cart") + ", " + variable("F", "web:80")) +
              app("cart", "{port: 80}", ""));
    EXPECT_THAT(calls_of(inferred, "default/web"), IsEmpty());
}

TEST(InferredCalls, ReachOtherNamespacesByFullName) {
    const Inferred inferred =
        infer(app("web", "{port: 80}",
                  variable("A", "cart.shop:80") + ", " + variable("B", "pay.shop.svc.cluster.local") + ", " +
                      variable("C", "log")) +
              app("cart", "{port: 80}", "", "shop") + app("pay", "{port: 80}", "", "shop") +
              app("log", "{port: 80}", "", "shop"));
    EXPECT_THAT(calls_of(inferred, "default/web"), ElementsAre("cart.shop:80", "pay.shop:80"));
}

TEST(InferredCalls, FindThePort) {
    const Inferred inferred = infer(
        app("web", "{port: 80}",
            variable("DB_HOST", "db") + ", " + variable("DB_PORT", "5433") + ", " +
                variable("CACHE", "cache") + ", " + variable("CACHE_PORT", "nonsense") + ", " +
                variable("TRACES", "agent:6831") + ", " + variable("X", "cache:9") + ", " +
                variable("LOGS", "syslog")) +
        app("db", "{name: a, port: 5432}, {name: b, port: 5433}", "") + app("cache", "{port: 6379}", "") +
        app("agent", "{port: 6831, protocol: UDP, name: a}, {port: 16686, name: b}", "") +
        app("syslog", "{port: 514, protocol: UDP}", ""));
    EXPECT_THAT(calls_of(inferred, "default/web"), ElementsAre("db:5433", "cache:6379"));
}

TEST(InferredCalls, GoOnlyWhereSomethingAnswers) {
    const Inferred inferred =
        infer(app("web", "{port: 80}", variable("A", "ghost:80") + ", " + variable("B", "asleep:80")) +
              "---\napiVersion: v1\nkind: Service\nmetadata: {name: ghost}\nspec: {selector: {app: ghost}, "
              "ports: [{port: 80}]}\n"
              "---\napiVersion: v1\nkind: Service\nmetadata: {name: asleep}\nspec: {selector: {app: asleep}, "
              "ports: [{port: 80}]}\n"
              "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: asleep}\n"
              "spec: {replicas: 0, template: {metadata: {labels: {app: asleep}}, spec: {containers: [{name: "
              "a}]}}}\n");
    EXPECT_THAT(calls_of(inferred, "default/web"), IsEmpty());
}

TEST(InferredCalls, LeaveOutThoseThatComeBack) {
    const Inferred inferred =
        infer(app("c", "{port: 80}", variable("A", "a:80")) + app("b", "{port: 80}", variable("C", "c:80")) +
              app("a", "{port: 80}", variable("B", "b:80")) + app("entry", "", variable("A", "a:80")));
    EXPECT_THAT(calls_of(inferred, "default/entry"), ElementsAre("a:80"));
    EXPECT_THAT(calls_of(inferred, "default/a"), ElementsAre("b:80"));
    EXPECT_THAT(calls_of(inferred, "default/b"), ElementsAre("c:80"));
    EXPECT_THAT(calls_of(inferred, "default/c"), IsEmpty()) << "seen from the entry, c's call leads back";
    EXPECT_THAT(
        texts(inferred.inferences),
        Contains("default/c does not call default/a, which calls back: environment variable A ignored"));
    ASSERT_EQ(inferred.diagnostics.items().size(), 1u);
    EXPECT_EQ(inferred.diagnostics.items()[0].code(), "MS0403");
}

TEST(CallCycles, AreBrokenWhereAWalkFromOutsideComesBack) {
    // 0 -> s0 -> 1 -> s1 -> {2, 3}, 3 -> s0, 2 -> s2 -> 2
    const CallGraph graph{{{0}, {1}, {2}, {0}}, {{1}, {2, 3}, {2}}};
    EXPECT_THAT(calls_that_close_cycles(graph), ElementsAre(Pair(2, 2), Pair(3, 0)));
}

TEST(CallCycles, LeaveADiamondAlone) {
    const CallGraph graph{{{0, 1}, {2}, {2}, {}}, {{1}, {2}, {3}}};
    EXPECT_THAT(calls_that_close_cycles(graph), IsEmpty());
}

TEST(CallCycles, EndInAGraphWithoutAny) {
    CallGraph everybody; // 40 workloads, each calls all others
    for (std::size_t w = 0; w < 40; ++w) {
        everybody.targets.push_back({w});
        everybody.calls.emplace_back();
        for (std::size_t s = 0; s < 40; ++s) {
            if (s != w) {
                everybody.calls[w].push_back(s);
            }
        }
    }
    for (const auto& [workload, service] : calls_that_close_cycles(everybody)) {
        std::erase(everybody.calls[workload], service);
    }
    EXPECT_THAT(calls_that_close_cycles(everybody), IsEmpty());
    std::size_t left = 0;
    for (const auto& calls : everybody.calls) {
        left += calls.size();
    }
    EXPECT_EQ(left, 40u * 39u / 2u) << "half of all calls go one way";
}

} // namespace

} // namespace meshcast
