#include "scenarios/analysis/certificate.h"
#include "tests/scenarios/analysis/findings_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast::analysis {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> faults_of(const std::string& group, const std::string& kind,
                                   const std::string& spec) {
    return texts_of("object-validation", "apiVersion: " + group + ".istio.io/v1\nkind: " + kind +
                                             "\nmetadata: {name: a}\nspec: " + spec + "\n");
}

TEST(ObjectValidation, SpeaksAsTheApiServerDoes) {
    const auto entry = [](const std::string& spec) { return faults_of("networking", "ServiceEntry", spec); };
    EXPECT_THAT(entry("{hosts: [a.example.com], ports: [{name: a, number: 80}]}"), IsEmpty());
    EXPECT_THAT(entry("{}"), ElementsAre("spec.hosts: Required value"));
    EXPECT_THAT(entry("{hosts: []}"),
                ElementsAre(HasSubstr("spec.hosts in body should have at least 1 items")));
    EXPECT_THAT(entry("{hosts: a}"), ElementsAre("spec.hosts in body must be of type array: \"string\""));
    EXPECT_THAT(
        entry("{hosts: [a.b], ports: [{name: a, number: 70000}]}"),
        ElementsAre("spec.ports[0].number: Invalid value: \"integer\": port must be between 1-65535"));
    EXPECT_THAT(entry("{hosts: [a.b], ports: [{name: a, number: 1}, {name: a, number: 2}]}"),
                ElementsAre(HasSubstr("spec.ports[1]: Duplicate value")));
    EXPECT_THAT(entry("{hosts: [a.b], resolution: SOMEHOW}"),
                ElementsAre(HasSubstr("spec.resolution: Unsupported value: \"SOMEHOW\"")));
    EXPECT_THAT(entry(""), ElementsAre("spec in body must be of type object: \"null\""));
}

TEST(ObjectValidation, SeesFieldsTogether) {
    EXPECT_THAT(
        faults_of("networking", "ServiceEntry", "{hosts: [a.b], addresses: [10.0.0.0/8], resolution: DNS}"),
        ElementsAre(HasSubstr("CIDR addresses are allowed only for NONE/STATIC")));
    EXPECT_THAT(faults_of("security", "PeerAuthentication", "{portLevelMtls: {8080: {mode: STRICT}}}"),
                ElementsAre(HasSubstr("portLevelMtls requires selector")));
    EXPECT_THAT(faults_of("security", "AuthorizationPolicy",
                          "{rules: [{from: [{source: {serviceAccounts: [a], namespaces: [b]}}]}]}"),
                ElementsAre(HasSubstr("Cannot set serviceAccounts with namespaces or principals")));
    EXPECT_THAT(faults_of("networking", "WorkloadEntry", "{address: 'unix:///run/s', ports: {http: 80}}"),
                ElementsAre(HasSubstr("UDS may not include ports")));
}

TEST(ObjectValidation, KnowsTheOtherKinds) {
    EXPECT_THAT(faults_of("networking", "WorkloadGroup", "{}"), ElementsAre("spec.template: Required value"));
    EXPECT_THAT(faults_of("networking", "ProxyConfig", "{concurrency: -1}"),
                ElementsAre(HasSubstr("greater than or equal to 0")));
    EXPECT_THAT(faults_of("extensions", "WasmPlugin", "{url: 'ftp://a/b'}"),
                ElementsAre(HasSubstr("url must have schema one of")));
    EXPECT_THAT(faults_of("extensions", "WasmPlugin", "{url: 'oci://a/b'}"), IsEmpty());
    EXPECT_THAT(faults_of("telemetry", "Telemetry", "{tracing: [{randomSamplingPercentage: 101}]}"),
                ElementsAre(HasSubstr("less than or equal to 100")));
    EXPECT_THAT(faults_of("networking", "EnvoyFilter",
                          "{configPatches: [{match: {context: GATEWAY, waypoint: {}}}]}"),
                ElementsAre(HasSubstr("only support waypointMatch when context is WAYPOINT")));
    EXPECT_THAT(faults_of("security", "RequestAuthentication",
                          "{jwtRules: [{issuer: a, jwks: b, jwksUri: 'https://c'}]}"),
                ElementsAre(HasSubstr("only one of jwks or jwksUri can be set")));
    EXPECT_THAT(faults_of("networking", "Sidecar", "{egress: [{}]}"),
                ElementsAre("spec.egress[0].hosts: Required value"));
}

TEST(ObjectValidation, RefusesWhatIstiosWebhookDoes) {
    const auto routes = [](const std::string& http) {
        return faults_of("networking", "VirtualService", "{hosts: [web], http: [" + http + "]}");
    };
    EXPECT_THAT(routes("{route: [{destination: {host: web}}], timeout: 5s}"), IsEmpty());
    EXPECT_THAT(routes("{}"), ElementsAre("HTTP route, redirect or direct_response is required"));
    EXPECT_THAT(routes("{route: [{destination: {host: web}}], redirect: {uri: /}}"),
                ElementsAre("HTTP route cannot contain both route and redirect"));
    EXPECT_THAT(routes("{match: [{uri: {regex: '('}}], route: [{destination: {host: web}}]}"),
                ElementsAre(HasSubstr("invalid regex")));
    EXPECT_THAT(routes("{route: [{destination: {host: web}}], timeout: 5}"),
                Contains(HasSubstr("spec.http[0].timeout")));
    EXPECT_THAT(
        faults_of("networking", "DestinationRule", "{host: a, trafficPolicy: {tls: {mode: MUTUAL}}}"),
        ElementsAre("client certificate required for mutual tls", "private key required for mutual tls"));
    EXPECT_THAT(faults_of("networking", "Gateway",
                          "{servers: [{port: {number: 443, name: a, protocol: HTTPS}, hosts: ['*']}]}"),
                ElementsAre(HasSubstr("server must have TLS settings")));
    EXPECT_THAT(faults_of("security", "AuthorizationPolicy",
                          "{rules: [{when: [{key: request.colour, values: [red]}]}]}"),
                ElementsAre("unknown attribute: request.colour"));
}

TEST(Certificates, SayWhenTheyCount) {
    // The fields up to the validity, which is all that is read: 2023-01-02 03:04:05 and a day.
    const std::string pem = "-----BEGIN CERTIFICATE-----\n"
                            "MC4wLKADAgECAgEBMAAwADAeFw0yMzAxMDIwMzA0MDVaFw0yMzAxMDMwMzA0MDVa\n"
                            "-----END CERTIFICATE-----\n";
    const auto validity = certificate_validity(pem);
    ASSERT_TRUE(validity.has_value());
    EXPECT_EQ(validity->not_before, 1672628645);
    EXPECT_EQ(validity->not_after, 1672628645 + 86400);
    EXPECT_EQ(decode_base64("aGVsbG8="), "hello");
    EXPECT_EQ(decode_base64("?"), std::nullopt);
    EXPECT_FALSE(certificate_validity("no certificate").has_value());
    EXPECT_FALSE(
        certificate_validity("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----").has_value());
}

} // namespace

} // namespace meshcast::analysis
