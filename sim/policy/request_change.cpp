#include "sim/policy/request_change.h"

#include "sim/policy/host_match.h"
#include "sim/policy/regex.h"
#include "sim/policy/request_match.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace meshcast {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

bool names_host(std::string_view name) {
    return name == ":authority" || same_name(name, "host");
}

std::string without_end_slash(std::string text) {
    while (text.ends_with('/')) {
        text.pop_back();
    }
    return text;
}

/// Envoy's prefix rewrite where the prefix is text, whole segments where the match was by segments.
std::string replace_prefix(const std::string& path, const TextMatch* match, const std::string& by) {
    if (match == nullptr || match->kind == TextMatch::Kind::Present) {
        return by + path.substr(path.starts_with('/') && by.ends_with('/') ? 1 : 0); // the prefix "/"
    }
    if (match->kind == TextMatch::Kind::PathPrefix) {
        const std::string rest = path.substr(std::min(path.size(), without_end_slash(match->text).size()));
        const std::string result = without_end_slash(by) + rest;
        return result.starts_with('/') ? result : "/" + result;
    }
    if (match->kind == TextMatch::Kind::Prefix) {
        return by + path.substr(std::min(path.size(), match->text.size()));
    }
    return by; // what matched was all of the path
}

std::string changed(const std::string& path, const PathRewrite& rewrite, const RequestMatch* match) {
    switch (rewrite.kind) {
    case PathRewrite::Kind::None:
        return path;
    case PathRewrite::Kind::Full:
        return rewrite.text;
    case PathRewrite::Kind::Regex:
        return regex_replace(rewrite.regex, path, rewrite.text);
    case PathRewrite::Kind::Prefix:
        return replace_prefix(path, match != nullptr && match->path ? &*match->path : nullptr, rewrite.text);
    }
    return path;
}

/// The query string stays, the fragment goes.
std::string changed_path(const std::string& full, const PathRewrite& rewrite, const RequestMatch* match) {
    const std::string path(path_only(full));
    std::string rest = full.substr(path.size());
    rest.resize(std::min(rest.size(), rest.find('#')));
    return changed(path, rewrite, match) + rest;
}

/// Host edits of `edits`, if it has some.
std::optional<std::string> host_in(const HeaderEdits& edits) {
    for (const auto& [name, value] : edits.set) {
        if (names_host(name)) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace

void apply(const HeaderEdits& edits, HeaderValues& headers) {
    const auto erase = [&](const std::string& name) {
        std::erase_if(headers, [&](const auto& header) { return same_name(header.first, name); });
    };
    for (const std::string& name : edits.remove) {
        erase(name);
    }
    for (const auto& [name, value] : edits.set) {
        if (!names_host(name)) {
            erase(name);
            headers.emplace_back(name, value);
        }
    }
    for (const auto& [name, value] : edits.add) {
        const auto found =
            std::ranges::find_if(headers, [&](const auto& header) { return same_name(header.first, name); });
        if (found == headers.end()) {
            headers.emplace_back(name, value);
        } else {
            found->second += "," + value;
        }
    }
}

RequestFacts request_at_backend(const RequestFacts& request, const RouteDecision& decision,
                                const ChosenBackend& backend) {
    RequestFacts result = request;
    result.path = changed_path(request.path, {}, nullptr);
    if (decision.rule == nullptr) {
        return result;
    }
    const RouteRule& rule = *decision.rule;
    const std::optional<Rewrite>& own =
        backend.declared == nullptr ? std::nullopt : backend.declared->rewrite;
    const Rewrite rewrite = own ? *own : rule.rewrite.value_or(Rewrite{});
    result.path = changed_path(request.path, rewrite.path, decision.match);
    apply(rule.request, result.headers);
    if (backend.declared != nullptr) {
        apply(backend.declared->request, result.headers);
    }
    // The rule's word on the host counts more than the backend's.
    if (!rewrite.authority.empty()) {
        result.host = rewrite.authority;
    } else if (const auto host = host_in(rule.request)) {
        result.host = *host;
    } else if (backend.declared != nullptr) {
        result.host = host_in(backend.declared->request).value_or(request.host);
    }
    return result;
}

Location redirect_location(const RequestFacts& request, const RouteDecision& decision) {
    const std::string own_scheme = request.tls ? "https" : "http";
    if (decision.rule == nullptr || !decision.rule->redirect) { // a Gateway's httpsRedirect
        return {"https", without_port(request.host), 0, changed_path(request.path, {}, nullptr)};
    }
    const Redirect& redirect = *decision.rule->redirect;
    Location location;
    location.scheme = redirect.scheme.empty() ? own_scheme : redirect.scheme;
    location.host = redirect.host.empty() ? without_port(request.host) : redirect.host;
    location.path = changed_path(request.path, redirect.path, decision.match);
    switch (redirect.port_from) {
    case Redirect::Port::Given:
        location.port = redirect.port;
        break;
    case Redirect::Port::FromRequest:
        location.port = decision.port;
        break;
    case Redirect::Port::FromScheme:
        location.port = redirect.host.empty() && redirect.scheme.empty() ? port_of(request.host) : 0;
        break;
    }
    const bool usual = (location.scheme == "http" && location.port == 80) ||
                       (location.scheme == "https" && location.port == 443);
    location.port = usual ? 0 : location.port;
    return location;
}

std::optional<CorsAnswer> cors_answer(const RequestFacts& request, const CorsPolicy& policy) {
    const auto origin = header_of(request, "origin");
    if (!origin || std::ranges::none_of(policy.origins, [&](const TextMatch& allowed) {
            return matches(allowed, *origin) || allowed.text == "*";
        })) {
        return std::nullopt;
    }
    CorsAnswer answer;
    answer.headers.emplace_back("Access-Control-Allow-Origin", *origin);
    if (policy.credentials) {
        answer.headers.emplace_back("Access-Control-Allow-Credentials", "true");
    }
    const auto add = [&](const char* name, const std::vector<std::string>& values) {
        if (!values.empty()) {
            answer.headers.emplace_back(name, fmt::format("{}", fmt::join(values, ",")));
        }
    };
    answer.preflight =
        request.method == "OPTIONS" && header_of(request, "access-control-request-method").has_value();
    if (answer.preflight) {
        add("Access-Control-Allow-Methods", policy.methods);
        add("Access-Control-Allow-Headers", policy.headers);
        if (policy.max_age) {
            const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*policy.max_age).count();
            answer.headers.emplace_back("Access-Control-Max-Age", std::to_string(seconds));
        }
    } else {
        add("Access-Control-Expose-Headers", policy.expose_headers);
    }
    return answer;
}

} // namespace meshcast
