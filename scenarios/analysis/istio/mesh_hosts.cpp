#include "scenarios/analysis/hosts.h"
#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace meshcast::analysis {

namespace {

bool routes_sidecars(const Peek& spec) {
    const std::vector<std::string> gateways = spec["gateways"].texts();
    return gateways.empty() || std::ranges::find(gateways, "mesh") != gateways.end();
}

} // namespace

/// https://istio.io/latest/docs/reference/config/analysis/ist0109/
void analyze_mesh_hosts(const Input& input, Diagnostics& diagnostics) {
    const std::string domain = service_domain(input);
    std::map<std::string, std::vector<const Object*>> by_host; // by "namespace that sees it/host"
    for (const Object* service : input.of(kinds::kVirtualService)) {
        const Peek spec = service->spec();
        if (!routes_sidecars(spec)) {
            continue;
        }
        for (const std::string& scope : export_scopes(spec["exportTo"].texts(), service->name_space)) {
            for (const std::string& host : spec["hosts"].texts()) {
                by_host[scope + "/" + full_host(host, service->name_space, domain)].push_back(service);
            }
        }
    }
    for (const auto& [host, services] : by_host) {
        std::vector<const Object*> all = services; // that a client there meets
        const auto everywhere = by_host.find("*" + host.substr(host.find('/')));
        if (!host.starts_with("*/") && everywhere != by_host.end()) {
            all.insert(all.end(), everywhere->second.begin(), everywhere->second.end());
        }
        if (all.size() < 2) {
            continue;
        }
        std::vector<std::string> names;
        for (const Object* service : all) {
            names.push_back(service->full_name());
        }
        for (const Object* service : services) {
            report(diagnostics, *service, service->spec()["hosts"], message::MeshHostConflict,
                   fill(message::MeshHostConflict, fmt::format("{}", fmt::join(names, ", ")), host));
        }
    }
}

} // namespace meshcast::analysis
