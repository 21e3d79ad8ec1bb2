#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct ReadObject {
    Imported imported;
    std::vector<std::string> codes; // with line
    std::string text;
    bool has_errors = false;
};

/// The object's spec is line 4.
ReadObject read_object(const std::string& api, const std::string& kind, const std::string& spec,
                       const std::string& name = "x") {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{
        {"m.yaml",
         fmt::format("apiVersion: {}\nkind: {}\nmetadata: {{name: {}}}\nspec: {}\n", api, kind, name, spec)}};
    ReadObject result;
    result.imported = import_manifests(files, diagnostics);
    result.has_errors = diagnostics.has_errors();
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        EXPECT_GE(diagnostic.where.line, 1);
        result.codes.push_back(fmt::format("{}:{}", diagnostic.code(), diagnostic.where.line));
        result.text += to_string(diagnostic) + "\n";
    }
    return result;
}

ReadObject network_policy(const std::string& spec) {
    return read_object("networking.k8s.io/v1", "NetworkPolicy", spec);
}

ReadObject admin_policy(const std::string& spec) {
    return read_object("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy", spec);
}

ReadObject cilium_object(const std::string& spec) {
    return read_object("cilium.io/v2", "CiliumNetworkPolicy", spec);
}

/// A rule of ingress for everything.
ReadObject admin_rule(const std::string& rule) {
    return admin_policy("{priority: 1, subject: {namespaces: {}}, ingress: [" + rule + "]}");
}

ReadObject cilium_egress(const std::string& rule) {
    return cilium_object("{endpointSelector: {}, egress: [" + rule + "]}");
}

std::string repeated(const std::string& item, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) {
        result += (i == 0 ? "" : ", ") + item;
    }
    return "[" + result + "]";
}

constexpr int kMany = 20'000;

/// Each spec has one thing wrong, which must be an error of line 4.
void expect_errors(ReadObject (*read)(const std::string&), const std::vector<std::string>& specs) {
    for (const std::string& spec : specs) {
        const ReadObject result = read(spec);
        EXPECT_TRUE(result.has_errors) << spec << "\n" << result.text;
        EXPECT_THAT(result.text, HasSubstr("m.yaml:4:")) << spec;
    }
}

TEST(ImportNetworkPolicy, RefusesValuesOfTheWrongKind) {
    expect_errors(network_policy,
                  {"7", "[]", "{podSelector: x}", "{podSelector: []}", "{podSelector: {matchLabels: [a]}}",
                   "{podSelector: {matchExpressions: {a: b}}}", "{podSelector: {}, ingress: {}}",
                   "{podSelector: {}, ingress: [7]}", "{podSelector: {}, ingress: [{from: x}]}",
                   "{podSelector: {}, ingress: [{from: [x]}]}", "{podSelector: {}, ingress: [{ports: 80}]}",
                   "{podSelector: {}, ingress: [{ports: [80]}]}",
                   "{podSelector: {}, ingress: [{ports: [{port: [80]}]}]}",
                   "{podSelector: {}, egress: [{to: {podSelector: {}}}]}",
                   "{podSelector: {}, policyTypes: Ingress}", "{podSelector: {}, policyTypes: [[Ingress]]}"});
}

TEST(ImportNetworkPolicy, RefusesWhatKubernetesDoes) {
    expect_errors(
        network_policy,
        {"{podSelector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}}",
         "{podSelector: {matchExpressions: [{key: a, operator: In}]}}",
         "{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}",
         "{podSelector: {matchExpressions: [{operator: Exists}]}}",
         "{podSelector: {}, ingress: [{from: [{}]}]}", "{podSelector: {}, policyTypes: [ingress]}",
         "{podSelector: {}, ingress: [{from: [{ipBlock: {}}]}]}",
         "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1}}]}]}",
         "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}",
         "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/24, except: [10.0.1.0/25]}}]}]}",
         "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}",
         "{podSelector: {}, ingress: [{ports: [{port: 65536}]}]}",
         "{podSelector: {}, ingress: [{ports: [{port: -1}]}]}",
         "{podSelector: {}, ingress: [{ports: [{port: 90, endPort: 80}]}]}",
         "{podSelector: {}, ingress: [{ports: [{port: http, endPort: 80}]}]}",
         "{podSelector: {}, ingress: [{ports: [{endPort: 80}]}]}"});
}

TEST(ImportNetworkPolicy, WarnsOfUnknownProtocolsAndTakesTcp) {
    EXPECT_THAT(network_policy("{podSelector: {}, ingress: [{ports: [{port: 80, protocol: HTTP}]}]}").codes,
                ElementsAre("MS0202:4"));
    EXPECT_THAT(admin_rule("{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {protocol: X, "
                           "port: 1}}]}")
                    .codes,
                ElementsAre("MS0202:4"));
}

TEST(ImportNetworkPolicy, KeepsNoWiderRuleWhereItsPeersAndPortsAreUnreadable) {
    const ReadObject read = network_policy(
        "{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: x}}], ports: [{port: 99999}]}]}");
    EXPECT_EQ(read.codes.size(), 2U) << read.text;
    ASSERT_EQ(read.imported.security.network_policies.size(), 1U);
    const NetworkPolicy::Rule& rule = read.imported.security.network_policies[0].ingress.rules.at(0);
    EXPECT_FALSE(rule.any_peer);
    EXPECT_TRUE(rule.peers.empty());
    EXPECT_FALSE(rule.any_port);
    EXPECT_LT(rule.ports.at(0).last, 1); // no port
}

TEST(ImportNetworkPolicy, ReadsHugeLists) {
    const ReadObject read =
        network_policy("{podSelector: {}, ingress: [{from: " + repeated("{podSelector: {}}", kMany) +
                       ", ports: " + repeated("{port: 80}", kMany) + "}]}");
    EXPECT_THAT(read.codes, IsEmpty());
    const NetworkPolicy::Rule& rule = read.imported.security.network_policies.at(0).ingress.rules.at(0);
    EXPECT_EQ(rule.peers.size(), static_cast<std::size_t>(kMany));
    EXPECT_EQ(rule.ports.size(), static_cast<std::size_t>(kMany));
}

TEST(ImportAdminNetworkPolicy, RefusesValuesOfTheWrongKind) {
    expect_errors(admin_policy,
                  {"7", "[]", "{}", "{priority: 1, subject: x}",
                   "{priority: high, subject: {namespaces: {}}}", "{priority: [], subject: {namespaces: {}}}",
                   "{priority: 1, subject: {namespaces: []}}", "{priority: 1, subject: {pods: x}}",
                   "{priority: 1, subject: {namespaces: {}}, ingress: {}}",
                   "{priority: 1, subject: {namespaces: {}}, egress: [x]}"});
    expect_errors(admin_rule,
                  {"{action: [], from: [{namespaces: {}}]}", "{action: Deny, from: x}",
                   "{action: Deny, from: [x]}", "{action: Deny, from: [{pods: []}]}",
                   "{action: Deny, from: [{networks: x}]}", "{action: Deny, from: [{networks: [[]]}]}",
                   "{action: Deny, from: [{namespaces: {}}], ports: [80]}",
                   "{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: 80}]}"});
}

TEST(ImportAdminNetworkPolicy, RefusesWhatKubernetesDoes) {
    expect_errors(admin_policy, {"{subject: {namespaces: {}}}", "{priority: 1001, subject: {namespaces: {}}}",
                                 "{priority: -1, subject: {namespaces: {}}}", "{priority: 1, subject: {}}",
                                 "{priority: 1, subject: {namespaces: {}, pods: {}}}"});
    expect_errors(admin_rule,
                  {"{from: [{namespaces: {}}]}", "{action: deny, from: [{namespaces: {}}]}", "{action: Deny}",
                   "{action: Deny, from: []}", "{action: Deny, from: [{networks: [10.0.0.1]}]}",
                   "{action: Deny, from: [{namespaces: {}}], ports: [{}]}",
                   "{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {port: 0}}]}",
                   "{action: Deny, from: [{namespaces: {}}], ports: [{portRange: {start: 9, end: 8}}]}"});
    const std::string baseline = "BaselineAdminNetworkPolicy";
    const std::string api = "policy.networking.k8s.io/v1alpha1";
    EXPECT_TRUE(read_object(api, baseline, "{subject: {namespaces: {}}}", "other").has_errors);
    EXPECT_TRUE(
        read_object(api, baseline,
                    "{subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: {}}]}]}",
                    "default")
            .has_errors);
    EXPECT_THAT(read_object(api, baseline, "{subject: {namespaces: {}}}", "default").codes, IsEmpty());
}

TEST(ImportAdminNetworkPolicy, ReadsHugeLists) {
    const ReadObject read = admin_policy(
        "{priority: 1, subject: {namespaces: {}}, ingress: " +
        repeated("{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {port: 80}}]}", kMany / 10) +
        "}");
    EXPECT_THAT(read.codes, IsEmpty());
    EXPECT_EQ(read.imported.security.admin_network_policies.at(0).ingress.size(),
              static_cast<std::size_t>(kMany / 10));
}

TEST(ImportCiliumPolicy, RefusesValuesOfTheWrongKind) {
    expect_errors(cilium_object,
                  {"7", "[]", "{endpointSelector: x}", "{endpointSelector: []}",
                   "{endpointSelector: {}, ingress: x}", "{endpointSelector: {}, ingress: [x]}",
                   "{endpointSelector: {}, egressDeny: {}}",
                   "{endpointSelector: {}, enableDefaultDeny: {ingress: [], egress: true}}",
                   "{endpointSelector: {}, enableDefaultDeny: x}"});
    expect_errors(cilium_egress, {"{toEndpoints: {}}",
                                  "{toEndpoints: [x]}",
                                  "{toEntities: world}",
                                  "{toEntities: [[]]}",
                                  "{toCIDR: 10.0.0.0/8}",
                                  "{toCIDR: [{}]}",
                                  "{toCIDRSet: [x]}",
                                  "{toFQDNs: [x]}",
                                  "{toServices: [x]}",
                                  "{toServices: [{k8sService: x}]}",
                                  "{toPorts: x}",
                                  "{toPorts: [80]}",
                                  "{toPorts: [{ports: [80]}]}",
                                  "{toPorts: [{ports: [{port: [80]}]}]}",
                                  "{toPorts: [{ports: [{port: \"80\"}], rules: []}]}",
                                  "{toPorts: [{ports: [{port: \"80\"}], rules: {http: {}}}]}",
                                  "{toPorts: [{ports: [{port: \"80\"}], rules: {http: [{path: []}]}}]}",
                                  "{icmps: x}",
                                  "{icmps: [{fields: 8}]}",
                                  "{icmps: [{fields: [{type: []}]}]}"});
}

TEST(ImportCiliumPolicy, RefusesWhatCiliumDoes) {
    expect_errors(cilium_object, {"{}", "{endpointSelector: {}, nodeSelector: {}}"});
    expect_errors(cilium_egress, {"{toEntities: [everybody]}", "{toCIDR: [10.0.0.0/99]}",
                                  "{toCIDRSet: [{cidr: 10.0.0.0/8, except: [11.0.0.0/9]}]}",
                                  "{toFQDNs: [{}]}", "{toEndpoints: [{}], toEntities: [world]}",
                                  "{toPorts: [{ports: [{}]}]}", "{toPorts: [{ports: [{port: \"70000\"}]}]}",
                                  "{toPorts: [{ports: [{port: \"80\", endPort: 70}]}]}",
                                  "{toPorts: [{ports: [{port: \"80\", protocol: HTTP}]}]}",
                                  "{toPorts: [{ports: [{port: \"80\"}], rules: {http: [{path: \"(\"}]}}]}",
                                  "{toPorts: [{ports: [{port: \"80\"}]}], icmps: [{fields: [{type: 8}]}]}",
                                  "{icmps: [{fields: [{type: Ping}]}]}"});
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{
        {"m.yaml", "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: x}}"}};
    EXPECT_THAT(import_manifests(files, diagnostics).security.cilium_policies, IsEmpty());
    EXPECT_TRUE(diagnostics.has_errors());
}

TEST(ImportCiliumPolicy, SaysWhatIsNotModelledAndLetsItMatchNothing) {
    for (const std::string field :
         {"toGroups: [{aws: {}}]", "toRequires: [{}]", "toCIDRSet: [{cidrGroupRef: g}]",
          "toServices: [{k8sServiceSelector: {}}]"}) {
        const ReadObject read = cilium_egress("{" + field + "}");
        EXPECT_THAT(read.codes, ElementsAre("MS0600:4")) << read.text;
        EXPECT_FALSE(read.imported.security.cilium_policies.at(0).egress.allow.at(0).any_peer) << field;
    }
}

TEST(ImportCiliumPolicy, ReadsHugeLists) {
    const ReadObject read = cilium_egress("{toCIDR: " + repeated("10.0.0.0/8", kMany) + ", toPorts: " +
                                          repeated("{ports: [{port: \"80\"}]}", kMany / 10) + "}");
    EXPECT_THAT(read.codes, IsEmpty());
    const CiliumPolicy::Rule& rule = read.imported.security.cilium_policies.at(0).egress.allow.at(0);
    EXPECT_EQ(rule.addresses.size(), static_cast<std::size_t>(kMany));
    EXPECT_EQ(rule.ports.size(), static_cast<std::size_t>(kMany / 10));
}

ReadObject job(const std::string& spec) {
    return read_object("batch/v1", "Job", spec);
}

ReadObject cron_job(const std::string& spec) {
    return read_object("batch/v1", "CronJob", spec);
}

ReadObject replication_controller(const std::string& spec) {
    return read_object("v1", "ReplicationController", spec);
}

ReadObject virtual_machine(const std::string& spec) {
    return read_object("kubevirt.io/v1", "VirtualMachine", spec);
}

const std::string kTemplate = "{metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}";

TEST(ImportUnsimulatedPods, KeepsThemForPoliciesAlone) {
    for (const ReadObject& read :
         {job("{template: " + kTemplate + "}"),
          cron_job("{jobTemplate: {spec: {template: " + kTemplate + "}}}"),
          virtual_machine("{template: {metadata: {labels: {app: a}}, spec: {domain: {}}}}")}) {
        EXPECT_FALSE(read.has_errors) << read.text;
        EXPECT_THAT(read.imported.topology.workloads, IsEmpty());
        ASSERT_EQ(read.imported.topology.unsimulated.size(), 1U);
        EXPECT_EQ(read.imported.topology.unsimulated[0].pod.labels.at("app"), "a");
    }
    const ReadObject controller = replication_controller("{replicas: 3, template: " + kTemplate + "}");
    EXPECT_THAT(controller.codes, IsEmpty()) << controller.text;
    ASSERT_EQ(controller.imported.topology.workloads.size(), 1U); // like any other that serves
    EXPECT_EQ(controller.imported.topology.workloads[0].replicas, 3);
}

TEST(ImportUnsimulatedPods, RefusesValuesOfTheWrongKind) {
    expect_errors(job, {"7", "[]", "{template: x}", "{template: {spec: []}}",
                        "{template: {metadata: {labels: []}, spec: {containers: [{name: c}]}}}",
                        "{template: {spec: {containers: {}}}}", "{template: {spec: {containers: [7]}}}"});
    expect_errors(cron_job, {"7", "{jobTemplate: x}", "{jobTemplate: {spec: []}}",
                             "{jobTemplate: {spec: {template: []}}}"});
    expect_errors(virtual_machine, {"7", "{template: x}", "{template: {metadata: []}}",
                                    "{template: {metadata: {labels: x}}}"});
    expect_errors(replication_controller, {"7", "{}", "{replicas: many, template: " + kTemplate + "}",
                                           "{replicas: -1, template: " + kTemplate + "}", "{template: x}"});
}

TEST(ImportUnsimulatedPods, WarnsOfMissingTemplatesAndKeepsThePods) {
    for (const ReadObject& read :
         {job("{}"), cron_job("{schedule: x}"), cron_job("{jobTemplate: {spec: {}}}"),
          virtual_machine("{running: true}")}) {
        EXPECT_THAT(read.codes, Contains("MS0026:4")) << read.text;
        EXPECT_FALSE(read.has_errors) << read.text;
        ASSERT_EQ(read.imported.topology.unsimulated.size(), 1U);
        EXPECT_THAT(read.imported.topology.unsimulated[0].pod.labels, IsEmpty());
    }
}

ReadObject openshift_route(const std::string& spec) {
    return read_object("route.openshift.io/v1", "Route", spec);
}

TEST(ImportOpenShiftRoute, LeadsToServicesAlone) {
    const ReadObject read = openshift_route("{to: {kind: Service, name: a, weight: 1}, alternateBackends: "
                                            "[{name: b}, {kind: Pod, name: c}], port: {targetPort: http}}");
    EXPECT_FALSE(read.has_errors) << read.text;
    ASSERT_EQ(read.imported.security.exposures.size(), 1U);
    const std::vector<Exposure::Backend>& backends = read.imported.security.exposures[0].backends;
    ASSERT_EQ(backends.size(), 2U);
    EXPECT_EQ(backends[0].service, "a");
    EXPECT_EQ(std::get<std::string>(backends[0].port), "http");
    EXPECT_EQ(backends[1].service, "b");
}

TEST(ImportOpenShiftRoute, RefusesValuesOfTheWrongKind) {
    expect_errors(openshift_route,
                  {"7", "[]", "{to: a}", "{to: [a]}", "{to: {name: []}}",
                   "{to: {name: a}, alternateBackends: {}}", "{to: {name: a}, alternateBackends: [b]}",
                   "{to: {name: a}, port: 80}", "{to: {name: a}, port: {targetPort: [80]}}"});
    const ReadObject missing = openshift_route("{host: a.example.com}");
    EXPECT_THAT(missing.codes, Contains("MS0026:4")) << missing.text;
    EXPECT_FALSE(missing.has_errors);
}

TEST(ImportOpenShiftRoute, ReadsHugeLists) {
    const ReadObject read =
        openshift_route("{to: {name: a}, alternateBackends: " + repeated("{name: b}", kMany) + "}");
    EXPECT_FALSE(read.has_errors);
    EXPECT_EQ(read.imported.security.exposures.at(0).backends.size(), static_cast<std::size_t>(kMany + 1));
}

} // namespace

} // namespace meshcast
