#include "scenarios/analysis/validation/common.h"
#include "scenarios/analysis/validation/kinds_schemas.h"

#include <algorithm>
#include <charconv>

namespace meshcast::analysis {

namespace {

bool separates_service_accounts(const Peek& source) {
    const auto given = [&](std::string_view field) { return source[field].node() != nullptr; };
    const bool accounts = given("serviceAccounts") || given("notServiceAccounts");
    return !accounts || (!given("principals") && !given("notPrincipals") && !given("namespaces") &&
                         !given("notNamespaces"));
}

Schema request_source() {
    std::vector<Schema::Field> all;
    for (const std::string_view name :
         {"principals", "notPrincipals", "requestPrincipals", "notRequestPrincipals", "namespaces",
          "notNamespaces", "ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks", "trustDomains",
          "notTrustDomains"}) {
        all.push_back({name, list(text())});
    }
    for (const std::string_view name : {"serviceAccounts", "notServiceAccounts"}) {
        all.push_back({name, list(text().at_most(320)).at_most(16)});
    }
    return fields(std::move(all))
        .where("Cannot set serviceAccounts with namespaces or principals", separates_service_accounts);
}

Schema request_operation() {
    std::vector<Schema::Field> all;
    for (const std::string_view name :
         {"hosts", "notHosts", "ports", "notPorts", "methods", "notMethods", "paths", "notPaths"}) {
        all.push_back({name, list(text())});
    }
    return fields(std::move(all));
}

bool is_web_address(const Peek& value) {
    const std::string text = value.text();
    return (text.starts_with("http://") && text.size() > 7) ||
           (text.starts_with("https://") && text.size() > 8);
}

bool has_one_key_set(const Peek& rule) {
    return !(rule["jwks"].node() != nullptr && rule["jwksUri"].node() != nullptr);
}

bool keys_are_ports(const Peek& ports) {
    return std::ranges::all_of(ports.entries(), [](const auto& entry) {
        int port = 0;
        const std::string& key = entry.first;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), port);
        return error == std::errc{} && end == key.data() + key.size() && port > 0 && port <= 65535;
    });
}

Schema mutual_tls() {
    return fields({{"mode", text().one_of({"UNSET", "DISABLE", "PERMISSIVE", "STRICT"})}});
}

} // namespace

/// https://istio.io/latest/docs/reference/config/security/authorization-policy/
Schema authorization_policy_schema() {
    const Schema condition =
        fields({{"key", text(), true}, {"values", list(text())}, {"notValues", list(text())}});
    const Schema rule = fields({{"from", list(fields({{"source", request_source()}})).at_most(512)},
                                {"to", list(fields({{"operation", request_operation()}}))},
                                {"when", list(condition)}});
    return fields({{"action", text().one_of({"ALLOW", "DENY", "AUDIT", "CUSTOM"})},
                   {"provider", fields({{"name", text()}})},
                   {"rules", list(rule).at_most(512)},
                   {"selector", workload_selector()},
                   {"targetRef", target_reference()},
                   {"targetRefs", target_references()}})
        .where(kOneWayToSelect, one_way_to_select);
}

/// https://istio.io/latest/docs/reference/config/security/request_authentication/
Schema request_authentication_schema() {
    const Schema rule =
        fields({{"issuer", text().at_least(1), true},
                {"audiences", list(text().at_least(1))},
                {"jwks", text()},
                {"jwksUri", text().at_least(1).at_most(2048).where("URI scheme must be http:// or https://",
                                                                   is_web_address)},
                {"fromHeaders", list(fields({{"name", text().at_least(1), true}, {"prefix", text()}}))},
                {"fromParams", list(text().at_least(1))},
                {"fromCookies", list(text().at_least(1))},
                {"forwardOriginalToken", boolean()},
                {"outputPayloadToHeader", text()},
                {"outputClaimToHeaders",
                 list(fields({{"header", text().at_least(1).matching("^[-_A-Za-z0-9]+$"), true},
                              {"claim", text().at_least(1), true}}))},
                {"timeout", duration()}})
            .where("only one of jwks or jwksUri can be set", has_one_key_set);
    return fields({{"jwtRules", list(rule).at_most(4096)},
                   {"selector", workload_selector()},
                   {"targetRef", target_reference()},
                   {"targetRefs", target_references()}})
        .where(kOneWayToSelect, one_way_to_select);
}

/// https://istio.io/latest/docs/reference/config/security/peer_authentication/
Schema peer_authentication_schema() {
    return fields({{"selector", workload_selector()},
                   {"mtls", mutual_tls()},
                   {"portLevelMtls", map(mutual_tls())
                                         .where("port must be between 1-65535", keys_are_ports)
                                         .where("portLevelMtls must not be empty",
                                                [](const Peek& ports) { return ports.size() > 0; })}})
        .where("portLevelMtls requires selector", [](const Peek& spec) {
            return spec["portLevelMtls"].node() == nullptr || spec["selector"]["matchLabels"].size() > 0;
        });
}

} // namespace meshcast::analysis
