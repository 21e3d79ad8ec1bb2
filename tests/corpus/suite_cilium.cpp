#include "tests/corpus/suite_cilium.h"

#include "tests/corpus/files.h"
#include "tests/corpus/network.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "cilium";
constexpr const char* kFixture = "fixture.yaml";
constexpr int kEchoRequest = 8;

/// Policies without a namespace are applied in that of the fixture.
template <class Policies>
void move_to(const std::string& name_space, Policies& policies) {
    for (auto& policy : policies) {
        if (policy.metadata.name_space == "default") {
            policy.metadata.name_space = name_space;
        }
    }
}

/// A workload by name, an address, or an entity.
Party party_of(const std::string& name, const Topology& topology) {
    for (std::size_t i = 0; i < topology.workloads.size(); ++i) {
        if (topology.workloads[i].metadata.name == name) {
            return Party::of_pod(i);
        }
    }
    if (name == "host") {
        return {Party::kNoPod, Entity::Host, std::nullopt, nullptr, {}};
    }
    return Party::outside(parse_address(name));
}

std::string answer_of_cilium(const std::filesystem::path& root, const Json& test, const Json& check) {
    std::vector<std::string> files{kFixture};
    std::ranges::move(test.at("policyFiles").get<std::vector<std::string>>(), std::back_inserter(files));
    Imported imported = import_files(root / kFolder, files);
    const std::string name_space = imported.topology.workloads.at(0).metadata.name_space;
    move_to(name_space, imported.security.network_policies);
    move_to(name_space, imported.security.cilium_policies);
    NetworkSettings settings;
    settings.cilium = true;
    settings.addresses_cover_pods = false;
    const NetworkIndex index(imported.security, imported.topology, settings);

    NetworkConnection connection;
    connection.from = party_of(text_of(check, "src"), imported.topology);
    connection.to = party_of(text_of(check, "dst"), imported.topology);
    connection.transport = transport_of(text_of(check, "proto", "TCP"));
    connection.port = connection.transport ? number_of(check, "port") : kEchoRequest;
    RequestFacts request;
    request.method = text_of(check, "method", "GET");
    request.path = text_of(check, "path", "/");
    request.headers = headers_of(check);
    connection.request = check.contains("path") ? &request : nullptr;
    const NetworkDecision decision = decide(index, connection);
    const std::string verdict(verdict_name(decision.verdict));
    return verdict == text_of(check, "expected")
               ? verdict
               : fmt::format("{}: {}", verdict, explain(index, connection, decision));
}

std::string check_name(const Json& test, const Json& check) {
    std::string name = fmt::format("{} {} -> {} {}", text_of(test, "id"), text_of(check, "src"),
                                   text_of(check, "dst"), text_of(check, "proto"));
    if (number_of(check, "port") != 0) {
        name += fmt::format("/{}", number_of(check, "port"));
    }
    if (check.contains("path")) {
        name += fmt::format(" {} {}", text_of(check, "method"), text_of(check, "path"));
    }
    for (const auto& [header, value] : headers_of(check)) {
        name += fmt::format(" {}: {}", header, value);
    }
    return name;
}

} // namespace

std::vector<Case> cilium_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        for (const Json& check : test.at("checks")) {
            cases.push_back({check_name(test, check), text_of(check, "expected"),
                             [root, test, check] { return answer_of_cilium(root, test, check); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
