#include "tests/corpus/suite_istio_authorization.h"

#include "tests/corpus/files.h"
#include "tests/corpus/policy_world.h"

#include <fmt/format.h>

namespace meshcast::corpus {

namespace {

constexpr const char* kOutside = "203.0.113.7"; // a client that is no pod
constexpr const char* kRoot = "istio-system";

/// One suite's file: what its cases have in common.
struct CaseFile {
    std::filesystem::path root;
    std::filesystem::path folder;
    Json document;
};

/// What the document says of the mesh, in words or numbers.
void apply_mesh_config(const Json& document, MeshConfig& mesh) {
    const Json config = document.value("meshConfig", Json::object());
    for (const auto& [key, value] : config.items()) {
        if (key.ends_with("numTrustedProxies") && value.is_number_integer()) {
            mesh.num_trusted_proxies = value.get<int>();
        } else if (key == "trustDomain" && value.is_string()) {
            mesh.trust_domain = value.get<std::string>();
        } else if (key == "trustDomainAliases" && value.is_array()) {
            mesh.trust_domain_aliases = value.get<std::vector<std::string>>();
        }
    }
}

/// "$Name" anywhere becomes the name under which the token is known.
std::string without_dollars(std::string text) {
    std::erase(text, '$');
    return text;
}

void add_headers(const Json& request, AccessRequest& access) {
    for (const auto& [name, value] : headers_of(request)) {
        access.headers.emplace_back(name, without_dollars(value));
    }
    if (const std::string token = text_of(request, "jwt"); !token.empty()) {
        access.headers.emplace_back("authorization", "Bearer " + without_dollars(token));
    }
    const Json cookies = request.value("cookies", Json::object());
    for (const auto& [name, value] : cookies.items()) {
        access.headers.emplace_back("cookie", name + "=" + without_dollars(value.get<std::string>()));
    }
    char mark = '?';
    const Json parameters = request.value("queryParams", Json::object());
    for (const auto& [name, value] : parameters.items()) {
        access.path += mark + name + "=" + without_dollars(value.get<std::string>());
        mark = '&';
    }
}

/// Where the decision is made: the pods called, or the gateway on the way to them.
struct Place {
    Party party;
    EnforcementPoint point;
};

Place find_place(const RoutingWorld& world, const Json& test) {
    const std::string at = text_of(test, "enforcedAt", "destination sidecar");
    const Json to = test.value("to", Json::object());
    Place place;
    if (const std::size_t gateway = at.find("gateway"); gateway != at.npos) {
        const std::string kind =
            at.find("egress") == at.npos ? "istio-ingressgateway" : "istio-egressgateway";
        place.party = find_party(world, kRoot, kind);
        place.point.kind = EnforcementPoint::Kind::Gateway;
        place.point.name_space = kRoot;
        place.point.labels = place.party.workload != nullptr  ? place.party.workload->pod.labels
                             : place.party.service != nullptr ? place.party.service->selector
                                                              : Labels{};
        return place;
    }
    place.party = find_party(world, text_of(to, "ns", "default"), text_of(to, "name"));
    if (place.party.workload != nullptr) {
        place.point = enforcement_point(*place.party.workload, EnforcementPoint::Kind::Sidecar);
    }
    const Json extra = test.value("extraPodLabelsOnTo", Json::object());
    for (const auto& [key, value] : extra.items()) {
        place.point.labels[key] = value.get<std::string>();
    }
    return place;
}

/// {ns, name}, {ingress: "ns/name"}, or somebody outside.
std::optional<Party> find_caller(const RoutingWorld& world, const Json& from) {
    if (from.contains("ingress")) {
        const std::string name = text_of(from, "ingress");
        return find_party(world, name.substr(0, name.find('/')), name.substr(name.find('/') + 1));
    }
    return from.contains("name")
               ? std::optional(find_party(world, text_of(from, "ns", "default"), text_of(from, "name")))
               : std::nullopt;
}

AccessRequest request_of(const RoutingWorld& world, const Json& test, const Place& place,
                         const Tokens& tokens) {
    const Json& request = test.at("request");
    AccessRequest access;
    access.protocol = protocol_of(text_of(request, "protocol"));
    access.method =
        text_of(request, "method", access.protocol == AccessRequest::Protocol::Grpc ? "POST" : "GET");
    access.path = text_of(request, "path", "/");
    access.tokens = tokens;
    add_headers(request, access);
    const Json from = test.value("from", Json::object());
    const std::optional<Party> caller = find_caller(world, from);
    const int service_port = number_of(request, "servicePort");
    access.source_address = caller && !caller->address.empty() ? caller->address : kOutside;
    if (caller && identifies_itself(world, *caller, place.party, service_port)) {
        access.peer = caller->identity;
        if (place.party.service != nullptr) {
            access.sni = automatic_sni(service_port, "", full_name(place.party.service->metadata));
        }
    }
    access.destination_address = place.party.address;
    access.port = number_of(request, "port", pod_port(place.party, service_port));
    access.host = text_of(request, "host",
                          place.party.service == nullptr ? "" : full_name(place.party.service->metadata));
    std::string forwarded = text_of(request, "xForwardedFor");
    if (from.contains("ingress") && place.point.kind != EnforcementPoint::Kind::Gateway) {
        forwarded += (forwarded.empty() ? "" : ", ") + std::string(kOutside); // the gateway adds whom it sees
    }
    if (!forwarded.empty()) {
        access.headers.emplace_back("x-forwarded-for", forwarded);
    }
    return access;
}

int status_of(const AccessDecision& decision) {
    return decision.allowed ? 200 : decision.status;
}

/// Istio's sample authorizer lets requests with that header through.
bool sample_authorizer(const std::string&, const AccessRequest& request) {
    return value_of(request.headers, "x-ext-authz") == "allow";
}

std::string verdict_of(const Json& test, const AccessDecision& decision) {
    const bool tells_why = text_of(test, "expected").find('-') != std::string::npos;
    const std::string deny = !tells_why ? "deny" : decision.status == 401 ? "deny-authn" : "deny-authz";
    std::string verdict = decision.allowed ? "allow" : deny;
    if (test.contains("status")) {
        verdict += fmt::format(" {}", status_of(decision));
    }
    return verdict;
}

std::string expected_of(const Json& test) {
    std::string text = text_of(test, "expected");
    if (test.contains("status")) {
        text += fmt::format(" {}", test["status"].get<int>());
    }
    return text;
}

std::string answer(const CaseFile& file, const Json& test) {
    std::vector<std::string> files{text_of(file.document, "fixture", "fixture.yaml")};
    if (const std::string policies = text_of(test, "policyFile"); !policies.empty()) {
        files.push_back(policies);
    }
    RoutingWorld world(file.folder, files);
    apply_mesh_config(file.document, world.imported.security.mesh);
    const Place place = find_place(world, test);
    const IstioAuthorization authorization(world.imported.security);
    const AccessDecision decision =
        authorization.at(place.point)
            .decide(request_of(world, test, place, named_tokens(file.root)), sample_authorizer);
    const std::string verdict = verdict_of(test, decision);
    return verdict == expected_of(test) ? verdict : verdict + ": " + decision.because;
}

std::vector<Case> cases_of(const std::filesystem::path& root, const std::string& folder) {
    const CaseFile file{root, root / folder, Json::parse(read_text(root / folder / "cases.json"))};
    std::vector<Case> cases;
    for (const Json& test : file.document.at("cases")) {
        cases.push_back(
            {text_of(test, "id"), expected_of(test), [file, test] { return answer(file, test); }});
    }
    return cases;
}

} // namespace

std::vector<Case> istio_authorization_cases(const std::filesystem::path& root) {
    return cases_of(root, "l7/istio-authz");
}

std::vector<Case> istio_request_authentication_cases(const std::filesystem::path& root) {
    return cases_of(root, "l7/istio-requestauthn");
}

} // namespace meshcast::corpus
