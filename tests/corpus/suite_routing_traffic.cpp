#include "tests/corpus/suite_routing_traffic.h"

#include "sim/policy/request_change.h"
#include "tests/corpus/files.h"
#include "tests/corpus/policy_world.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "routing/istio-traffic";
constexpr const char* kFixture = "../../l7/istio-authz/fixture.yaml";
constexpr int kMostRedirects = 10;

const std::map<std::string, int> kPorts{
    {"http", 80}, {"http2", 85}, {"grpc", 7070}, {"https", 443}, {"tcp", 9090}};

/// The claims of a token count once a RequestAuthentication of the gateway vouches for its issuer.
void read_token(const std::filesystem::path& root, const RoutingWorld& world, RequestFacts& facts) {
    AccessRequest request;
    request.method = facts.method;
    request.path = facts.path;
    request.tokens = named_tokens(root);
    for (auto [name, value] : facts.headers) {
        std::erase(value, '$'); // stands before a token's name
        request.headers.emplace_back(std::move(name), std::move(value));
    }
    EnforcementPoint point;
    point.kind = EnforcementPoint::Kind::Gateway;
    point.name_space = facts.from.name_space;
    point.labels = facts.from.labels;
    std::vector<const RequestAuthentication*> policies;
    for (const RequestAuthentication& policy : world.imported.security.request_authentications) {
        if (is_attached(policy.scope, policy.metadata.name_space, point, "istio-system")) {
            policies.push_back(&policy);
        }
    }
    const Authentication authentication = RequestAuthenticator(policies).authenticate(request);
    for (const auto& [path, claim] : authentication.claims) {
        facts.claims[path] = claim.values;
    }
    facts.headers = authentication.headers;
}

RequestFacts facts_of(const std::filesystem::path& root, const RoutingWorld& world, const Json& test,
                      const Json& request) {
    RequestFacts facts;
    facts.dialects = {Dialect::Istio, Dialect::GatewayApi};
    const std::string to = text_of(test, "to");
    facts.host = to.substr(0, to.find('.'));
    facts.port = kPorts.at(text_of(request, "portName", "http"));
    if (text_of(test, "via") == "ingress") {
        facts.from.gateway = true;
        facts.from.name_space = "istio-system";
        facts.from.labels["istio"] = "ingressgateway";
    } else {
        const std::string from = text_of(test, "from");
        facts.from.name_space = from.substr(from.find('.') + 1);
        facts.from.labels["app"] = from.substr(0, from.find('.'));
    }
    facts.method = text_of(request, "method", "GET");
    facts.path = text_of(request, "path", "/");
    facts.headers = headers_of(request);
    std::erase_if(facts.headers, [&](const auto& header) {
        const bool host = header.first == "Host";
        facts.host = host ? header.second : facts.host;
        return host;
    });
    if (text_of(request, "scheme") == "grpc") {
        facts.protocol = RequestFacts::Protocol::Grpc;
    }
    read_token(root, world, facts);
    return facts;
}

struct Answer {
    RouteDecision decision;
    RequestFacts request; // the last one, after redirects
};

Answer ask(const RoutingWorld& world, RequestFacts request, bool follow) {
    for (int i = 0; i < kMostRedirects; ++i) {
        RouteDecision decision = route(world.index, request);
        if (decision.outcome != RouteDecision::Outcome::Redirect || !follow) {
            return {std::move(decision), std::move(request)};
        }
        const Location location = redirect_location(request, decision);
        request.host = location.host;
        request.port = location.port == 0 ? request.port : location.port;
        request.path = location.path;
    }
    return {{}, std::move(request)};
}

bool always_aborts(const RouteDecision& decision) {
    return decision.rule != nullptr && decision.rule->fault && decision.rule->fault->abort_share >= 1;
}

int status_of(const RouteDecision& decision) {
    if (always_aborts(decision) && decision.rule->fault->abort_status != 0) {
        return decision.rule->fault->abort_status;
    }
    return decision.status == 0 ? 200 : decision.status;
}

std::string grpc_status_of(const RouteDecision& decision) {
    if (always_aborts(decision)) {
        std::string word = decision.rule->fault->grpc_status; // UNAVAILABLE -> Unavailable
        std::transform(word.begin() + (word.empty() ? 0 : 1), word.end(),
                       word.begin() + (word.empty() ? 0 : 1),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return word;
    }
    return decision.status == 0 ? "OK" : "Unavailable";
}

void check_answer_headers(const Json& expected, const char* key, const Answer& answer,
                          Comparison& comparison) {
    if (!expected.contains(key)) {
        return;
    }
    HeaderValues headers;
    if (answer.decision.rule != nullptr && answer.decision.rule->cors) {
        if (const auto cors = cors_answer(answer.request, *answer.decision.rule->cors)) {
            headers = cors->headers;
        }
    }
    for (const auto& [name, value] : expected[key].items()) {
        comparison.check("answer: " + name, value, value_of(headers, name));
    }
}

std::string answer_to(const std::filesystem::path& root, const Json& test, const Json& item) {
    const std::string config = test.at("config").get<std::string>();
    const RoutingWorld world(root / kFolder, std::vector<std::string>{kFixture, config});
    const Json& request = item.at("request");
    const Json& expected = item.at("expect");
    const Answer answer =
        ask(world, facts_of(root, world, test, request), request.value("followRedirects", false));
    Comparison comparison(expected);
    if (expected.contains("status")) {
        comparison.check("status", expected["status"], status_of(answer.decision));
    }
    if (expected.contains("grpcStatus")) {
        comparison.check("grpcStatus", expected["grpcStatus"], grpc_status_of(answer.decision));
    }
    for (const ChosenBackend& backend : answer.decision.backends) {
        const RequestFacts sent = request_at_backend(answer.request, answer.decision, backend);
        if (expected.contains("urlAtBackend")) {
            comparison.check("urlAtBackend", expected["urlAtBackend"], sent.path);
        }
        if (expected.contains("hostAtBackend")) {
            comparison.check("hostAtBackend", expected["hostAtBackend"], sent.host);
        }
        const Json headers = expected.value("requestHeaderAtBackend", Json::object());
        for (const auto& [name, value] : headers.items()) {
            comparison.check("at backend: " + name, value, value_of(sent.headers, name));
        }
    }
    check_answer_headers(expected, "responseHeader", answer, comparison);
    check_answer_headers(expected, "responseHeaders", answer, comparison);
    return comparison.text();
}

std::string shares(const std::filesystem::path& root, const Json& test) {
    const RoutingWorld world(root / kFolder,
                             std::vector<std::string>{kFixture, test.at("config").get<std::string>()});
    const RouteDecision decision = route(world.index, facts_of(root, world, test, Json::object()));
    Json actual = Json::object();
    for (const ChosenBackend& backend : decision.backends) {
        actual[backend.host.substr(0, backend.host.find('.'))] = static_cast<int>(backend.share * 100 + 0.5);
    }
    return actual.dump();
}

} // namespace

std::vector<Case> routing_traffic_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        const std::string id = test.at("id").get<std::string>();
        if (test.contains("weights")) {
            cases.push_back({id, test["weights"].dump(), [root, test] { return shares(root, test); }});
        }
        const Json requests = test.value("requests", Json::array());
        for (const Json& item : requests) {
            cases.push_back({fmt::format("{} {}", id, text_of(item, "name")), item.at("expect").dump(),
                             [root, test, item] { return answer_to(root, test, item); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
