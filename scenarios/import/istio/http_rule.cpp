#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/istio/fields.h"
#include "scenarios/import/istio/kinds.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"

#include <algorithm>
#include <array>

namespace meshcast::istio {

using kubernetes::check_spelling;
using kubernetes::Fields;
using namespace routes;

namespace {

const Fields kRuleFields{{"name", "match", "route", "redirect", "directResponse", "delegate", "rewrite",
                          "timeout", "retries", "fault", "mirror", "mirrors", "mirrorPercent",
                          "mirrorPercentage", "corsPolicy", "headers"},
                         {"mirror_percent", "websocketUpgrade", "appendHeaders"}};
const Fields kMatchFields{{"name", "uri", "scheme", "method", "authority", "headers", "port", "sourceLabels",
                           "gateways", "queryParams", "ignoreUriCase", "withoutHeaders", "sourceNamespace"},
                          {"statPrefix"}};
const Fields kDestinationFields{{"host", "subset", "port"}, {}};
const Fields kRetryFields{
    {"attempts", "perTryTimeout", "retryOn", "retryRemoteLocalities", "retryIgnorePreviousHosts", "backoff"},
    {}};
const Fields kRedirectFields{
    {"uri", "authority", "port", "derivePort", "scheme", "redirectCode", "prefixRewrite"}, {}};
const Fields kFaultFields{{"delay", "abort"}, {}};
const Fields kCorsFields{{"allowOrigins", "allowOrigin", "allowMethods", "allowHeaders", "exposeHeaders",
                          "maxAge", "allowCredentials", "unmatchedPreflights"},
                         {}};

std::vector<NamedMatch> read_named(const yaml::Cursor& mapping, bool inverted = false) {
    std::vector<NamedMatch> result;
    for (const auto& [name, value] : mapping.entries()) {
        result.push_back({name, read_text_match(value), inverted, value.origin()});
    }
    return result;
}

std::optional<TextMatch> read_optional(const yaml::Cursor& match) {
    return match.present() ? std::optional(read_text_match(match)) : std::nullopt;
}

RequestMatch read_match(const yaml::Cursor& match, const Metadata& metadata) {
    check_spelling(match, kMatchFields);
    RequestMatch result;
    result.origin = match.origin();
    result.name = match["name"].string().value_or("");
    result.path = read_optional(match["uri"]);
    if (result.path) {
        result.path->ignore_case = match["ignoreUriCase"].boolean().value_or(false);
    }
    result.scheme = read_optional(match["scheme"]);
    result.method = read_optional(match["method"]);
    result.authority = read_optional(match["authority"]);
    result.headers = read_named(match["headers"]);
    std::ranges::move(read_named(match["withoutHeaders"], true), std::back_inserter(result.headers));
    result.query = read_named(match["queryParams"]);
    result.port = read_port(match["port"]).value_or(0);
    result.source_labels = kubernetes::read_labels(match["sourceLabels"]);
    result.source_namespace = match["sourceNamespace"].string().value_or("");
    for (const std::string& gateway : read_strings(match["gateways"])) {
        result.gateways.push_back(gateway_name(gateway, metadata));
    }
    return result;
}

void read_destination(const yaml::Cursor& destination, const Metadata& metadata, Backend& backend) {
    check_spelling(destination, kDestinationFields);
    const yaml::Cursor host = destination["host"];
    kubernetes::warn_if_missing(host, "write host: SERVICE");
    backend.origin = host.origin();
    backend.host = full_host(host.string().value_or(""), metadata.name_space);
    backend.subset = destination["subset"].string().value_or("");
    backend.port = read_port(destination["port"]["number"]).value_or(0);
}

Redirect read_redirect(const yaml::Cursor& redirect) {
    check_spelling(redirect, kRedirectFields);
    using From = Redirect::Port;
    static constexpr std::array<std::pair<std::string_view, From>, 2> kDerived{
        {{"FROM_PROTOCOL_DEFAULT", From::FromScheme}, {"FROM_REQUEST_PORT", From::FromRequest}}};
    Redirect result;
    result.scheme = redirect["scheme"].string().value_or("");
    result.host = redirect["authority"].string().value_or("");
    if (const auto port = read_port(redirect["port"])) {
        result.port_from = From::Given;
        result.port = *port;
    } else { // Envoy keeps the port of the request's own authority
        result.port_from = read_word<From>(redirect["derivePort"], kDerived).value_or(From::FromScheme);
    }
    if (const auto uri = redirect["uri"].string()) {
        result.path = {PathRewrite::Kind::Full, *uri, ""};
    } else if (const auto prefix = redirect["prefixRewrite"].string()) {
        result.path = {PathRewrite::Kind::Prefix, *prefix, ""};
    }
    const yaml::Cursor code = redirect["redirectCode"];
    const auto status = code.integer(0, 599).value_or(0);
    constexpr std::array kCodes{0, 301, 302, 303, 307, 308};
    if (std::ranges::find(kCodes, status) == kCodes.end()) {
        code.report_bad_value(fmt::format("{} is no redirect; write 301, 302, 303, 307 or 308", status));
    }
    result.status = status == 0 ? 301 : static_cast<int>(status);
    return result;
}

DirectResponse read_direct_response(const yaml::Cursor& response) {
    DirectResponse result;
    kubernetes::warn_if_missing(response["status"], "write status: 503");
    result.status = static_cast<int>(response["status"].integer(200, 599).value_or(200));
    result.body = response["body"]["string"].string().value_or("");
    return result;
}

/// Istio's `uri` replaces what the match named: the prefix, or else all of the path.
Rewrite read_rewrite(const yaml::Cursor& rewrite) {
    Rewrite result;
    const yaml::Cursor regex = rewrite["uriRegexRewrite"];
    if (regex.present()) {
        result.path = {PathRewrite::Kind::Regex, regex["rewrite"].string().value_or(""),
                       read_regex(regex["match"]).value_or("")};
    } else if (const auto uri = rewrite["uri"].string(); uri && !uri->empty()) {
        result.path = {PathRewrite::Kind::Prefix, *uri, ""};
    }
    result.authority = rewrite["authority"].string().value_or("");
    return result;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        std::string_view word = text.substr(0, comma);
        text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
        while (word.starts_with(' ')) {
            word.remove_prefix(1);
        }
        while (word.ends_with(' ')) {
            word.remove_suffix(1);
        }
        if (!word.empty()) {
            words.emplace_back(word);
        }
    }
    return words;
}

/// Numbers among the conditions are statuses, as in "503,connect-failure".
void read_retry_on(const yaml::Cursor& field, RetryPolicy& policy) {
    const auto text = field.string();
    if (!text || text->empty()) {
        return;
    }
    static constexpr std::array<std::string_view, 20> kKnown{"5xx",
                                                             "gateway-error",
                                                             "reset",
                                                             "reset-before-request",
                                                             "connect-failure",
                                                             "envoy-ratelimited",
                                                             "retriable-4xx",
                                                             "refused-stream",
                                                             "retriable-status-codes",
                                                             "retriable-headers",
                                                             "http3-post-connect-failure",
                                                             "cancelled",
                                                             "deadline-exceeded",
                                                             "internal",
                                                             "resource-exhausted",
                                                             "unavailable",
                                                             "unknown",
                                                             "aborted",
                                                             "unimplemented",
                                                             "data-loss"};
    policy.retry_on.clear();
    for (const std::string& word : split_words(*text)) {
        const bool digits = word.find_first_not_of("0123456789") == word.npos;
        if (digits && word.size() == 3) {
            policy.retriable_statuses.push_back(std::stoi(word));
        } else if (std::ranges::find(kKnown, word) == kKnown.end()) {
            field.report_bad_value(
                fmt::format("\"{}\" is no condition to retry on; write 5xx, gateway-error, "
                            "connect-failure, a status or another of Envoy's",
                            word));
        } else {
            policy.retry_on.push_back(word);
        }
    }
    if (!policy.retriable_statuses.empty() &&
        std::ranges::find(policy.retry_on, "retriable-status-codes") == policy.retry_on.end()) {
        policy.retry_on.emplace_back("retriable-status-codes");
    }
}

RetryPolicy read_retries(const yaml::Cursor& retries) {
    check_spelling(retries, kRetryFields);
    RetryPolicy policy;
    policy.origin = retries.origin();
    policy.attempts = static_cast<int>(retries["attempts"].integer(0, 1000).value_or(0));
    policy.per_try_timeout = unless_zero(read_duration(retries["perTryTimeout"]));
    policy.backoff = read_duration(retries["backoff"]).value_or(policy.backoff);
    policy.remote_localities = retries["retryRemoteLocalities"].boolean().value_or(false);
    policy.other_hosts = retries["retryIgnorePreviousHosts"].boolean().value_or(true);
    read_retry_on(retries["retryOn"], policy);
    return policy;
}

/// Without a percentage, no request is delayed or aborted.
/// https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection
Fault read_fault(const yaml::Cursor& fault) {
    check_spelling(fault, kFaultFields);
    Fault result;
    const yaml::Cursor delay = fault["delay"];
    if (delay.present()) {
        const auto share = read_percent(delay["percentage"]["value"]);
        result.delay_share = share ? *share : read_percent(delay["percent"]).value_or(0);
        kubernetes::warn_if_missing(delay["fixedDelay"], "write fixedDelay: 5s");
        result.delay = read_duration(delay["fixedDelay"]).value_or(Duration{});
    }
    const yaml::Cursor abort = fault["abort"];
    if (abort.present()) {
        result.abort_share = read_percent(abort["percentage"]["value"]).value_or(0);
        result.abort_status = static_cast<int>(abort["httpStatus"].integer(200, 599).value_or(0));
        result.grpc_status = abort["grpcStatus"].string().value_or("");
        if (result.abort_status == 0 && result.grpc_status.empty()) {
            kubernetes::warn_if_missing(abort["httpStatus"], "write httpStatus: 503");
            result.abort_share = 0;
        }
    }
    return result;
}

CorsPolicy read_cors(const yaml::Cursor& cors) {
    check_spelling(cors, kCorsFields);
    CorsPolicy result;
    for (const yaml::Cursor& origin : cors["allowOrigins"].items()) {
        result.origins.push_back(read_text_match(origin));
    }
    if (result.origins.empty()) {
        for (const std::string& origin : read_strings(cors["allowOrigin"])) {
            result.origins.push_back({TextMatch::Kind::Exact, origin, false});
        }
    }
    result.methods = read_strings(cors["allowMethods"]);
    result.headers = read_strings(cors["allowHeaders"]);
    result.expose_headers = read_strings(cors["exposeHeaders"]);
    result.max_age = read_duration(cors["maxAge"]);
    result.credentials = cors["allowCredentials"].boolean().value_or(false);
    static constexpr std::array<std::pair<std::string_view, bool>, 3> kPreflights{
        {{"UNSPECIFIED", true}, {"FORWARD", true}, {"IGNORE", false}}};
    result.forward_unmatched_preflights =
        read_word<bool>(cors["unmatchedPreflights"], kPreflights).value_or(true);
    return result;
}

void read_mirrors(const yaml::Cursor& rule, const Metadata& metadata, RouteRule& result) {
    const yaml::Cursor one = rule["mirror"];
    if (one.present()) {
        Mirror mirror;
        read_destination(one, metadata, mirror.backend);
        const auto share = read_percent(rule["mirrorPercentage"]["value"]);
        mirror.share = share ? *share : read_percent(rule["mirrorPercent"]).value_or(1);
        result.mirrors.push_back(std::move(mirror));
    }
    for (const yaml::Cursor& item : rule["mirrors"].items()) {
        Mirror mirror;
        read_destination(item["destination"], metadata, mirror.backend);
        mirror.share = read_percent(item["percentage"]["value"]).value_or(1);
        result.mirrors.push_back(std::move(mirror));
    }
}

} // namespace

/// Weights are relative. A destination alone needs none; beside others, one without a weight gets nothing.
std::vector<Backend> read_backends(const yaml::Cursor& list, const Metadata& metadata) {
    const std::vector<yaml::Cursor> items = list.items();
    std::vector<Backend> result;
    for (const yaml::Cursor& item : items) {
        Backend backend;
        kubernetes::warn_if_missing(item["destination"], "write destination: {host: SERVICE}");
        read_destination(item["destination"], metadata, backend);
        backend.weight = static_cast<int>(item["weight"].integer(0, 1'000'000).value_or(0));
        if (items.size() == 1) {
            backend.weight = std::max(backend.weight, 1);
        }
        backend.request = read_header_edits(item["headers"]["request"]);
        backend.response = read_header_edits(item["headers"]["response"]);
        result.push_back(std::move(backend));
    }
    return result;
}

RouteRule read_http_rule(const yaml::Cursor& rule, const Metadata& metadata) {
    check_spelling(rule, kRuleFields);
    RouteRule result;
    result.origin = rule.origin();
    result.name = rule["name"].string().value_or("");
    for (const yaml::Cursor& match : rule["match"].items()) {
        result.matches.push_back(read_match(match, metadata));
    }
    result.backends = read_backends(rule["route"], metadata);
    const auto read_if = [&](std::string_view field, auto read, auto& into) {
        if (const yaml::Cursor part = rule[field]; part.present()) {
            into = read(part);
        }
    };
    read_if("redirect", read_redirect, result.redirect);
    read_if("directResponse", read_direct_response, result.direct_response);
    read_if("rewrite", read_rewrite, result.rewrite);
    read_if("retries", read_retries, result.retries);
    read_if("fault", read_fault, result.fault);
    read_if("corsPolicy", read_cors, result.cors);
    result.timeout = unless_zero(read_duration(rule["timeout"]));
    result.request = read_header_edits(rule["headers"]["request"]);
    result.response = read_header_edits(rule["headers"]["response"]);
    read_mirrors(rule, metadata, result);
    if (const yaml::Cursor delegate = rule["delegate"]; delegate.present()) {
        result.delegate = ObjectName{delegate["namespace"].string().value_or(metadata.name_space),
                                     delegate["name"].string().value_or("")};
    }
    return result;
}

} // namespace meshcast::istio
