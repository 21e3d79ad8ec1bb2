#include "tests/corpus/suite_routing_gateway_api.h"

#include "scenarios/units.h"
#include "sim/policy/host_match.h"
#include "sim/policy/request_change.h"
#include "tests/corpus/files.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "routing/gateway-api";
constexpr std::string_view kGatewayAddress = "10.0.0.1"; // the suite's Host where a request names none
constexpr std::string_view kMeshHost = "echo";           // the service that mesh tests call
constexpr std::string_view kGrpcService = "gateway_api_conformance.echo_basic.grpcecho.GrpcEcho";

int port_through(const RoutingWorld& world, const Json& via) {
    const std::string name = text_of(via, "gateway");
    for (const Gateway& gateway : world.imported.routing.gateways) {
        if (gateway.metadata.name == name && gateway.metadata.name_space == text_of(via, "namespace") &&
            !gateway.listeners.empty()) {
            return gateway.listeners.front().port;
        }
    }
    return 80;
}

RequestFacts facts_of(const RoutingWorld& world, const Json& test) {
    const Json& request = test.at("request");
    const Json& via = test.at("via");
    RequestFacts facts;
    facts.dialects = {Dialect::GatewayApi};
    facts.from.name_space = text_of(via, "namespace");
    facts.from.gateway = via.contains("gateway");
    if (facts.from.gateway) {
        facts.from.gateway_object = {facts.from.name_space, text_of(via, "gateway")};
        facts.host = text_of(request, "host", std::string(kGatewayAddress));
        facts.port = port_through(world, via);
    } else {
        facts.host = text_of(request, "host", std::string(kMeshHost));
        facts.port = port_of(facts.host) == 0 ? 80 : port_of(facts.host);
    }
    facts.method = text_of(request, "method", "GET");
    facts.path = text_of(request, "path", "/");
    facts.headers = headers_of(request);
    if (text_of(request, "protocol") == "grpc") {
        facts.protocol = RequestFacts::Protocol::Grpc;
        facts.method = "POST";
        facts.path = fmt::format("/{}/{}", kGrpcService, text_of(request, "grpcMethod", "Echo"));
    }
    return facts;
}

/// The test's server waits as long as `?delay=` says.
int status_of(const RequestFacts& request, const RouteDecision& decision) {
    const std::size_t at = request.path.find("delay=");
    if (at != std::string::npos && decision.rule != nullptr && decision.rule->timeout) {
        const auto delay = units::parse_duration(request.path.substr(at + 6));
        if (delay && *delay > *decision.rule->timeout) {
            return 504;
        }
    }
    return decision.status == 0 ? 200 : decision.status;
}

void check_redirect(const Json& expected, const Location& location, Comparison& comparison) {
    const Json actual = {{"scheme", location.scheme},
                         {"host", location.host},
                         {"port", location.port == 0 ? "" : std::to_string(location.port)},
                         {"path", location.path}};
    for (const auto& [part, value] : expected.items()) {
        comparison.check("redirect " + part, value, actual.value(part, ""));
    }
    if (!expected.contains("port") && expected.contains("scheme")) {
        comparison.check("redirect port", "", actual["port"]);
    }
}

void check_headers(const std::string& what, const Json& expected, const char* key,
                   const HeaderValues& headers, Comparison& comparison) {
    const Json wanted = expected.value(key, Json::object());
    for (const auto& [name, value] : wanted.items()) {
        comparison.check(what + name, value, value_of(headers, name));
    }
}

void check_backend(const RoutingWorld& world, const Json& expected, const RequestFacts& request,
                   const RouteDecision& decision, const ChosenBackend& backend, Comparison& comparison) {
    if (expected.contains("backend")) {
        const std::string name = expected["backend"].get<std::string>();
        const std::vector<std::string> workloads = workloads_behind(world, backend);
        const bool all =
            !workloads.empty() && std::ranges::all_of(workloads, [&](const std::string& workload) {
                return workload.starts_with(name);
            });
        comparison.check("backend", name, all ? name : backend.host);
    }
    if (expected.contains("backendNamespace")) {
        comparison.check("backendNamespace", expected["backendNamespace"],
                         backend.known == nullptr ? "" : backend.known->name_space);
    }
    if (expected.contains("requestAtBackend")) {
        const Json& wanted = expected["requestAtBackend"];
        const RequestFacts sent = request_at_backend(request, decision, backend);
        for (const auto& [part, value] : wanted.items()) {
            if (part == "path" || part == "host") {
                comparison.check("at backend: " + part, value, part == "path" ? sent.path : sent.host);
            }
        }
        check_headers("at backend: ", wanted, "headers", sent.headers, comparison);
        for (const Json& name : wanted.value("absentHeaders", Json::array())) {
            comparison.check("at backend: " + name.get<std::string>(), "",
                             value_of(sent.headers, name.get<std::string>()));
        }
    }
    HeaderValues answered;
    const Json set = expected.value("backendSetsResponseHeaders", Json::object());
    for (const auto& [name, value] : set.items()) {
        answered.emplace_back(name, value.get<std::string>());
    }
    if (decision.rule != nullptr) {
        if (backend.declared != nullptr) {
            apply(backend.declared->response, answered);
        }
        apply(decision.rule->response, answered);
    }
    check_headers("answer: ", expected, "responseHeaders", answered, comparison);
    for (const Json& name : expected.value("absentResponseHeaders", Json::array())) {
        comparison.check("answer: " + name.get<std::string>(), "",
                         value_of(answered, name.get<std::string>()));
    }
}

void check_mirrors(const Json& expected, const RouteDecision& decision, Comparison& comparison) {
    Json wanted = Json::array();
    for (const Json& mirror : expected.value("mirroredTo", Json::array())) {
        wanted.push_back(
            fmt::format("{}.{}.svc.cluster.local", text_of(mirror, "name"), text_of(mirror, "namespace")));
    }
    Json actual = Json::array();
    if (decision.rule != nullptr && expected.contains("mirroredTo")) {
        for (const Mirror& mirror : decision.rule->mirrors) {
            actual.push_back(mirror.backend.host);
        }
    }
    comparison.check("mirroredTo", wanted, actual);
}

std::string answer(const std::filesystem::path& root, const std::vector<std::string>& files,
                   const Json& test) {
    const RoutingWorld world(root / kFolder, files);
    const RequestFacts request = facts_of(world, test);
    const RouteDecision decision = route(world.index, request);
    const Json& expected = test.at("expect");
    Comparison comparison(expected);
    const int status = status_of(request, decision);
    if (expected.contains("status")) {
        const auto& any = expected["status"];
        const bool one_of_them = std::ranges::find(any, Json(status)) != any.end();
        comparison.check("status", true, one_of_them ? Json(true) : Json(status));
    }
    if (expected.contains("grpcStatus")) {
        const char* word = status == 200 ? "OK" : status == 404 ? "Unimplemented" : "Unavailable";
        comparison.check("grpcStatus", expected["grpcStatus"], word);
    }
    if (expected.contains("failure")) {
        comparison.check("failure", expected["failure"], status >= 500);
    }
    if (expected.contains("redirect")) {
        check_redirect(expected["redirect"], redirect_location(request, decision), comparison);
    }
    if (expected.contains("backend") && decision.backends.empty()) {
        comparison.check("backend", expected["backend"], decision.because);
    }
    for (const ChosenBackend& backend : decision.backends) {
        if (backend.invalid.empty()) {
            check_backend(world, expected, request, decision, backend, comparison);
        }
    }
    check_mirrors(expected, decision, comparison);
    return comparison.text();
}

} // namespace

std::vector<Case> routing_gateway_api_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& group : document.at("tests")) {
        std::vector<std::string> files{group.at("base").get<std::string>()};
        for (const Json& file : group.at("manifests")) {
            files.push_back(file.get<std::string>());
        }
        for (const Json& test : group.at("cases")) {
            cases.push_back({test.at("id").get<std::string>(), test.at("expect").dump(),
                             [root, files, test] { return answer(root, files, test); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
