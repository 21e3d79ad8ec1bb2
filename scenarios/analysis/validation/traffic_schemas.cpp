#include "scenarios/analysis/validation/common.h"
#include "scenarios/analysis/validation/kinds_schemas.h"

namespace meshcast::analysis {

namespace {

Schema client_tls() {
    return fields({{"mode", text().one_of({"DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"})},
                   {"clientCertificate", text()},
                   {"privateKey", text()},
                   {"caCertificates", text()},
                   {"credentialName", text()},
                   {"subjectAltNames", list(text())},
                   {"sni", text()},
                   {"insecureSkipVerify", boolean()}});
}

Schema server_tls() {
    return fields(
        {{"mode", text().one_of({"PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL",
                                 "OPTIONAL_MUTUAL"})},
         {"httpsRedirect", boolean()},
         {"credentialName", text()},
         {"credentialNames", list(text()).at_least(1).at_most(2)},
         {"tlsCertificates", list(fields({})).at_least(1).at_most(2)},
         {"serverCertificate", text()},
         {"privateKey", text()},
         {"caCertificates", text()},
         {"subjectAltNames", list(text())},
         {"minProtocolVersion", text().one_of({"TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"})},
         {"maxProtocolVersion", text().one_of({"TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"})},
         {"cipherSuites", list(text())}});
}

Schema listener_port() {
    return fields({{"number", integer().at_least(0), true},
                   {"protocol", text(), true},
                   {"name", text(), true},
                   {"targetPort", integer().at_least(0)}});
}

Schema load_balancer() {
    const Schema cookie = fields({{"name", text(), true}, {"path", text()}, {"ttl", text()}});
    const Schema hash =
        fields({{"httpHeaderName", text()},
                {"httpCookie", cookie},
                {"useSourceIp", boolean()},
                {"httpQueryParameterName", text()},
                {"minimumRingSize", integer().at_least(0)},
                {"ringHash", fields({{"minimumRingSize", integer().at_least(0)}})},
                {"maglev", fields({{"tableSize", integer().at_least(0)}})}})
            .only_one({"httpHeaderName", "httpCookie", "useSourceIp", "httpQueryParameterName"})
            .only_one({"ringHash", "maglev"});
    const Schema locality =
        fields({{"distribute", list(fields({{"from", text()}, {"to", map(integer().at_least(0))}}))},
                {"failover", list(fields({{"from", text()}, {"to", text()}}))},
                {"failoverPriority", list(text())}});
    return fields({{"simple", text().one_of({"UNSPECIFIED", "LEAST_CONN", "RANDOM", "PASSTHROUGH",
                                             "ROUND_ROBIN", "LEAST_REQUEST"})},
                   {"consistentHash", hash},
                   {"localityLbSetting", locality},
                   {"warmupDurationSecs", duration()},
                   {"warmup", fields({{"duration", duration(), true},
                                      {"minimumPercent", number().at_least(0).at_most(100)},
                                      {"aggression", number().at_least(1)}})}})
        .only_one({"simple", "consistentHash"});
}

Schema connection_pool() {
    const Schema tcp = fields(
        {{"maxConnections", integer()},
         {"connectTimeout", duration()},
         {"maxConnectionDuration", duration()},
         {"idleTimeout", duration()},
         {"tcpKeepalive",
          fields({{"probes", integer().at_least(0)}, {"time", duration()}, {"interval", duration()}})}});
    const Schema http = fields({{"http1MaxPendingRequests", integer()},
                                {"http2MaxRequests", integer()},
                                {"maxRequestsPerConnection", integer()},
                                {"maxRetries", integer()},
                                {"idleTimeout", duration()},
                                {"h2UpgradePolicy", text().one_of({"DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"})},
                                {"maxConcurrentStreams", integer()}});
    return fields({{"tcp", tcp}, {"http", http}});
}

Schema outlier_detection() {
    return fields({{"consecutiveErrors", integer()},
                   {"consecutiveGatewayErrors", integer().at_least(0)},
                   {"consecutive5xxErrors", integer().at_least(0)},
                   {"consecutiveLocalOriginFailures", integer().at_least(0)},
                   {"interval", duration()},
                   {"baseEjectionTime", duration()},
                   {"maxEjectionPercent", integer()},
                   {"minHealthPercent", integer()}});
}

std::vector<Schema::Field> policy_fields() {
    return {{"loadBalancer", load_balancer()},
            {"connectionPool", connection_pool()},
            {"outlierDetection", outlier_detection()},
            {"tls", client_tls()}};
}

Schema traffic_policy() {
    std::vector<Schema::Field> port = policy_fields();
    port.push_back({"port", fields({{"number", integer().at_least(0)}})});
    std::vector<Schema::Field> all = policy_fields();
    all.push_back({"portLevelSettings", list(fields(std::move(port))).at_most(4096)});
    all.push_back({"tunnel", fields({{"protocol", text()},
                                     {"targetHost", text(), true},
                                     {"targetPort", integer().at_least(0), true}})});
    all.push_back({"proxyProtocol", fields({{"version", text().one_of({"V1", "V2"})}})});
    return fields(std::move(all));
}

} // namespace

/// https://istio.io/latest/docs/reference/config/networking/destination-rule/
Schema destination_rule_schema() {
    const Schema subset =
        fields({{"name", text(), true}, {"labels", map(text())}, {"trafficPolicy", traffic_policy()}});
    return fields({{"host", text(), true},
                   {"trafficPolicy", traffic_policy()},
                   {"subsets", list(subset)},
                   {"exportTo", export_to()},
                   {"workloadSelector", workload_selector()}});
}

/// https://istio.io/latest/docs/reference/config/networking/gateway/
Schema gateway_schema() {
    const Schema server = fields({{"port", listener_port(), true},
                                  {"bind", text()},
                                  {"hosts", list(text()), true},
                                  {"tls", server_tls()},
                                  {"defaultEndpoint", text()},
                                  {"name", text()}});
    return fields({{"servers", list(server)}, {"selector", map(text())}});
}

/// https://istio.io/latest/docs/reference/config/networking/sidecar/
Schema sidecar_schema() {
    const Schema port = fields({{"number", integer().at_least(0)},
                                {"protocol", text()},
                                {"name", text()},
                                {"targetPort", integer().at_least(0)}});
    const Schema capture = text().one_of({"DEFAULT", "IPTABLES", "NONE"});
    const Schema egress =
        fields({{"port", port}, {"bind", text()}, {"captureMode", capture}, {"hosts", list(text()), true}});
    const Schema ingress = fields({{"port", port, true},
                                   {"bind", text()},
                                   {"captureMode", capture},
                                   {"defaultEndpoint", text()},
                                   {"tls", server_tls()},
                                   {"connectionPool", connection_pool()}});
    return fields({{"workloadSelector", networking_selector()},
                   {"ingress", list(ingress)},
                   {"egress", list(egress)},
                   {"inboundConnectionPool", connection_pool()},
                   {"outboundTrafficPolicy", fields({{"mode", text().one_of({"REGISTRY_ONLY", "ALLOW_ANY"})},
                                                     {"egressProxy", destination()}})}});
}

} // namespace meshcast::analysis
