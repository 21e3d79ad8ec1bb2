#include "tests/corpus/suite_istio_docs.h"

#include "tests/corpus/files.h"
#include "tests/corpus/policy_world.h"

#include <fmt/format.h>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l7/istio-docs";

/// Cases of the http task run on the bookinfo sample.
std::string fixture_of(const std::filesystem::path& root, const std::string& id) {
    if (id.starts_with("http-")) {
        for (const std::filesystem::path& file : manifests_below(root / "apps/bookinfo")) {
            if (file.filename() == "bookinfo.yaml") {
                return "../../" + name_below(root, file);
            }
        }
    }
    return "fixture.yaml";
}

Party party_of(const RoutingWorld& world, const std::string& name) {
    return find_party(world, name.substr(name.find('.') + 1), name.substr(0, name.find('.')));
}

AccessRequest request_of(const Json& check, const Party& from, const Party& to) {
    AccessRequest request;
    request.protocol = protocol_of(text_of(check, "protocol"));
    request.method = text_of(check, "method", "GET");
    request.path = text_of(check, "path", "/");
    request.peer = from.identity;
    request.port = pod_port(to, number_of(check, "port"));
    request.host = to.service == nullptr ? "" : full_name(to.service->metadata);
    request.headers = headers_of(check);
    const Json jwt = check.value("jwt", Json());
    if (!jwt.is_null()) {
        request.headers.emplace_back("authorization", "Bearer token");
    }
    if (jwt.is_object()) {
        request.tokens["token"] = {true, true, claims_from(jwt), ""};
    }
    return request;
}

std::string verdict(const Json& check, bool allowed, int status) {
    std::string text = allowed ? "allow" : "deny";
    return check.contains("status") ? text + fmt::format(" {}", status) : text;
}

std::string answer(const std::filesystem::path& root, const std::string& id, const Json& test,
                   const Json& check) {
    std::vector<std::string> files{fixture_of(root, id)};
    if (const std::string policies = text_of(test, "policyFile"); !policies.empty()) {
        files.push_back(policies);
    }
    const RoutingWorld world(root / kFolder, files);
    const Party from = party_of(world, text_of(check, "from"));
    const Party to = party_of(world, text_of(check, "to"));
    if (to.workload == nullptr) {
        return "nobody there";
    }
    const IstioAuthorization authorization(world.imported.security);
    const AccessDecision decision =
        authorization.at(enforcement_point(*to.workload, EnforcementPoint::Kind::Sidecar))
            .decide(request_of(check, from, to));
    return verdict(check, decision.allowed, decision.allowed ? 200 : decision.status);
}

} // namespace

std::vector<Case> istio_docs_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        const std::string id = text_of(test, "id");
        int number = 0;
        for (const Json& check : test.at("checks")) {
            cases.push_back(
                {fmt::format("{} {} {}->{}", id, ++number, text_of(check, "from"), text_of(check, "to")),
                 verdict(check, text_of(check, "expected") == "allow", number_of(check, "status")),
                 [root, id, test, check] { return answer(root, id, test, check); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
