#include "tests/corpus/suite_mtls.h"

#include "sim/policy/mtls/connection.h"
#include "sim/policy/selection.h"
#include "tests/corpus/files.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast::corpus {

namespace {

constexpr const char* kReachability = "mtls/istio-reachability";
constexpr const char* kPassthrough = "mtls/istio-passthrough";
constexpr const char* kDocs = "mtls/istio-docs";
constexpr const char* kCompose = "mtls/istio-compose";
constexpr const char* kRootNamespace = "root-namespace"; // of the last

std::vector<std::string> files_of(const Json& document, const Json& test) {
    std::vector<std::string> files;
    for (const Json* holder : {&document, &test}) {
        for (const char* key : {"fixture", "policyFile", "meshConfigFile"}) {
            if (const std::string file = text_of(*holder, key); !file.empty()) {
                files.push_back(file);
            }
        }
    }
    return files;
}

const Workload* workload_behind(const RoutingWorld& world, const Service& service, const Labels& labels) {
    for (const std::size_t i : world.directory.selected(service)) {
        const Workload& workload = world.imported.topology.workloads[i];
        if (labels.empty() || selects(labels, workload.pod.labels)) {
            return &workload;
        }
    }
    return nullptr;
}

/// The pods of a case's party: those behind the Service of that name.
const Workload* workload_of(const RoutingWorld& world, const std::string& name_space,
                            const std::string& name) {
    const Service* service = world.directory.service(name_space + "/" + name, name_space);
    return service == nullptr ? world.directory.workload(name_space + "/" + name)
                              : workload_behind(world, *service, {});
}

/// One call of `from` to a port of a Service, through the routes that are there.
std::optional<ConnectionDecision> call(const RoutingWorld& world, const Workload* from,
                                       const std::string& to_namespace, const std::string& to,
                                       const KnownPort& port, const Json& test) {
    const KnownHost* host =
        world.index.known().find(fmt::format("{}.{}.svc.cluster.local", to, to_namespace));
    ConnectionCall connection;
    connection.from = from;
    connection.host = host;
    connection.port = port.number;
    connection.protocol = port.may_be_http() ? RequestFacts::Protocol::Http : RequestFacts::Protocol::Tcp;
    connection.own_tls = port.carries == Carries::Tls;
    Labels labels;
    const bool proxied =
        from != nullptr &&
        istio_proxy_of(world.imported.security.injection, world.directory, *from).kind != ProxyKind::None;
    if (proxied && port.may_be_http()) {
        RequestFacts request;
        request.from.name_space = from->metadata.name_space;
        request.from.labels = from->pod.labels;
        request.host = host->host;
        request.port = port.number;
        request.path = text_of(test, "path", "/");
        const RouteDecision decision = route(world.index, request);
        if (decision.backends.size() == 1 && decision.backends.front().known != nullptr) {
            const ChosenBackend& backend = decision.backends.front();
            connection.host = backend.known;
            connection.port = backend.port;
            connection.subset = backend.subset;
            const DestinationPolicies policies = destination_policies(
                world.imported.routing, request.from, backend.host, backend.known->name_space);
            if (const Subset* subset = policies.subset(backend.subset)) {
                labels = subset->labels;
            }
        }
    } else if (const std::string subset = text_of(test, "subset"); !subset.empty()) {
        labels = {{"version", subset}};
    }
    connection.to = workload_behind(world, *connection.host->service, labels);
    if (connection.to == nullptr) {
        return std::nullopt;
    }
    return connect(world.imported.security, world.imported.routing, world.directory, world.index.known(),
                   connection);
}

const KnownPort* port_named(const KnownHost& host, const std::string& name) {
    for (const ServicePort& port : host.service->ports) {
        if (port.name == name) {
            return host.port(port.port);
        }
    }
    return nullptr;
}

std::string reachability_answer(const std::filesystem::path& root, const Json& document, const Json& test) {
    const RoutingWorld world(root / kReachability, files_of(document, test));
    const Json& from = test.at("from");
    const Json& to = test.at("to");
    const KnownHost* host = world.index.known().find(
        fmt::format("{}.{}.svc.cluster.local", text_of(to, "name"), text_of(to, "ns")));
    const KnownPort* port = host == nullptr ? nullptr : port_named(*host, text_of(test, "portName"));
    if (port == nullptr) {
        return "no such port";
    }
    const Workload* client = workload_of(world, text_of(from, "ns"), text_of(from, "name"));
    const auto decision = call(world, client, text_of(to, "ns"), text_of(to, "name"), *port, test);
    if (!decision) {
        return "no endpoint";
    }
    const bool mutual = decision->outcome == ConnectionDecision::Outcome::MutualTls;
    Json result{{"reachable", decision->arrives()}};
    result["mtls"] = decision->arrives() ? Json(mutual) : Json();
    const Json expected{{"reachable", test.at("reachable")}, {"mtls", test.at("mtls")}};
    return result == expected ? result.dump() : result.dump() + " " + decision->because;
}

/// What an application that speaks no TLS makes of it.
std::string passthrough_answer(const std::filesystem::path& root, const Json& document, const Json& test) {
    const RoutingWorld world(root / kPassthrough, files_of(document, test));
    const Json& to = test.at("to");
    Caller server;
    server.name_space = text_of(to, "ns");
    server.labels = {{"app", text_of(to, "name")}};
    const Workload* workload = workload_of(world, server.name_space, text_of(to, "name"));
    if (workload != nullptr) {
        server.labels = workload->pod.labels;
    }
    const bool mutual = text_of(test, "client") == "mtls";
    const InboundCall call{number_of(test, "directToPodPort"), RequestFacts::Protocol::Tcp,
                           mutual ? ArrivingAs::MutualTls : ArrivingAs::Plaintext};
    const InboundDecision decision =
        inbound(world.imported.security, world.imported.routing, world.index.known(), server,
                workload == nullptr ? nullptr : &workload->pod, call);
    const bool readable =
        decision.outcome == InboundDecision::Outcome::Accepted && mutual == decision.terminated;
    return readable ? "allow" : "deny";
}

/// "httpbin.foo"
std::pair<std::string, std::string> split_party(const std::string& party) {
    const std::size_t dot = party.find('.');
    return {party.substr(0, dot), dot == party.npos ? "default" : party.substr(dot + 1)};
}

std::string docs_answer(const std::filesystem::path& root, const Json& document, const Json& test,
                        const Json& check) {
    const RoutingWorld world(root / kDocs, files_of(document, test));
    const auto [from, from_namespace] = split_party(text_of(check, "from"));
    const auto [to, to_namespace] = split_party(text_of(check, "to"));
    const KnownHost* host =
        world.index.known().find(fmt::format("{}.{}.svc.cluster.local", to, to_namespace));
    const KnownPort* port = host == nullptr ? nullptr : host->port(number_of(check, "servicePort"));
    if (port == nullptr) {
        return "no such port";
    }
    const Workload* client = workload_of(world, from_namespace, from);
    const auto decision = call(world, client, to_namespace, to, *port, check);
    return !decision ? "no endpoint" : decision->arrives() ? "allow" : "deny";
}

std::string compose_answer(const std::filesystem::path& root, const Json& document, const Json& test) {
    RoutingWorld world(root / kCompose, files_of(document, test));
    Security& security = world.imported.security;
    security.mesh.root_namespace = text_of(test, "rootNamespace", kRootNamespace);
    Labels pod; // every selector matches
    std::string name_space = "my-ns";
    for (const PeerAuthentication& policy : security.peer_authentications) {
        pod.insert(policy.selector.begin(), policy.selector.end());
        if (policy.metadata.name_space != security.mesh.root_namespace) {
            name_space = policy.metadata.name_space;
        }
    }
    const auto mode = [&](int port) {
        return std::string(mode_name(peer_mode(security, name_space, pod, port).mode));
    };
    Json result{{"mode", mode(0)}};
    const Json& expected = test.at("expected");
    if (expected.contains("perPort") && expected["perPort"].is_object()) {
        result["perPort"] = Json::object();
        for (const auto& [port, unused] : expected["perPort"].items()) {
            result["perPort"][port] = mode(std::stoi(port));
        }
    }
    return result.dump();
}

Json read_cases(const std::filesystem::path& root, const char* folder) {
    return Json::parse(read_text(root / folder / "cases.json"));
}

} // namespace

std::vector<Case> mtls_reachability_cases(const std::filesystem::path& root) {
    const Json document = read_cases(root, kReachability);
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        const Json expected{{"reachable", test.at("reachable")}, {"mtls", test.at("mtls")}};
        cases.push_back({test.at("id").get<std::string>(), expected.dump(),
                         [root, document, test] { return reachability_answer(root, document, test); }});
    }
    return cases;
}

std::vector<Case> mtls_passthrough_cases(const std::filesystem::path& root) {
    const Json document = read_cases(root, kPassthrough);
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        cases.push_back({test.at("id").get<std::string>(), text_of(test, "expected"),
                         [root, document, test] { return passthrough_answer(root, document, test); }});
    }
    return cases;
}

std::vector<Case> mtls_docs_cases(const std::filesystem::path& root) {
    const Json document = read_cases(root, kDocs);
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        for (const Json& check : test.at("checks")) {
            cases.push_back({fmt::format("{} {}-{}", test.at("id").get<std::string>(), text_of(check, "from"),
                                         text_of(check, "to")),
                             text_of(check, "expected"), [root, document, test, check] {
                                 return docs_answer(root, document, test, check);
                             }});
        }
    }
    return cases;
}

std::vector<Case> mtls_compose_cases(const std::filesystem::path& root) {
    const Json document = read_cases(root, kCompose);
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        cases.push_back({test.at("id").get<std::string>(), test.at("expected").dump(),
                         [root, document, test] { return compose_answer(root, document, test); }});
    }
    return cases;
}

} // namespace meshcast::corpus
