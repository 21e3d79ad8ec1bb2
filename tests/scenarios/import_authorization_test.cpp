#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct ReadPolicies {
    Security security;
    std::vector<std::string> codes; // with line
    std::string text;
};

/// The object's spec is line 4.
ReadPolicies read_policy(const std::string& api, const std::string& kind, const std::string& spec) {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files{
        {"m.yaml", "apiVersion: " + api + "\nkind: " + kind + "\nmetadata: {name: x}\nspec: " + spec + "\n"}};
    Imported imported = import_manifests(files, diagnostics);
    EXPECT_THAT(imported.unmodelled, IsEmpty());
    ReadPolicies result{std::move(imported.security), {}, ""};
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        result.codes.push_back(fmt::format("{}:{}", diagnostic.code(), diagnostic.where.line));
        result.text += to_string(diagnostic) + "\n";
    }
    return result;
}

ReadPolicies istio_policy(const std::string& spec) {
    return read_policy("security.istio.io/v1", "AuthorizationPolicy", spec);
}

ReadPolicies linkerd_policy(const std::string& kind, const std::string& spec) {
    return read_policy("policy.linkerd.io/v1alpha1", kind, spec);
}

TEST(ImportAuthorization, ReadsEveryField) {
    const ReadPolicies read = istio_policy(R"({selector: {matchLabels: {app: a}}, action: DENY, rules: [
  {from: [{source: {principals: [p], notNamespaces: [n], remoteIpBlocks: [10.0.0.0/8]}}],
   to: [{operation: {ports: ["80"], notPaths: [/x, "/a/{*}"]}}],
   when: [{key: "request.headers[a]", notValues: [b]}]}]})");
    EXPECT_THAT(read.codes, IsEmpty()) << read.text;
    ASSERT_EQ(read.security.authorization_policies.size(), 1U);
    const AuthorizationPolicy& policy = read.security.authorization_policies.front();
    EXPECT_EQ(policy.action, AuthorizationPolicy::Action::Deny);
    EXPECT_EQ(policy.scope.selector->at("app"), "a");
    ASSERT_EQ(policy.rules.size(), 1U);
    EXPECT_EQ(policy.rules.front().origin.line, 5);
    EXPECT_THAT(policy.rules.front().from.front().principals.values, ElementsAre("p"));
    EXPECT_THAT(policy.rules.front().to.front().paths.not_values, ElementsAre("/x", "/a/{*}"));
    EXPECT_THAT(policy.rules.front().when.front().value.not_values, ElementsAre("b"));
}

TEST(ImportAuthorization, KeepsWhatIsMissingApartFromWhatIsEmpty) {
    EXPECT_FALSE(istio_policy("{}").security.authorization_policies.front().scope.selector);
    EXPECT_TRUE(istio_policy("{selector: {}}").security.authorization_policies.front().scope.selector);
    EXPECT_THAT(istio_policy("{rules: []}").security.authorization_policies.front().rules, IsEmpty());
    EXPECT_EQ(istio_policy("{rules: [{}]}").security.authorization_policies.front().rules.size(), 1U);
}

TEST(ImportAuthorization, SaysWhatIstioWouldRefuse) {
    EXPECT_THAT(istio_policy("{rules: [{to: [{operation: {ports: [http]}}]}]}").codes,
                ElementsAre("MS0640:4"));
    EXPECT_THAT(istio_policy("{rules: [{from: [{source: {ipBlocks: [1.2.3]}}]}]}").codes,
                ElementsAre("MS0640:4"));
    EXPECT_THAT(istio_policy("{rules: [{to: [{operation: {paths: ['/{**}/{*}']}}]}]}").codes,
                ElementsAre("MS0640:4"));
    EXPECT_THAT(istio_policy("{rules: [{when: [{key: source.mood, values: [x]}]}]}").codes,
                ElementsAre("MS0641:4"));
    EXPECT_THAT(istio_policy("{rules: [{from: [{source: {}}]}]}").codes, ElementsAre("MS0642:4"));
    EXPECT_THAT(istio_policy("{action: DENY}").codes, ElementsAre("MS0643:4"));
    EXPECT_THAT(
        istio_policy("{selector: {matchLabels: {a: b}}, targetRefs: [{kind: Service, name: x}]}").codes,
        ElementsAre("MS0644:4"));
    EXPECT_THAT(istio_policy("{action: CUSTOM, rules: [{}]}").codes, ElementsAre("MS0645:4"));
    EXPECT_THAT(read_policy("security.istio.io/v1", "RequestAuthentication", "{jwtRules: [{jwks: x}]}").codes,
                ElementsAre("MS0646:4"));
}

TEST(ImportAuthorization, SaysWhatLinkerdWouldIgnore) {
    EXPECT_THAT(linkerd_policy("AuthorizationPolicy", "{targetRef: {kind: Pod, name: a}}").codes,
                ElementsAre("MS0647:4"));
    EXPECT_THAT(
        linkerd_policy("ServerAuthorization", "{server: {name: a}, client: {networks: [{cidr: 10.0.0.1}]}}")
            .codes,
        ElementsAre("MS0648:4"));
    EXPECT_THAT(linkerd_policy("MeshTLSAuthentication", "{identities: []}").codes, ElementsAre("MS0648:4"));
    const std::string account = "{kind: ServiceAccount, name: a}";
    EXPECT_THAT(linkerd_policy("AuthorizationPolicy", "{targetRef: {kind: Namespace, name: default}, "
                                                      "requiredAuthenticationRefs: [" +
                                                          account + ", " + account + "]}")
                    .codes,
                ElementsAre("MS0650:4"));
    EXPECT_THAT(
        linkerd_policy("AuthorizationPolicy",
                       "{targetRef: {group: policy.linkerd.io, kind: Server, name: a}, "
                       "requiredAuthenticationRefs: [{group: policy.linkerd.io, kind: NetworkAuthentication, "
                       "name: gone}]}")
            .codes,
        ElementsAre("MS0649:4"));
    EXPECT_THAT(linkerd_policy("NetworkAuthentication", "{networks: [{cidr: ten}]}").codes,
                ElementsAre("MS0640:4"));
}

TEST(ImportAuthorization, SurvivesValuesOfTheWrongKind) {
    for (const char* spec :
         {"7", "[]", "{rules: 7}", "{rules: [7]}", "{rules: [{from: {}}]}", "{rules: [{to: [[]]}]}",
          "{rules: [{when: [x]}]}", "{selector: x}", "{targetRefs: {a: b}}", "{action: []}",
          "{rules: [{from: [{source: {principals: {a: b}}}]}]}", "{provider: 7, action: CUSTOM}"}) {
        const ReadPolicies read = istio_policy(spec);
        EXPECT_THAT(read.codes, testing::Not(IsEmpty())) << spec;
    }
    for (const char* kind : {"Server", "ServerAuthorization", "AuthorizationPolicy", "MeshTLSAuthentication",
                             "NetworkAuthentication"}) {
        EXPECT_THAT(linkerd_policy(kind, "[]").codes, testing::Not(IsEmpty())) << kind;
    }
}

} // namespace

} // namespace meshcast
