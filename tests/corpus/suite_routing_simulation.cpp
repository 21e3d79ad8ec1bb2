#include "tests/corpus/suite_routing_simulation.h"

#include "sim/policy/mtls/inbound.h"
#include "tests/corpus/files.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "routing/istio-simulation";

/// The suite runs without a cluster domain for short hosts.
std::string without_domain(std::string cluster) {
    constexpr std::string_view kDomain = ".svc.cluster.local";
    if (cluster.ends_with(kDomain)) {
        cluster.resize(cluster.size() - kDomain.size());
    }
    return cluster;
}

RequestFacts facts_of(const Json& test, const Json& call) {
    const Json proxy = test.value("proxy", Json::object());
    RequestFacts request;
    request.dialects = {Dialect::Istio, Dialect::GatewayApi};
    request.from.gateway = text_of(proxy, "type") == "router";
    request.from.name_space = text_of(proxy, "namespace", "default");
    const Json addresses = proxy.value("iPAddresses", Json::array({"1.1.1.1"}));
    for (const Json& address : addresses) {
        request.from.addresses.push_back(address.get<std::string>());
    }
    const Json labels = proxy.value("labels", Json::object());
    for (const auto& [key, value] : labels.items()) {
        request.from.labels[key] = value.get<std::string>();
    }
    const std::string protocol = text_of(call, "protocol");
    request.protocol =
        protocol.starts_with("http") ? RequestFacts::Protocol::Http : RequestFacts::Protocol::Tcp;
    request.host = text_of(call, "hostHeader");
    request.address = text_of(call, "address");
    request.port = number_of(call, "port");
    request.path = text_of(call, "path", "/");
    request.sni = text_of(call, "sni");
    request.tls = text_of(call, "tls", "plaintext") != "plaintext";
    return request;
}

std::string outcome_of(const RouteDecision& decision) {
    using Outcome = RouteDecision::Outcome;
    switch (decision.outcome) {
    case Outcome::Forward:
        return without_domain(cluster_name(decision.backends.front()));
    case Outcome::Redirect:
        return decision.rule == nullptr ? "ErrTLSRedirect" : "redirect";
    case Outcome::Respond:
        return "direct response";
    case Outcome::NoRoute:
        return "ErrNoRoute";
    case Outcome::NoVirtualHost:
        return "ErrNoVirtualHost";
    case Outcome::NoListener:
        return "ErrNoListener";
    case Outcome::NoFilterChain:
        return "ErrNoFilterChain";
    case Outcome::PassThrough:
        return "PassthroughCluster";
    case Outcome::Refused:
        return "BlackHoleCluster";
    }
    return "";
}

ArrivingAs arrival_of(const std::string& tls) {
    return tls == "mtls" ? ArrivingAs::MutualTls : tls == "tls" ? ArrivingAs::Tls : ArrivingAs::Plaintext;
}

std::string outcome_of_inbound(const RoutingWorld& world, const Json& test, const Json& call) {
    using Outcome = InboundDecision::Outcome;
    const RequestFacts facts = facts_of(test, call);
    const InboundDecision decision =
        inbound(world.imported.security, world.imported.routing, world.index.known(), facts.from, nullptr,
                {facts.port, facts.protocol, arrival_of(text_of(call, "tls", "plaintext"))});
    switch (decision.outcome) {
    case Outcome::Accepted:
        return decision.declared ? fmt::format("inbound|{}||", facts.port) : "InboundPassthroughCluster";
    case Outcome::NoFilterChain:
        return "ErrNoFilterChain";
    case Outcome::NotMutualTls:
        return "ErrMTLSError";
    case Outcome::ProtocolError:
        return "ErrProtocolError";
    case Outcome::Refused:
        return "BlackHoleCluster";
    }
    return "";
}

std::string answer(const std::filesystem::path& root, const Json& test, const Json& call) {
    std::vector<std::string> files;
    for (const char* key : {"config", "kube"}) {
        if (test.contains(key) && test[key].is_string()) {
            files.push_back(test[key].get<std::string>());
        }
    }
    const RoutingWorld world(root / kFolder, files);
    if (text_of(call, "callMode") == "inbound") {
        return outcome_of_inbound(world, test, call);
    }
    return outcome_of(route(world.index, facts_of(test, call)));
}

} // namespace

std::vector<Case> routing_simulation_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    for (const Json& test : document.at("cases")) {
        int number = 0;
        for (const Json& item : test.at("calls")) {
            const Json& result = item.at("result");
            const std::string expected =
                text_of(result, "error", without_domain(text_of(result, "clusterMatched")));
            cases.push_back({fmt::format("{} {}", test.at("id").get<std::string>(), ++number), expected,
                             [root, test, call = item.at("call")] { return answer(root, test, call); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
