#include "sim/policy/injection/ambient.h"
#include "sim/policy/injection/capture.h"
#include "sim/policy/injection/istio_proxy.h"
#include "sim/policy/injection/istio_sidecar.h"
#include "sim/policy/injection/linkerd.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Namespace shop(Labels labels, Labels annotations = {}) {
    Namespace made;
    made.metadata.name = "shop";
    made.metadata.labels = std::move(labels);
    made.metadata.annotations = std::move(annotations);
    made.metadata.origin = {"ns.yaml", 3, 1};
    return made;
}

Workload web(Labels labels = {}, Labels annotations = {}) {
    Workload made;
    made.metadata.name = "web";
    made.metadata.name_space = "shop";
    made.metadata.origin = {"web.yaml", 7, 1};
    made.pod.labels = std::move(labels);
    made.pod.annotations = std::move(annotations);
    return made;
}

struct WebhookRow {
    Labels around;
    Labels own;
    std::string revision;    // empty: nobody gets it
    bool by_default = false; // enableNamespacesByDefault
};

/// https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
TEST(IstioWebhook, FollowsLabelsOfTheNamespaceThenOfThePod) {
    const WebhookRow rows[] = {
        {{}, {}, ""},
        {{}, {}, "default", true},
        {{{"istio-injection", "enabled"}}, {}, "default"},
        {{{"istio-injection", "disabled"}}, {}, "", true},
        {{{"istio-injection", "disabled"}}, {{"sidecar.istio.io/inject", "true"}}, ""},
        {{{"istio-injection", "enabled"}}, {{"sidecar.istio.io/inject", "false"}}, ""},
        {{{"istio-injection", "enabled"}, {"istio.io/rev", "canary"}}, {}, "default"},
        {{{"istio-injection", "enabled"}}, {{"istio.io/rev", "canary"}}, "default"},
        {{{"istio.io/rev", "canary"}}, {}, "canary"},
        {{{"istio.io/rev", "canary"}}, {{"istio.io/rev", "default"}}, "canary"},
        {{{"istio.io/rev", "gone"}}, {}, "", true},
        {{}, {{"istio.io/rev", "canary"}}, "canary"},
        {{}, {{"istio.io/rev", "gone"}, {"sidecar.istio.io/inject", "true"}}, ""},
        {{}, {{"istio.io/rev", "canary"}, {"sidecar.istio.io/inject", "false"}}, ""},
        {{}, {{"sidecar.istio.io/inject", "true"}}, "default"},
        {{}, {{"sidecar.istio.io/inject", "false"}}, "", true},
        {{{"istio-injection", "maybe"}}, {{"sidecar.istio.io/inject", "true"}}, ""},
    };
    for (const WebhookRow& row : rows) {
        InjectionSettings settings;
        settings.revisions = {"default", "canary"};
        settings.namespaces_by_default = row.by_default;
        const Namespace name_space = shop(row.around);
        const InjectionDecision decision = istio_webhook(settings, &name_space, web(row.own));
        EXPECT_EQ(decision.revision, row.revision) << decision.because;
        EXPECT_EQ(decision.injected, !row.revision.empty()) << decision.because;
    }
}

TEST(IstioWebhook, SaysWhoseLabelDecided) {
    const Namespace enabled = shop({{"istio-injection", "enabled"}});
    const InjectionDecision by_namespace = istio_sidecar({}, &enabled, web());
    EXPECT_EQ(by_namespace.because, "namespace shop has the label istio-injection=enabled");
    EXPECT_EQ(by_namespace.origin, (Origin{"ns.yaml", 3, 1}));
    const InjectionDecision by_pod = istio_sidecar({}, &enabled, web({{"sidecar.istio.io/inject", "false"}}));
    EXPECT_THAT(by_pod.because, HasSubstr("sidecar.istio.io/inject=false"));
    EXPECT_EQ(by_pod.origin, (Origin{"web.yaml", 7, 1}));
}

TEST(IstioWebhook, TakesAnUndeclaredNamespaceForUnlabelled) {
    EXPECT_FALSE(istio_sidecar({}, nullptr, web()).injected);
    EXPECT_TRUE(istio_sidecar({}, nullptr, web({{"sidecar.istio.io/inject", "true"}})).injected);
}

TEST(IstioInjector, RefusesTheNodesNetworkAndKubernetesOwnNamespaces) {
    Workload host = web({{"sidecar.istio.io/inject", "true"}});
    host.pod.host_network = true;
    EXPECT_FALSE(istio_injector({}, host).injected);
    Workload system = web({{"sidecar.istio.io/inject", "true"}});
    system.metadata.name_space = "kube-system";
    EXPECT_FALSE(istio_injector({}, system).injected);
}

TEST(IstioInjector, PutsTheLabelBeforeTheAnnotationAndBothBeforeSelectors) {
    const char* key = "sidecar.istio.io/inject";
    InjectionSettings settings;
    settings.never = {{{{"app", "web"}}, {}}};
    EXPECT_TRUE(istio_injector(settings, web({{key, "true"}, {"app", "web"}}, {{key, "false"}})).injected);
    EXPECT_FALSE(istio_injector(settings, web({}, {{key, "false"}})).injected);
    EXPECT_TRUE(istio_injector(settings, web({{"app", "web"}}, {{key, "true"}})).injected);
    EXPECT_FALSE(istio_injector(settings, web({{"app", "web"}}, {{key, "yes"}})).injected)
        << "a value that is neither true nor false says nothing";
}

TEST(IstioInjector, AsksNeverThenAlwaysThenItsPolicy) {
    using Policy = InjectionSettings::Policy;
    InjectionSettings settings;
    settings.policy = Policy::Disabled;
    EXPECT_FALSE(istio_injector(settings, web()).injected);
    settings.always = {{{{"app", "web"}}, {}}};
    EXPECT_TRUE(istio_injector(settings, web({{"app", "web"}})).injected);
    settings.never = {{{}, {{"app", "Exists", {}}}}};
    EXPECT_FALSE(istio_injector(settings, web({{"app", "web"}})).injected);
    settings.never = {{}};
    EXPECT_TRUE(istio_injector(settings, web({{"app", "web"}})).injected)
        << "an empty selector matches nothing";
    settings.policy = Policy::Invalid;
    EXPECT_FALSE(istio_injector(settings, web({{"sidecar.istio.io/inject", "true"}})).injected);
}

TEST(Ambient, CapturesPodsOfALabelledNamespaceUnlessTheyOptOut) {
    const char* key = "istio.io/dataplane-mode";
    const Namespace ambient = shop({{key, "ambient"}});
    const Namespace plain = shop({});
    EXPECT_TRUE(ambient_capture(&ambient, web(), false).injected);
    EXPECT_FALSE(ambient_capture(&ambient, web({{key, "none"}}), false).injected);
    EXPECT_TRUE(ambient_capture(&plain, web({{key, "ambient"}}), false).injected);
    EXPECT_FALSE(ambient_capture(&plain, web(), false).injected);
    EXPECT_FALSE(ambient_capture(&ambient, web(), true).injected) << "it has a sidecar";
    Workload host = web();
    host.pod.host_network = true;
    EXPECT_FALSE(ambient_capture(&ambient, host, false).injected);
}

TEST(Ambient, FindsTheWaypointOfAServiceOrItsNamespace) {
    const Routing nothing;
    const Namespace around = shop({{"istio.io/use-waypoint", "gate"}});
    Service service;
    service.metadata.name = "web";
    service.metadata.name_space = "shop";
    EXPECT_EQ(waypoint_of(service, &around, nothing).waypoint, (ObjectName{"shop", "gate"}));
    EXPECT_EQ(waypoint_of(service, nullptr, nothing).waypoint, std::nullopt);
    service.metadata.labels = {{"istio.io/use-waypoint", "none"}};
    EXPECT_EQ(waypoint_of(service, &around, nothing).waypoint, std::nullopt);
    service.metadata.labels = {{"istio.io/use-waypoint", "own"},
                               {"istio.io/use-waypoint-namespace", "infra"}};
    EXPECT_EQ(waypoint_of(service, &around, nothing).waypoint, (ObjectName{"infra", "own"}));
}

TEST(Ambient, AsksWhatAWaypointIsFor) {
    Routing routing;
    Gateway& gateway = routing.gateways.emplace_back();
    gateway.dialect = Dialect::GatewayApi;
    gateway.metadata.name = "gate";
    gateway.metadata.name_space = "shop";
    const Namespace around = shop({{"istio.io/use-waypoint", "gate"}});
    Service service;
    service.metadata.name_space = "shop";
    EXPECT_TRUE(waypoint_of(service, &around, routing).waypoint.has_value());
    EXPECT_FALSE(waypoint_of(web(), &around, routing).waypoint.has_value()) << "for Services by default";
    routing.gateways.front().metadata.labels = {{"istio.io/waypoint-for", "workload"}};
    EXPECT_FALSE(waypoint_of(service, &around, routing).waypoint.has_value());
    EXPECT_TRUE(waypoint_of(web(), &around, routing).waypoint.has_value());
    routing.gateways.front().metadata.labels = {{"istio.io/waypoint-for", "all"}};
    EXPECT_TRUE(waypoint_of(service, &around, routing).waypoint.has_value());
}

TEST(Linkerd, TheWebhookGoesByAnnotations) {
    const char* key = "linkerd.io/inject";
    const auto injected = [&](const char* around, const char* own) {
        const Namespace name_space = shop({}, *around == '\0' ? Labels{} : Labels{{key, around}});
        const Workload pods = web({}, *own == '\0' ? Labels{} : Labels{{key, own}});
        return linkerd_injection(LinkerdInjector::Webhook, &name_space, pods).injected;
    };
    EXPECT_TRUE(injected("enabled", ""));
    EXPECT_TRUE(injected("ingress", ""));
    EXPECT_TRUE(injected("disabled", "enabled"));
    EXPECT_TRUE(injected("", "ingress"));
    EXPECT_FALSE(injected("enabled", "disabled"));
    EXPECT_FALSE(injected("disabled", ""));
    EXPECT_FALSE(injected("", ""));
    EXPECT_FALSE(injected("enabled", "true")) << "no such value";
    EXPECT_FALSE(injected("yes", "enabled")) << "no such value";
}

TEST(Linkerd, NamesEveryReasonToSkipAPod) {
    Workload pods = web({}, {{"linkerd.io/inject", "disabled"}});
    pods.pod.host_network = true;
    pods.pod.mounts_token = false;
    pods.pod.containers.push_back({.name = "istio-proxy"});
    const LinkerdDecision decision = linkerd_injection(LinkerdInjector::Command, nullptr, pods);
    EXPECT_FALSE(decision.injected);
    EXPECT_THAT(decision.refusals, ElementsAre(LinkerdRefusal::HostNetwork, LinkerdRefusal::SidecarExists,
                                               LinkerdRefusal::AnnotationDisabled, LinkerdRefusal::NoToken));
}

TEST(Linkerd, TheCommandTakesItsOwnProxyAwayFirstAndAsksNobody) {
    Workload pods = web();
    pods.pod.containers.push_back({.name = "linkerd-proxy"});
    EXPECT_TRUE(linkerd_injection(LinkerdInjector::Command, nullptr, pods).injected);
    pods.pod.annotations = {{"linkerd.io/inject", "enabled"}};
    EXPECT_FALSE(linkerd_injection(LinkerdInjector::Webhook, nullptr, pods).injected);
}

TEST(Linkerd, APodsTokenIsTheAccountsUnlessItSaysSo) {
    const ServiceAccount account{{}, false};
    Workload pods = web({}, {{"linkerd.io/inject", "enabled"}});
    EXPECT_FALSE(linkerd_injection(LinkerdInjector::Webhook, nullptr, pods, &account).injected);
    pods.pod.mounts_token = true;
    EXPECT_TRUE(linkerd_injection(LinkerdInjector::Webhook, nullptr, pods, &account).injected);
}

TEST(Capture, FollowsThePortsOfTheAnnotations) {
    const auto pod = [](Labels annotations) { return web({}, std::move(annotations)).pod; };
    const std::string key = "traffic.sidecar.istio.io/";
    EXPECT_TRUE(captures_inbound(pod({}), 8080));
    EXPECT_FALSE(captures_inbound(pod({}), 15021));
    EXPECT_FALSE(captures_inbound(pod({{key + "excludeInboundPorts", "80, 8080"}}), 8080));
    EXPECT_TRUE(captures_inbound(pod({{key + "excludeInboundPorts", "80, 8080"}}), 808));
    EXPECT_FALSE(captures_inbound(pod({{key + "includeInboundPorts", "9090"}}), 8080));
    EXPECT_TRUE(captures_inbound(pod({{key + "includeInboundPorts", "*"}}), 8080));
    EXPECT_FALSE(captures_inbound(pod({{key + "includeInboundPorts", ""}}), 8080));
}

TEST(IstioProxy, IsASidecarBeforeZtunnel) {
    Topology topology;
    topology.namespaces = {shop({{"istio.io/dataplane-mode", "ambient"}})};
    topology.workloads = {web(), web({{"sidecar.istio.io/inject", "true"}}), web()};
    topology.workloads[2].pod.containers.push_back({.name = "istio-proxy"});
    const Directory directory(topology);
    const auto kind = [&](std::size_t i) {
        return istio_proxy_of({}, directory, topology.workloads[i]).kind;
    };
    EXPECT_EQ(kind(0), ProxyKind::Ztunnel);
    EXPECT_EQ(kind(1), ProxyKind::Sidecar);
    EXPECT_EQ(kind(2), ProxyKind::Sidecar) << "it brings its own";
}

} // namespace

} // namespace meshcast
