#include "tests/corpus/suite_linkerd_policy.h"

#include "sim/policy/authorization/linkerd_authorization.h"
#include "tests/corpus/files.h"
#include "tests/corpus/policy_world.h"

#include <fmt/format.h>

#include <algorithm>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l7/linkerd";
constexpr const char* kNamespace = "test"; // of everything there
constexpr const char* kServer = "web";

void annotate(const Json& annotations, Topology& topology) {
    const auto found = std::ranges::find(topology.namespaces, kNamespace,
                                         [](const Namespace& item) { return item.metadata.name; });
    if (found == topology.namespaces.end() || !annotations.is_object()) {
        return;
    }
    for (const auto& [key, value] : annotations.items()) {
        found->metadata.annotations[key] = value.get<std::string>();
    }
}

std::string verdict(const Json& check, bool allowed, int status) {
    std::string text = allowed ? "allow" : "deny";
    return number_of(check, "status") != 0 ? text + fmt::format(" {}", status) : text;
}

std::string answer(const std::filesystem::path& root, const Json& test, const Json& check) {
    std::vector<std::string> files{"fixture.yaml"};
    if (const std::string policies = text_of(test, "policyFile"); !policies.empty()) {
        files.push_back(policies);
    }
    RoutingWorld world(root / kFolder, files);
    annotate(test.value("namespaceAnnotations", Json()), world.imported.topology);
    const Party web = find_party(world, kNamespace, kServer);
    if (web.workload == nullptr) {
        return "nobody there";
    }
    AccessRequest request;
    request.host = kServer;
    request.method = text_of(check, "method", "GET");
    request.path = text_of(check, "path", "/");
    request.headers = headers_of(check);
    request.source_address = text_of(check, "clientIP");
    request.port = pod_port(web, 80);
    if (check.value("meshed", false)) {
        request.peer = {.name_space = text_of(check, "clientNamespace", kNamespace),
                        .service_account = text_of(check, "serviceAccount", "default")};
    }
    const LinkerdAuthorization authorization(world.imported.security, world.imported.routing,
                                             world.directory);
    const AccessDecision decision = authorization.at(*web.workload, request.port).decide(request);
    const std::string text = verdict(check, decision.allowed, decision.allowed ? 200 : decision.status);
    return text.starts_with(text_of(check, "expected")) ? text : text + ": " + decision.because;
}

} // namespace

std::vector<Case> linkerd_policy_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        int number = 0;
        for (const Json& check : test.at("checks")) {
            cases.push_back(
                {fmt::format("{} {} {} {}", text_of(test, "id"), ++number, text_of(check, "client"),
                             text_of(check, "path")),
                 verdict(check, text_of(check, "expected") == "allow", number_of(check, "status")),
                 [root, test, check] { return answer(root, test, check); }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
