#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"
#include "scenarios/import/kubernetes/app_protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

std::vector<std::string> codes(const Diagnostics& diagnostics) {
    std::vector<std::string> result;
    for (const Diagnostic& d : diagnostics.sorted()) {
        result.push_back(fmt::format("{} {}:{}", d.code(), d.where.line, d.where.column));
    }
    return result;
}

struct Import {
    Imported imported;
    Diagnostics diagnostics;
};

Import import(std::string text) {
    Import result;
    const std::vector<SourceFile> files{{"m.yaml", std::move(text)}};
    result.imported = import_manifests(files, result.diagnostics);
    return result;
}

Topology topology(std::string text) {
    Import result = import(std::move(text));
    EXPECT_THAT(codes(result.diagnostics), IsEmpty());
    return result.imported.topology;
}

std::vector<std::string> workload_names(const Topology& topology) {
    std::vector<std::string> names;
    for (const Workload& workload : topology.workloads) {
        names.push_back(workload.metadata.name_space + "/" + workload.metadata.name);
    }
    return names;
}

constexpr const char* kDeployment = R"(
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {team: front}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web, sidecar.istio.io/inject: true}
      annotations: {linkerd.io/inject: enabled}
    spec:
      serviceAccountName: web-account
      hostNetwork: yes
      initContainers:
      - {name: setup}
      - {name: proxy, restartPolicy: Always}
      containers:
      - name: app
        ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}]
        env: [{name: CART, value: "cart:80"}, {name: SECRET, valueFrom: {secretKeyRef: {name: s, key: k}}}]
        resources:
          requests: {cpu: 100m, memory: 64Mi}
          limits: {cpu: "1", memory: 128Mi}
      - name: helper
        resources: {limits: {cpu: 50m}}
)";

TEST(Manifests, DescribeADeployment) {
    const Topology result = topology(kDeployment);
    ASSERT_EQ(result.workloads.size(), 1u);
    const Workload& web = result.workloads[0];
    EXPECT_EQ(web.metadata.name, "web");
    EXPECT_EQ(web.metadata.name_space, "shop");
    EXPECT_EQ(web.metadata.origin, (Origin{"m.yaml", 2, 1}));
    EXPECT_THAT(web.metadata.labels, ElementsAre(Pair("team", "front")));
    EXPECT_EQ(web.kind, WorkloadKind::Deployment);
    EXPECT_EQ(web.replicas, 3);
    EXPECT_THAT(web.pod.labels, ElementsAre(Pair("app", "web"), Pair("sidecar.istio.io/inject", "true")));
    EXPECT_THAT(web.pod.annotations, ElementsAre(Pair("linkerd.io/inject", "enabled")));
    EXPECT_EQ(web.pod.service_account, "web-account");
    EXPECT_TRUE(web.pod.host_network);
    ASSERT_EQ(web.pod.containers.size(), 4u);
    const Container& app = web.pod.containers[0];
    ASSERT_EQ(app.ports.size(), 2u);
    EXPECT_EQ(app.ports[0].name, "http");
    EXPECT_EQ(app.ports[0].number, 8080);
    EXPECT_EQ(app.ports[1].transport, Transport::Udp);
    ASSERT_EQ(app.env.size(), 2u);
    EXPECT_EQ(app.env[0].value, "cart:80");
    EXPECT_EQ(app.env[0].origin.line, 24);
    EXPECT_EQ(app.env[1].value, "");
    EXPECT_EQ(app.cpu_request, MilliCpu{100});
    EXPECT_EQ(app.cpu_limit, MilliCpu{1000});
    EXPECT_EQ(app.memory_request, mebibytes(64));
    EXPECT_EQ(app.memory_limit, mebibytes(128));
    EXPECT_EQ(web.pod.containers[1].cpu_request, MilliCpu{50}) << "a limit alone is the request too";
    EXPECT_TRUE(web.pod.containers[2].init);
    EXPECT_FALSE(web.pod.containers[3].init) << "an init container that always restarts is a sidecar";
}

TEST(Manifests, FillInKubernetesDefaults) {
    const Topology result = topology("apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n"
                                     "spec: {replicas: , template: {spec: {containers: [{name: db}]}}}\n");
    ASSERT_EQ(result.workloads.size(), 1u);
    EXPECT_EQ(result.workloads[0].metadata.name_space, "default");
    EXPECT_EQ(result.workloads[0].kind, WorkloadKind::StatefulSet);
    EXPECT_EQ(result.workloads[0].replicas, 1);
    EXPECT_EQ(result.workloads[0].pod.service_account, "default");
    EXPECT_EQ(result.workloads[0].pod.containers[0].cpu_limit, std::nullopt);
}

TEST(Manifests, KnowEveryKindOfWorkload) {
    std::string text;
    for (const char* kind : {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"}) {
        text += fmt::format("---\napiVersion: apps/v1\nkind: {}\nmetadata: {{name: a}}\nspec: {{template: "
                            "{{spec: {{containers: [{{name: a}}]}}}}}}\n",
                            kind);
    }
    text += "---\napiVersion: v1\nkind: Pod\nmetadata: {generateName: a-, labels: {app: a}}\nspec: "
            "{containers: [{name: a}]}\n";
    const Topology result = topology(text);
    ASSERT_EQ(result.workloads.size(), 5u);
    EXPECT_EQ(result.workloads[2].kind, WorkloadKind::DaemonSet);
    EXPECT_EQ(result.workloads[3].kind, WorkloadKind::ReplicaSet);
    EXPECT_EQ(result.workloads[4].kind, WorkloadKind::Pod);
    EXPECT_EQ(result.workloads[4].metadata.name, "a");
    EXPECT_THAT(result.workloads[4].pod.labels, ElementsAre(Pair("app", "a")));
}

TEST(Manifests, DescribeServices) {
    const Topology result = topology(R"(
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {name: http-web, port: 80, targetPort: web}
  - {name: rpc, port: 9000, targetPort: "9001", appProtocol: grpc}
  - {name: dns, port: 53, protocol: UDP}
  - {name: other, port: 7000, targetPort: 7001}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {clusterIP: None, selector: {app: db}}
---
apiVersion: v1
kind: Service
metadata: {name: outside}
spec: {type: ExternalName, externalName: example.com}
)");
    ASSERT_EQ(result.services.size(), 3u);
    const Service& web = result.services[0];
    EXPECT_THAT(web.selector, ElementsAre(Pair("app", "web")));
    ASSERT_EQ(web.ports.size(), 4u);
    EXPECT_EQ(std::get<std::string>(web.ports[0].target_port), "web");
    EXPECT_EQ(web.ports[0].protocol, AppProtocol::Http1);
    EXPECT_EQ(std::get<int>(web.ports[1].target_port), 9001);
    EXPECT_EQ(web.ports[1].protocol, AppProtocol::Grpc);
    EXPECT_EQ(web.ports[2].transport, Transport::Udp);
    EXPECT_EQ(std::get<int>(web.ports[2].target_port), 53);
    EXPECT_EQ(web.ports[2].protocol, std::nullopt);
    EXPECT_EQ(web.ports[3].protocol, std::nullopt);
    EXPECT_TRUE(result.services[1].headless);
    EXPECT_EQ(result.services[2].external_name, "example.com");
}

TEST(Manifests, DescribeAutoscalers) {
    const Topology read = topology(R"(
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}
    - {type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: AverageValue, averageValue: 250m}}}
  behavior:
    scaleDown: {stabilizationWindowSeconds: 60, selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 30}]}
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: old}
spec: {scaleTargetRef: {kind: Deployment, name: old}, maxReplicas: 3, targetCPUUtilizationPercentage: 50}
)");
    ASSERT_EQ(read.autoscalers.size(), 2);
    const Autoscaler& web = read.autoscalers[0];
    EXPECT_EQ(web.metadata.name_space, "shop");
    EXPECT_EQ(web.target, "web");
    EXPECT_EQ(web.min_replicas, 2);
    EXPECT_EQ(web.max_replicas, 10);
    ASSERT_EQ(web.metrics.size(), 2);
    EXPECT_EQ(web.metrics[0].utilization, 0.6);
    EXPECT_EQ(web.metrics[1].container, "web");
    EXPECT_EQ(web.metrics[1].average, MilliCpu{250});
    EXPECT_EQ(web.down.stabilization, std::chrono::seconds(60));
    EXPECT_EQ(web.down.select, ScalingRules::Select::Min);
    ASSERT_EQ(web.down.policies.size(), 1);
    EXPECT_EQ(web.down.policies[0].period, std::chrono::seconds(30));
    EXPECT_EQ(web.up.policies.size(), 2); // Kubernetes' defaults
    EXPECT_EQ(read.autoscalers[1].metrics.at(0).utilization, 0.5);
}

TEST(Manifests, SayWhatIsWrongWithAutoscalers) {
    const Import read = import(R"(
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {kind: Deployment, name: web}
  minReplicas: 5
  maxReplicas: 3
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api}
spec:
  scaleTargetRef: {kind: Deployment, name: api}
  maxReplicas: 3
  metrics: [{type: External, external: {metric: {name: queue}}}, {type: Resource, resource: {name: cpu, target: {}}}]
)");
    std::vector<std::string> texts;
    for (const Diagnostic& finding : read.diagnostics.sorted()) {
        texts.push_back(std::string(finding.code()) + " " + finding.text);
    }
    EXPECT_THAT(texts, ElementsAre(HasSubstr("must not be above maxReplicas"),
                                   HasSubstr("MS0901 A metric of type External is not modelled"),
                                   HasSubstr("averageUtilization")));
}

TEST(Manifests, SayWhichEndpointsAServicePrefers) {
    const auto preferred = [](const std::string& word) {
        return topology("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}], " +
                        ("trafficDistribution: " + word + "}\n"))
            .services.front()
            .distribution;
    };
    EXPECT_EQ(preferred("PreferClose"), TrafficDistribution::SameZone);
    EXPECT_EQ(preferred("PreferSameZone"), TrafficDistribution::SameZone);
    EXPECT_EQ(preferred("PreferSameNode"), TrafficDistribution::SameNode);
    const Import wrong = import("apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
                                "spec: {ports: [{port: 80}], trafficDistribution: Near}\n");
    EXPECT_THAT(codes(wrong.diagnostics), testing::ElementsAre("MS0201 4:50"));
}

TEST(Manifests, DeclareProtocolsAsIstioReadsThem) {
    using kubernetes::declared_protocol;
    EXPECT_EQ(declared_protocol("", "http", 80), AppProtocol::Http1);
    EXPECT_EQ(declared_protocol("", "HTTP-web", 80), AppProtocol::Http1);
    EXPECT_EQ(declared_protocol("", "http2-web", 80), AppProtocol::Http2);
    EXPECT_EQ(declared_protocol("", "grpc", 80), AppProtocol::Grpc);
    EXPECT_EQ(declared_protocol("", "grpc-web", 80), AppProtocol::Http2);
    EXPECT_EQ(declared_protocol("", "https-api", 443), AppProtocol::Tcp);
    EXPECT_EQ(declared_protocol("", "tcp-redis", 6379), AppProtocol::Tcp);
    EXPECT_EQ(declared_protocol("", "mongo", 27017), AppProtocol::Tcp);
    EXPECT_EQ(declared_protocol("", "httpweb", 80), std::nullopt);
    EXPECT_EQ(declared_protocol("", "", 80), std::nullopt);
    EXPECT_EQ(declared_protocol("", "", 3306), AppProtocol::Tcp);
    EXPECT_EQ(declared_protocol("tcp", "http", 80), AppProtocol::Tcp);
    EXPECT_EQ(declared_protocol("example.com/own", "http", 80), std::nullopt);
    EXPECT_EQ(declared_protocol("kubernetes.io/h2c", "", 80), AppProtocol::Http2);
    EXPECT_EQ(declared_protocol("kubernetes.io/ws", "", 80), AppProtocol::Http1);
}

TEST(Manifests, DescribeNamespacesNodesAndAccounts) {
    const Topology result = topology(R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
---
apiVersion: v1
kind: Node
metadata: {name: n1, labels: {topology.kubernetes.io/zone: zone-b, topology.kubernetes.io/region: eu, topology.istio.io/subzone: rack-1}}
status:
  capacity: {cpu: "8", memory: 32Gi}
  allocatable: {cpu: 7910m, memory: 31Gi}
---
apiVersion: v1
kind: Node
metadata: {name: n2}
status: {capacity: {cpu: "4", memory: 16Gi}}
)");
    ASSERT_EQ(result.namespaces.size(), 1u);
    EXPECT_EQ(result.namespaces[0].metadata.name_space, "");
    EXPECT_THAT(result.namespaces[0].metadata.labels, ElementsAre(Pair("istio-injection", "enabled")));
    ASSERT_EQ(result.service_accounts.size(), 1u);
    EXPECT_EQ(result.service_accounts[0].metadata.name_space, "shop");
    ASSERT_EQ(result.nodes.size(), 2u);
    EXPECT_EQ(result.nodes[0].zone, "zone-b");
    EXPECT_EQ(result.nodes[0].region, "eu");
    EXPECT_EQ(result.nodes[0].subzone, "rack-1");
    EXPECT_EQ(result.nodes[0].cpu, MilliCpu{7910});
    EXPECT_EQ(result.nodes[0].memory, mebibytes(31 * 1024));
    EXPECT_EQ(result.nodes[1].zone, "zone-a");
    EXPECT_EQ(result.nodes[1].cpu, MilliCpu{4000});
}

TEST(Manifests, OpenLists) {
    const Topology result = topology(R"(
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Namespace, metadata: {name: a}}
- apiVersion: v1
  kind: NamespaceList
  items: [{metadata: {name: b}}, null, {apiVersion: v1, kind: Namespace, metadata: {name: c}}]
---
apiVersion: v1
kind: PodList
items: null
---
{"apiVersion": "v1", "kind": "ServiceList", "items": [{"metadata": {"name": "s"}, "spec": {"ports": [{"port": 80}]}}]}
)");
    EXPECT_EQ(result.namespaces.size(), 3u);
    EXPECT_EQ(result.services.size(), 1u);
    EXPECT_EQ(result.services[0].metadata.origin.line, 14);
}

TEST(Manifests, TakeWorkloadsOfADumpOnce) {
    const std::string owner = "apiVersion: apps/v1, controller: true, uid: x";
    const std::string pod = "spec: {containers: [{name: a}]}";
    const std::string text = fmt::format(R"(
apiVersion: v1
kind: List
items:
- {{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, namespace: shop}}, spec: {{template: {{{1}}}}}}}
- {{apiVersion: apps/v1, kind: ReplicaSet, metadata: {{name: web-5d, namespace: shop, ownerReferences: [{{kind: Deployment, name: web, {0}}}]}}, spec: {{template: {{{1}}}}}}}
- {{apiVersion: v1, kind: Pod, metadata: {{name: web-5d-x, namespace: shop, ownerReferences: [{{kind: ReplicaSet, name: web-5d, {0}}}]}}, {1}}}
- {{apiVersion: v1, kind: Pod, metadata: {{name: web-77-y, namespace: shop, labels: {{pod-template-hash: "77"}}, ownerReferences: [{{kind: ReplicaSet, name: web-77, {0}}}]}}, {1}}}
- {{apiVersion: v1, kind: Pod, metadata: {{name: web-5d-x, namespace: other, ownerReferences: [{{kind: ReplicaSet, name: web-5d, {0}}}]}}, {1}}}
- {{apiVersion: v1, kind: Pod, metadata: {{name: etcd, namespace: kube-system, ownerReferences: [{{kind: Node, name: n1, {0}}}]}}, {1}}}
- {{apiVersion: v1, kind: Pod, metadata: {{name: done, namespace: shop}}, {1}, status: {{phase: Succeeded}}}}
- {{apiVersion: v1, kind: Pod, metadata: {{name: alone, namespace: shop}}, {1}, status: {{phase: Running}}}}
)",
                                         owner, pod);
    EXPECT_THAT(workload_names(topology(text)),
                ElementsAre("shop/web", "other/web-5d-x", "kube-system/etcd", "shop/alone"));
}

TEST(Manifests, CountUnmodelledKindsOnce) {
    const Import result = import(R"(
{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {template: {spec: {containers: [{name: c}]}}}}
---
{apiVersion: networking.istio.io/v1, kind: EnvoyFilter, metadata: {name: a}}
---
{apiVersion: batch/v1, kind: Job, metadata: {name: b}, spec: {template: {spec: {containers: [{name: c}]}}}}
---
{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}
)");
    std::vector<std::pair<std::string, int>> kinds;
    for (const UnmodelledKind& kind : result.imported.unmodelled) {
        kinds.emplace_back(kind.kind, kind.count);
    }
    EXPECT_THAT(kinds, ElementsAre(Pair("EnvoyFilter (networking.istio.io/v1)", 1), Pair("Job (batch/v1)", 2),
                                   Pair("Service (serving.knative.dev/v1)", 1)));
    EXPECT_THAT(codes(result.diagnostics), ElementsAre("MS0901 2:1", "MS0901 4:1", "MS0901 8:1"));
    EXPECT_FALSE(result.diagnostics.has_errors());
}

TEST(Manifests, LetTheLastOfTwoObjectsCount) {
    const std::string service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: ";
    const Import result = import(service + "80}]}\n---\n" + service + "81}]}\n---\n" + service + "82}]}\n");
    ASSERT_EQ(result.imported.topology.services.size(), 1u);
    EXPECT_EQ(result.imported.topology.services[0].ports[0].port, 82);
    EXPECT_THAT(codes(result.diagnostics), ElementsAre("MS0022 6:1", "MS0022 11:1"));
}

TEST(Manifests, ReadObjectsOfOldVersions) {
    const Import result =
        import("apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: web}\n"
               "spec: {template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a}]}}}\n");
    EXPECT_EQ(result.imported.topology.workloads.size(), 1u);
    EXPECT_THAT(codes(result.diagnostics), ElementsAre("MS0902 1:1"));
}

TEST(Manifests, NeedNotAllBeForACluster) {
    const std::string service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
    const Import beside = import(service + "---\nreplicaCount: 1\n");
    EXPECT_THAT(codes(beside.diagnostics), ElementsAre("MS0017 6:1"));
    const Import alone = import("replicaCount: 1\n");
    EXPECT_THAT(codes(alone.diagnostics), ElementsAre("MS0017 1:1", "MS0025 1:1"));
    const Import own = import("apiVersion: meshcast/v1\nkind: Scenario\n");
    EXPECT_THAT(codes(own.diagnostics), IsEmpty());
}

TEST(Manifests, LeaveUnknownFieldsAlone) {
    const Import result = import(std::string(kDeployment) +
                                 "      vendorThing: {x: 1}\n      nodeSelector: {disk: ssd}\nstatus: {}\n");
    EXPECT_THAT(codes(result.diagnostics), IsEmpty());
}

TEST(Manifests, NameFilesAndDigestTheirBytes) {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{{"a.yaml", "# a\n"}, {"b.yaml", "# b\n"}};
    const std::vector<SourceFile> renamed{{"c.yaml", "# a\n"}, {"d.yaml", "# b\n"}};
    const std::vector<SourceFile> moved{{"a.yaml", "# a\n# b\n"}, {"b.yaml", ""}};
    const Imported imported = import_manifests(files, diagnostics);
    EXPECT_THAT(imported.files, ElementsAre("a.yaml", "b.yaml"));
    EXPECT_EQ(imported.digest, digest_of(renamed));
    EXPECT_NE(imported.digest, digest_of(moved));
    EXPECT_EQ(imported.digest.size(), 16u);
}

} // namespace

} // namespace meshcast
