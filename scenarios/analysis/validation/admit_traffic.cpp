#include "scenarios/analysis/validation/admission.h"
#include "scenarios/analysis/validation/schema.h"
#include "sim/policy/regex.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace meshcast::analysis {

namespace {

void check_percentage(const Object& object, const Peek& percentage, Diagnostics& diagnostics) {
    const std::string text = percentage["value"].text();
    const double value = text.empty() ? 0 : std::strtod(text.c_str(), nullptr);
    if (value < 0 || value > 100) {
        report_invalid(diagnostics, object, percentage,
                       fmt::format("percentage {} is not in range 0..100", text));
    }
}

void check_regexes(const Object& object, const Peek& node, Diagnostics& diagnostics) {
    for (const auto& [key, value] : node.entries()) {
        if (key == "regex" && value.is_scalar()) {
            if (const std::string problem = regex_error(value.text()); !problem.empty()) {
                report_invalid(diagnostics, object, value, "invalid regex: " + problem);
            }
        } else {
            check_regexes(object, value, diagnostics);
        }
    }
}

void check_weights(const Object& object, const Peek& rule, Diagnostics& diagnostics) {
    const std::vector<Peek> routes = rule["route"].items();
    std::int64_t total = 0;
    for (const Peek& route : routes) {
        const std::int64_t weight = route["weight"].integer().value_or(0);
        if (weight < 0) {
            report_invalid(diagnostics, object, route["weight"], fmt::format("weight {} < 0", weight));
        }
        total += weight;
    }
    if (routes.size() > 1 && total == 0) {
        report_invalid(diagnostics, object, rule["route"], "total destination weight = 0",
                       "give each route a weight");
    }
}

void check_http_route(const Object& object, const Peek& rule, Diagnostics& diagnostics) {
    const auto refuse = [&](std::string_view what) { report_invalid(diagnostics, object, rule, what); };
    const bool has_route = rule["route"].size() > 0;
    const Peek redirect = rule["redirect"];
    const Peek response = rule["directResponse"];
    if (rule["delegate"]) {
        if (has_route || redirect) {
            refuse("root HTTP route must not specify route or redirect beside delegate");
        }
        return;
    }
    if (redirect && has_route) {
        refuse("HTTP route cannot contain both route and redirect");
    }
    if (redirect && rule["fault"]) {
        refuse("HTTP route cannot contain both fault and redirect");
    }
    if (redirect && rule["rewrite"]) {
        refuse("HTTP route rule cannot contain both rewrite and redirect");
    }
    if (response && has_route) {
        refuse("HTTP route cannot contain both route and direct_response");
    }
    if (response && redirect) {
        refuse("HTTP route cannot contain both direct_response and redirect");
    }
    if (!redirect && !response && !has_route) {
        refuse("HTTP route, redirect or direct_response is required");
    }
    const Peek retries = rule["retries"];
    if (retries["attempts"].integer().value_or(1) < 0) {
        refuse("attempts cannot be negative");
    }
    if (retries["attempts"].is("0") && (retries["perTryTimeout"] || retries["retryOn"])) {
        refuse("http retry policy configured when attempts are set to 0 (disabled)");
    }
    if (const Peek fault = rule["fault"]; fault && !fault["delay"] && !fault["abort"]) {
        refuse("HTTP fault injection must have an abort and/or a delay");
    }
    for (const std::string_view part : {"delay", "abort"}) {
        check_percentage(object, rule["fault"][part]["percentage"], diagnostics);
    }
    if (const auto status = rule["fault"]["abort"]["httpStatus"].integer();
        status && (*status < 200 || *status > 600)) {
        refuse(fmt::format("HTTP status {} is not in range 200..599", *status));
    }
    check_percentage(object, rule["mirrorPercentage"], diagnostics);
    check_weights(object, rule, diagnostics);
    for (const Peek& match : rule["match"].items()) {
        check_regexes(object, match, diagnostics);
    }
}

bool binds_to_mesh(const Peek& spec) {
    const std::vector<std::string> gateways = spec["gateways"].texts();
    return gateways.empty() || std::ranges::find(gateways, "mesh") != gateways.end();
}

void check_client_tls(const Object& object, const Peek& tls, Diagnostics& diagnostics) {
    if (!tls["mode"].is("MUTUAL") || !tls["credentialName"].text().empty()) {
        return;
    }
    if (tls["clientCertificate"].text().empty()) {
        report_invalid(diagnostics, object, tls, "client certificate required for mutual tls",
                       "set clientCertificate, or credentialName");
    }
    if (tls["privateKey"].text().empty()) {
        report_invalid(diagnostics, object, tls, "private key required for mutual tls");
    }
}

void check_traffic_policy(const Object& object, const Peek& policy, Diagnostics& diagnostics) {
    if (policy.is_mapping() && policy.size() == 0) {
        report_invalid(diagnostics, object, policy, "traffic policy must have at least one field");
    }
    check_client_tls(object, policy["tls"], diagnostics);
    for (const Peek& port : policy["portLevelSettings"].items()) {
        check_client_tls(object, port["tls"], diagnostics);
        if (!port["port"]) {
            report_invalid(diagnostics, object, port, "portLevelSettings: port is required");
        }
    }
    for (const std::string_view field : {"maxEjectionPercent", "minHealthPercent"}) {
        const Peek percent = policy["outlierDetection"][field];
        if (const auto value = percent.integer(); value && (*value < 0 || *value > 100)) {
            report_invalid(diagnostics, object, percent,
                           fmt::format("percentage {} is not in range 0..100", *value));
        }
    }
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

void check_server(const Object& object, const Peek& server, Diagnostics& diagnostics) {
    const auto refuse = [&](const Peek& where, std::string_view what, std::string_view hint = {}) {
        report_invalid(diagnostics, object, where, what, hint);
    };
    const Peek port = server["port"];
    const std::int64_t number = port["number"].integer().value_or(0);
    if (number < 1 || number > 65535) {
        refuse(port, fmt::format("port number {} must be in the range 1..65535", port["number"].text()));
    }
    const std::string protocol = upper(port["protocol"].text());
    static const std::set<std::string> kProtocols{"HTTP", "HTTPS", "GRPC",  "GRPC-WEB", "HTTP2", "TCP",
                                                  "TLS",  "MONGO", "REDIS", "MYSQL",    "HBONE", "UDP"};
    if (!kProtocols.contains(protocol)) {
        refuse(port, "invalid protocol \"" + protocol + "\"");
    }
    if (server["hosts"].size() == 0) {
        refuse(server, "server config must contain at least one host");
    }
    const Peek tls = server["tls"];
    const bool encrypted = protocol == "HTTPS" || protocol == "TLS";
    if (encrypted && !tls) {
        refuse(server, "server must have TLS settings for HTTPS/TLS protocols",
               "set tls.mode and tls.credentialName");
    }
    const std::string mode = tls["mode"].text();
    const bool has_credential = !tls["credentialName"].text().empty() || tls["credentialNames"].size() > 0 ||
                                tls["tlsCertificates"].size() > 0;
    if (encrypted && (mode == "SIMPLE" || mode == "MUTUAL" || mode == "OPTIONAL_MUTUAL") && !has_credential) {
        if (tls["serverCertificate"].text().empty()) {
            refuse(tls, mode + " TLS requires a server certificate", "set credentialName");
        }
        if (tls["privateKey"].text().empty()) {
            refuse(tls, mode + " TLS requires a private key");
        }
    }
}

} // namespace

void admit_virtual_service(const Object& object, Diagnostics& diagnostics) {
    const Peek spec = object.spec();
    const std::vector<std::string> hosts = spec["hosts"].texts();
    const bool delegate = hosts.empty();
    if (delegate && spec["gateways"].size() > 0) {
        report_invalid(diagnostics, object, spec, "delegate virtual service must have no gateways specified",
                       "a VirtualService that is no delegate needs hosts");
    }
    std::set<std::string> seen;
    for (const Peek& host : spec["hosts"].items()) {
        if (!seen.insert(host.text()).second) {
            report_invalid(diagnostics, object, host, "duplicate hosts in virtual service: " + host.text());
        }
        if (host.is("*") && binds_to_mesh(spec)) {
            report_invalid(diagnostics, object, host,
                           "wildcard host * is not allowed for virtual services bound to the mesh gateway",
                           "name the gateways, or the hosts");
        }
    }
    if (spec["http"].size() == 0 && spec["tcp"].size() == 0 && spec["tls"].size() == 0) {
        report_invalid(diagnostics, object, spec, "http, tcp or tls must be provided in virtual service");
    }
    for (const Peek& rule : spec["http"].items()) {
        check_http_route(object, rule, diagnostics);
    }
    for (const std::string_view protocol : {"tcp", "tls"}) {
        for (const Peek& rule : spec[protocol].items()) {
            if (rule["route"].size() == 0) {
                report_invalid(diagnostics, object, rule,
                               fmt::format("{} route is required", upper(std::string(protocol))));
            }
            check_weights(object, rule, diagnostics);
        }
    }
    for (const Peek& rule : spec["tls"].items()) {
        if (rule["match"].size() == 0) {
            report_invalid(diagnostics, object, rule, "TLS route must have at least one match condition");
        }
    }
}

void admit_destination_rule(const Object& object, Diagnostics& diagnostics) {
    const Peek spec = object.spec();
    if (spec["host"].text().empty()) {
        report_invalid(diagnostics, object, spec, "destination rule host must be set");
    }
    check_traffic_policy(object, spec["trafficPolicy"], diagnostics);
    for (const Peek& subset : spec["subsets"].items()) {
        if (subset["name"].text().empty()) {
            report_invalid(diagnostics, object, subset, "subset name must be set");
        }
        check_traffic_policy(object, subset["trafficPolicy"], diagnostics);
    }
}

void admit_gateway(const Object& object, Diagnostics& diagnostics) {
    const Peek servers = object.spec()["servers"];
    if (servers.size() == 0) {
        report_invalid(diagnostics, object, object.spec(), "gateway must have at least one server");
    }
    std::set<std::string> names;
    for (const Peek& server : servers.items()) {
        check_server(object, server, diagnostics);
        const std::string name = server["port"]["name"].text();
        if (!name.empty() && !names.insert(name).second) {
            report_invalid(diagnostics, object, server["port"],
                           "port names in servers must be unique: duplicate name " + name);
        }
    }
}

} // namespace meshcast::analysis
