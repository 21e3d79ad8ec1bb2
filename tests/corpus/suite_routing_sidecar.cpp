#include "tests/corpus/suite_routing_sidecar.h"

#include "sim/policy/mesh_routes.h"
#include "tests/corpus/files.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "routing/istio-sidecar-routes";

/// Where the candidates of a virtual host lead, in order.
Json clusters_of(const RoutingWorld& world, const VirtualHost& host, int port) {
    Json list = Json::array();
    for (const RouteCandidate& candidate : host.candidates) {
        if (candidate.rule == nullptr) {
            list.push_back(fmt::format("outbound|{}||{}", port, host.host->host));
            continue;
        }
        for (const Backend& backend : candidate.rule->backends) {
            const KnownHost* known = world.index.known().find(backend.host);
            const bool only = known != nullptr && known->ports.size() == 1;
            const int to = backend.port != 0 ? backend.port : only ? known->ports.front().number : port;
            list.push_back(cluster_name({backend.host, to, backend.subset}));
        }
    }
    return list;
}

std::string answer(const std::filesystem::path& root, const Json& test, const std::string& services) {
    const std::vector<std::string> files{services, test.at("config").get<std::string>()};
    const RoutingWorld world(root / kFolder, files);
    RequestFacts request;
    request.from.name_space = test.at("proxyNamespace").get<std::string>();
    request.dialects = {Dialect::Istio, Dialect::GatewayApi};
    request.port = std::stoi(test.at("routePort").get<std::string>());
    const auto hosts = mesh_virtual_hosts(world.imported.routing, world.index.known(), request);
    if (!hosts) {
        return "null";
    }
    Json result = Json::object();
    for (const auto& [name, expected] : test.at("expected").items()) {
        const auto found = std::ranges::find_if(*hosts, [&](const VirtualHost& host) {
            return std::ranges::find(host.domains, name) != host.domains.end();
        });
        result[name] = found == hosts->end() ? Json() : clusters_of(world, *found, request.port);
    }
    return result.dump();
}

} // namespace

std::vector<Case> routing_sidecar_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    const std::string services = document.at("services").get<std::string>();
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        cases.push_back({test.at("id").get<std::string>(), test.at("expected").dump(),
                         [root, test, services] { return answer(root, test, services); }});
    }
    return cases;
}

} // namespace meshcast::corpus
