#include "scenarios/import/gateway_api/kinds.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"
#include "sim/policy/regex.h"

#include <algorithm>
#include <array>

namespace meshcast::gateway_api {

using kubernetes::check_spelling;
using kubernetes::Fields;
using namespace routes;

namespace {

const Fields kRuleFields{{"name", "matches", "filters", "backendRefs", "timeouts", "retry"},
                         {"sessionPersistence"}};
const Fields kMatchFields{{"path", "headers", "queryParams", "method"}, {}};
const Fields kBackendFields{{"group", "kind", "name", "namespace", "port", "weight", "filters"}, {}};

using Kind = TextMatch::Kind;

/// GEP-2257: Go's durations in a narrower form. https://gateway-api.sigs.k8s.io/geps/gep-2257/
tl::expected<Duration, std::string> parse_gep2257(std::string_view text) {
    if (!regex_matches("([0-9]{1,5}(h|m|s|ms)){1,4}", text)) {
        return tl::unexpected(
            fmt::format("\"{}\" is not a duration of the Gateway API; write 10s, 1m30s or 500ms", text));
    }
    return units::parse_duration(text);
}

std::optional<Duration> read_gep2257(const yaml::Cursor& field) {
    return field.parsed(parse_gep2257);
}

TextMatch read_value(const yaml::Cursor& match) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 2> kKinds{
        {{"Exact", Kind::Exact}, {"RegularExpression", Kind::Regex}}};
    const Kind kind = read_word<Kind>(match["type"], kKinds).value_or(Kind::Exact);
    const yaml::Cursor value = match["value"];
    kubernetes::warn_if_missing(value, "write value: ...");
    return {kind, (kind == Kind::Regex ? read_regex(value) : value.string()).value_or(""), false};
}

TextMatch read_path(const yaml::Cursor& path) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 3> kKinds{
        {{"Exact", Kind::Exact}, {"PathPrefix", Kind::PathPrefix}, {"RegularExpression", Kind::Regex}}};
    const Kind kind = read_word<Kind>(path["type"], kKinds).value_or(Kind::PathPrefix);
    const yaml::Cursor value = path["value"];
    if (kind == Kind::Regex) {
        return {kind, read_regex(value).value_or(""), false};
    }
    std::string text = value.string().value_or("/");
    if (!text.starts_with('/')) {
        value.report_bad_value(fmt::format("\"{}\" does not begin with a slash; write \"/{}\"", text, text));
    }
    return {kind, text, false};
}

/// Of several entries with the same name, case aside for headers, the first counts.
std::vector<NamedMatch> read_named(const yaml::Cursor& list) {
    std::vector<NamedMatch> result;
    for (const yaml::Cursor& item : list.items()) {
        const std::string name = item["name"].string().value_or("");
        const bool repeated = std::ranges::any_of(
            result, [&](const NamedMatch& match) { return lower_case(match.name) == lower_case(name); });
        if (!repeated) {
            result.push_back({name, read_value(item), false, item.origin()});
        }
    }
    return result;
}

RequestMatch read_http_match(const yaml::Cursor& match) {
    check_spelling(match, kMatchFields);
    RequestMatch result;
    result.origin = match.origin();
    result.path = read_path(match["path"]);
    result.headers = read_named(match["headers"]);
    result.query = read_named(match["queryParams"]);
    if (const auto method = match["method"].string()) {
        result.method = TextMatch{Kind::Exact, *method, false};
    }
    return result;
}

RequestMatch read_grpc_match(const yaml::Cursor& match) {
    RequestMatch result;
    result.origin = match.origin();
    result.headers = read_named(match["headers"]);
    const yaml::Cursor method = match["method"];
    static constexpr std::array<std::pair<std::string_view, Kind>, 2> kKinds{
        {{"Exact", Kind::Exact}, {"RegularExpression", Kind::Regex}}};
    const Kind kind = read_word<Kind>(method["type"], kKinds).value_or(Kind::Exact);
    const std::string service = method["service"].string().value_or("");
    const std::string name = method["method"].string().value_or("");
    if (service.empty() && name.empty()) {
        return result;
    }
    if (kind == Kind::Exact && !service.empty()) {
        result.path = name.empty() ? TextMatch{Kind::Prefix, fmt::format("/{}/", service), false}
                                   : TextMatch{Kind::Exact, fmt::format("/{}/{}", service, name), false};
        return result;
    }
    const auto part = [](const std::string& text) { return text.empty() ? std::string("[^/]+") : text; };
    result.path = TextMatch{Kind::Regex, fmt::format("/{}/{}", part(service), part(name)), false};
    if (const std::string error = regex_error(result.path->text); !error.empty()) {
        method.report_bad_value("not a regular expression of RE2: " + error);
    }
    return result;
}

HeaderValues read_pairs(const yaml::Cursor& list) {
    HeaderValues result;
    for (const yaml::Cursor& item : list.items()) {
        result.emplace_back(item["name"].string().value_or(""), item["value"].string().value_or(""));
    }
    return result;
}

HeaderEdits read_edits(const yaml::Cursor& filter) {
    return {read_pairs(filter["set"]), read_pairs(filter["add"]), read_strings(filter["remove"])};
}

PathRewrite read_path_rewrite(const yaml::Cursor& path) {
    using Change = PathRewrite::Kind;
    static constexpr std::array<std::pair<std::string_view, Change>, 2> kKinds{
        {{"ReplaceFullPath", Change::Full}, {"ReplacePrefixMatch", Change::Prefix}}};
    const auto kind = read_word<Change>(path["type"], kKinds);
    if (!kind) {
        return {};
    }
    const yaml::Cursor text = path[*kind == Change::Full ? "replaceFullPath" : "replacePrefixMatch"];
    return {*kind, text.string().value_or(""), ""};
}

Redirect read_redirect(const yaml::Cursor& filter) {
    Redirect redirect;
    redirect.scheme = filter["scheme"].string().value_or("");
    redirect.host = filter["hostname"].string().value_or("");
    redirect.path = read_path_rewrite(filter["path"]);
    redirect.status = static_cast<int>(filter["statusCode"].integer(300, 399).value_or(302));
    if (const auto port = read_port(filter["port"])) {
        redirect.port_from = Redirect::Port::Given;
        redirect.port = *port;
    } else if (!redirect.scheme.empty()) {
        redirect.port_from = Redirect::Port::FromScheme;
    }
    return redirect;
}

Rewrite read_rewrite(const yaml::Cursor& filter) {
    return {read_path_rewrite(filter["path"]), filter["hostname"].string().value_or("")};
}

CorsPolicy read_cors(const yaml::Cursor& filter) {
    CorsPolicy cors;
    for (const std::string& origin : read_strings(filter["allowOrigins"])) {
        const std::size_t star = origin.find('*');
        if (star == origin.npos) {
            cors.origins.push_back({Kind::Exact, origin, false});
        } else {
            std::string regex;
            for (const char c : origin) {
                regex += c == '*' ? std::string(".*") : c == '.' ? std::string("\\.") : std::string(1, c);
            }
            cors.origins.push_back({Kind::Regex, regex, false});
        }
    }
    cors.methods = read_strings(filter["allowMethods"]);
    cors.headers = read_strings(filter["allowHeaders"]);
    cors.expose_headers = read_strings(filter["exposeHeaders"]);
    cors.credentials = filter["allowCredentials"].boolean().value_or(false);
    if (const auto age = filter["maxAge"].integer(0, 1'000'000'000)) {
        cors.max_age = std::chrono::seconds(*age);
    }
    return cors;
}

Backend read_backend(const yaml::Cursor& ref, const Metadata& metadata) {
    check_spelling(ref, kBackendFields);
    Backend backend;
    backend.origin = ref.origin();
    const std::string group = ref["group"].string().value_or("");
    const std::string kind = ref["kind"].string().value_or("Service");
    const std::string name = ref["name"].string().value_or("");
    const std::string name_space = ref["namespace"].string().value_or(metadata.name_space);
    kubernetes::warn_if_missing(ref["name"], "write name: SERVICE");
    backend.port = read_port(ref["port"]).value_or(0);
    backend.weight = static_cast<int>(ref["weight"].integer(0, 1'000'000).value_or(1));
    if (group.empty() && kind == "Service") {
        backend.host = fmt::format("{}.{}.svc.cluster.local", name, name_space);
        if (backend.port == 0) {
            backend.invalid = fmt::format("Service {}/{} is named without a port", name_space, name);
        }
    } else if (group == "networking.istio.io" && kind == "Hostname") {
        backend.host = lower_case(name);
    } else if (group == "multicluster.x-k8s.io" && kind == "ServiceImport") {
        backend.host = fmt::format("{}.{}.svc.clusterset.local", name, name_space);
    } else {
        backend.host = name;
        backend.invalid = fmt::format("{} ({}) is not a kind that answers requests", kind,
                                      group.empty() ? std::string("core") : group);
    }
    return backend;
}

/// What a filter does to a rule, or to the share of one backend.
class Filters {
  public:
    explicit Filters(const Metadata& metadata) : metadata_(metadata) {}

    void apply(const yaml::Cursor& list, RouteRule& rule) const {
        for (const yaml::Cursor& filter : list.items()) {
            const std::string type = filter["type"].string().value_or("");
            if (type == "RequestHeaderModifier") {
                rule.request = read_edits(filter["requestHeaderModifier"]);
            } else if (type == "ResponseHeaderModifier") {
                rule.response = read_edits(filter["responseHeaderModifier"]);
            } else if (type == "RequestRedirect") {
                rule.redirect = read_redirect(filter["requestRedirect"]);
            } else if (type == "URLRewrite") {
                rule.rewrite = read_rewrite(filter["urlRewrite"]);
            } else if (type == "RequestMirror") {
                rule.mirrors.push_back(read_mirror(filter["requestMirror"]));
            } else if (type == "CORS") {
                rule.cors = read_cors(filter["cors"]);
            } else if (type != "ExtensionRef" && type != "ExternalAuth") {
                report_unknown(filter["type"]);
            }
        }
    }

    Backend backend(const yaml::Cursor& ref) const {
        Backend result = read_backend(ref, metadata_);
        RouteRule own;
        apply(ref["filters"], own);
        result.request = own.request;
        result.response = own.response;
        result.rewrite = own.rewrite;
        return result;
    }

  private:
    Mirror read_mirror(const yaml::Cursor& filter) const {
        Mirror mirror{read_backend(filter["backendRef"], metadata_), 1};
        if (const auto percent = filter["percent"].integer(0, 100)) {
            mirror.share = static_cast<double>(*percent) / 100;
        }
        const yaml::Cursor fraction = filter["fraction"];
        if (const auto numerator = fraction["numerator"].integer(0)) {
            const auto denominator = fraction["denominator"].integer(1).value_or(100);
            mirror.share = std::min(1.0, static_cast<double>(*numerator) / static_cast<double>(denominator));
        }
        return mirror;
    }

    static void report_unknown(const yaml::Cursor& type) {
        if (type.present()) {
            report_unknown_word(type,
                                {"RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect",
                                 "URLRewrite", "RequestMirror", "CORS", "ExternalAuth", "ExtensionRef"});
        } else {
            kubernetes::warn_if_missing(type, "write type: RequestHeaderModifier, or another");
        }
    }

    const Metadata& metadata_;
};

void read_timeouts(const yaml::Cursor& rule, RouteRule& result) {
    const yaml::Cursor timeouts = rule["timeouts"];
    result.timeout = unless_zero(read_gep2257(timeouts["request"]));
    const auto attempt = unless_zero(read_gep2257(timeouts["backendRequest"]));
    const yaml::Cursor retry = rule["retry"];
    if (retry.present()) {
        RetryPolicy policy;
        policy.origin = retry.origin();
        policy.attempts = static_cast<int>(retry["attempts"].integer(0, 1000).value_or(2));
        policy.backoff = read_gep2257(retry["backoff"]).value_or(policy.backoff);
        policy.per_try_timeout = attempt;
        policy.retry_on = {"connect-failure", "refused-stream", "unavailable", "cancelled"};
        for (const yaml::Cursor& code : retry["codes"].items()) {
            if (const auto status = code.integer(400, 599)) {
                policy.retriable_statuses.push_back(static_cast<int>(*status));
            }
        }
        if (!policy.retriable_statuses.empty()) {
            policy.retry_on.emplace_back("retriable-status-codes");
        }
        result.retries = std::move(policy);
    } else if (attempt && (!result.timeout || *attempt < *result.timeout)) {
        result.timeout = attempt; // one attempt is all there is
    }
}

RouteRule read_rule(const yaml::Cursor& rule, const Metadata& metadata,
                    RequestMatch (*match)(const yaml::Cursor&)) {
    check_spelling(rule, kRuleFields);
    RouteRule result;
    result.origin = rule.origin();
    result.name = rule["name"].string().value_or("");
    for (const yaml::Cursor& item : rule["matches"].items()) {
        result.matches.push_back(match(item));
    }
    const Filters filters(metadata);
    filters.apply(rule["filters"], result);
    for (const yaml::Cursor& ref : rule["backendRefs"].items()) {
        result.backends.push_back(filters.backend(ref));
    }
    read_timeouts(rule, result);
    return result;
}

} // namespace

RouteRule read_http_rule(const yaml::Cursor& rule, const Metadata& metadata) {
    return read_rule(rule, metadata, read_http_match);
}

RouteRule read_grpc_rule(const yaml::Cursor& rule, const Metadata& metadata) {
    return read_rule(rule, metadata, read_grpc_match);
}

} // namespace meshcast::gateway_api
