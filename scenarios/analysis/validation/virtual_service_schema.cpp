#include "scenarios/analysis/validation/common.h"
#include "scenarios/analysis/validation/kinds_schemas.h"

namespace meshcast::analysis {

namespace {

Schema header_changes() {
    const Schema changes = fields({{"set", map(text())}, {"add", map(text())}, {"remove", list(text())}});
    return fields({{"request", changes}, {"response", changes}});
}

Schema http_match() {
    return fields({{"name", text()},
                   {"uri", string_match()},
                   {"scheme", string_match()},
                   {"method", string_match()},
                   {"authority", string_match()},
                   {"headers", map(string_match())},
                   {"withoutHeaders", map(string_match())},
                   {"queryParams", map(string_match())},
                   {"port", integer().at_least(0)},
                   {"sourceLabels", map(text())},
                   {"gateways", list(text())},
                   {"ignoreUriCase", boolean()},
                   {"sourceNamespace", text()},
                   {"statPrefix", text()}});
}

Schema http_fault() {
    const Schema delay = fields({{"fixedDelay", duration()},
                                 {"exponentialDelay", duration()},
                                 {"percentage", percentage()},
                                 {"percent", integer()}})
                             .only_one({"fixedDelay", "exponentialDelay"});
    const Schema abort = fields({{"httpStatus", integer()},
                                 {"grpcStatus", text()},
                                 {"http2Error", text()},
                                 {"percentage", percentage()}})
                             .only_one({"httpStatus", "grpcStatus", "http2Error"});
    return fields({{"delay", delay}, {"abort", abort}});
}

Schema http_redirect() {
    return fields({{"uri", text()},
                   {"authority", text()},
                   {"port", integer().at_least(0)},
                   {"derivePort", text().one_of({"FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"})},
                   {"scheme", text()},
                   {"redirectCode", integer().at_least(0)}})
        .only_one({"port", "derivePort"});
}

Schema http_route() {
    const Schema weighted =
        fields({{"destination", destination(), true}, {"weight", integer()}, {"headers", header_changes()}});
    const Schema body = fields({{"string", text()}, {"bytes", text()}}).only_one({"string", "bytes"});
    const Schema cors =
        fields({{"allowOrigin", list(text())},
                {"allowOrigins", list(string_match())},
                {"allowMethods", list(text())},
                {"allowHeaders", list(text())},
                {"exposeHeaders", list(text())},
                {"maxAge", duration()},
                {"allowCredentials", boolean()},
                {"unmatchedPreflights", text().one_of({"UNSPECIFIED", "FORWARD", "IGNORE"})}});
    return fields(
        {{"name", text()},
         {"match", list(http_match())},
         {"route", list(weighted)},
         {"redirect", http_redirect()},
         {"directResponse",
          fields({{"status", integer().at_least(0).at_most(4294967295), true}, {"body", body}})},
         {"delegate", fields({{"name", text()}, {"namespace", text()}})},
         {"rewrite", fields({{"uri", text()},
                             {"authority", text()},
                             {"uriRegexRewrite", fields({{"match", text()}, {"rewrite", text()}})}})},
         {"timeout", duration()},
         {"retries", fields({{"attempts", integer()},
                             {"perTryTimeout", duration()},
                             {"retryOn", text()},
                             {"retryRemoteLocalities", boolean()},
                             {"retryIgnorePreviousHosts", boolean()},
                             {"backoff", duration()}})},
         {"fault", http_fault()},
         {"mirror", destination()},
         {"mirrors", list(fields({{"destination", destination(), true}, {"percentage", percentage()}}))},
         {"mirrorPercentage", percentage()},
         {"mirrorPercent", integer().at_least(0)},
         {"corsPolicy", cors},
         {"headers", header_changes()}});
}

Schema connection_route(const Schema& match) {
    return fields({{"match", list(match)},
                   {"route", list(fields({{"destination", destination(), true}, {"weight", integer()}}))}});
}

} // namespace

/// https://istio.io/latest/docs/reference/config/networking/virtual-service/
Schema virtual_service_schema() {
    const Schema tls_match = fields({{"sniHosts", list(text()), true},
                                     {"destinationSubnets", list(text())},
                                     {"port", integer().at_least(0)},
                                     {"sourceLabels", map(text())},
                                     {"gateways", list(text())},
                                     {"sourceNamespace", text()}});
    const Schema tcp_match = fields({{"destinationSubnets", list(text())},
                                     {"port", integer().at_least(0)},
                                     {"sourceSubnet", text()},
                                     {"sourceLabels", map(text())},
                                     {"gateways", list(text())},
                                     {"sourceNamespace", text()}});
    return fields({{"hosts", list(text())},
                   {"gateways", list(text())},
                   {"http", list(http_route())},
                   {"tls", list(connection_route(tls_match))},
                   {"tcp", list(connection_route(tcp_match))},
                   {"exportTo", export_to()}});
}

} // namespace meshcast::analysis
