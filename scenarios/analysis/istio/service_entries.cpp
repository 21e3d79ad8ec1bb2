#include "scenarios/analysis/hosts.h"
#include "scenarios/analysis/istio/checks.h"
#include "scenarios/analysis/kinds.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

namespace meshcast::analysis {

namespace {

std::string upper_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// Where Istio gives every host an address of its own:
/// https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
bool allocates_addresses(const Peek& mesh_config) {
    const Peek metadata = mesh_config["defaultConfig"]["proxyMetadata"];
    return (metadata["ISTIO_META_DNS_CAPTURE"].is_true() &&
            metadata["ISTIO_META_DNS_AUTO_ALLOCATE"].is_true()) ||
           metadata["PILOT_ENABLE_IP_AUTOALLOCATE"].is_true();
}

struct ProtocolOf {
    const Object* entry = nullptr;
    std::string protocol;
};

using ScopedPort = std::tuple<std::string, std::string, std::string>; // namespace that sees it, host, port

} // namespace

void analyze_service_entry_addresses(const Input& input, Diagnostics& diagnostics) {
    if (allocates_addresses(input.mesh_config())) {
        return;
    }
    for (const Object* entry : input.of(kinds::kServiceEntry)) {
        if (entry->spec()["addresses"] || entry->root()["status"]["addresses"].size() > 0) {
            continue;
        }
        for (const Peek& port : entry->spec()["ports"].items()) {
            const std::string protocol = upper_case(port["protocol"].text());
            if (protocol.empty() || protocol == "TCP") {
                report(diagnostics, *entry, port, message::AddressesNeeded, message::AddressesNeeded.text);
            }
        }
    }
}

void analyze_service_entry_conflicts(const Input& input, Diagnostics& diagnostics) {
    std::map<ScopedPort, std::vector<ProtocolOf>> by_port;
    for (const Object* entry : input.of(kinds::kServiceEntry)) {
        const Peek spec = entry->spec();
        for (const std::string& scope : export_scopes(spec["exportTo"].texts(), entry->name_space)) {
            for (const std::string& host : spec["hosts"].texts()) {
                for (const Peek& port : spec["ports"].items()) {
                    by_port[{scope, host, port["number"].text()}].push_back(
                        {entry, upper_case(port["protocol"].text())});
                }
            }
        }
    }
    std::set<const Object*> reported;
    for (const auto& [key, own] : by_port) {
        const auto& [scope, host, port] = key;
        std::vector<ProtocolOf> seen = own;
        if (const auto everywhere = by_port.find({"*", host, port});
            scope != "*" && everywhere != by_port.end()) {
            seen.insert(seen.end(), everywhere->second.begin(), everywhere->second.end());
        }
        std::set<std::string> protocols;
        std::set<std::string> names;
        for (const ProtocolOf& each : seen) {
            protocols.insert(each.protocol);
            names.insert(each.entry->full_name());
        }
        if (protocols.size() < 2) {
            continue;
        }
        for (const ProtocolOf& each : seen) {
            if (reported.insert(each.entry).second) {
                report(diagnostics, *each.entry, {}, message::ServiceEntriesDisagree,
                       fill(message::ServiceEntriesDisagree, fmt::format("{}", fmt::join(names, ", ")), host,
                            port, fmt::format("{}", fmt::join(protocols, ", "))));
            }
        }
    }
}

} // namespace meshcast::analysis
