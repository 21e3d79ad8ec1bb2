#include "sim/policy/request_match.h"

#include "sim/policy/regex.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::string_view kClaims = "@request.auth.claims";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool starts_with(std::string_view text, std::string_view prefix, bool ignore_case) {
    return ignore_case
               ? text.size() >= prefix.size() && same_ignoring_case(text.substr(0, prefix.size()), prefix)
               : text.starts_with(prefix);
}

bool has_path_prefix(std::string_view path, std::string_view prefix) {
    while (prefix.ends_with('/')) {
        prefix.remove_suffix(1);
    }
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

/// "@request.auth.claims.group.id" or "@request.auth.claims[group][id]".
std::vector<std::string> claim_path(std::string_view name) {
    name.remove_prefix(kClaims.size());
    std::vector<std::string> path;
    if (name.starts_with('.')) {
        while (name.starts_with('.')) {
            name.remove_prefix(1);
            path.emplace_back(name.substr(0, name.find('.')));
            name.remove_prefix(path.back().size());
        }
    }
    while (name.starts_with('[') && name.find(']') != name.npos) {
        path.emplace_back(name.substr(1, name.find(']') - 1));
        name.remove_prefix(path.back().size() + 2);
    }
    return path;
}

bool matches_claim(const NamedMatch& match, const RequestFacts& request) {
    const auto found = request.claims.find(claim_path(match.name));
    const bool holds =
        found != request.claims.end() && std::ranges::any_of(found->second, [&](const std::string& value) {
            return matches(match.value, value);
        });
    return holds != match.inverted;
}

bool matches_header(const NamedMatch& match, const RequestFacts& request) {
    if (match.name.starts_with(kClaims)) {
        return matches_claim(match, request);
    }
    const std::optional<std::string> value = header_of(request, match.name);
    if (match.value.kind == TextMatch::Kind::Present) {
        return value.has_value() != match.inverted;
    }
    if (match.inverted) {
        return !matches(match.value, value.value_or(""));
    }
    return value && matches(match.value, *value);
}

std::string decoded(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
    };
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            result += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

bool matches_query(const NamedMatch& match, const RequestFacts& request) {
    const auto value = query_parameter(request.path, match.name);
    return value && matches(match.value, *value);
}

bool fits(const std::optional<TextMatch>& match, std::string_view text) {
    return !match || matches(*match, text);
}

template <class Match>
bool concerns_client(const Match& match, const Caller& client, int port, std::string_view gateway) {
    if (match.port != 0 && match.port != port) {
        return false;
    }
    if (!match.gateways.empty()) {
        return std::ranges::find(match.gateways, gateway) != match.gateways.end();
    }
    const auto has = [&](const auto& label) {
        const auto found = client.labels.find(label.first);
        return found != client.labels.end() && found->second == label.second;
    };
    return std::ranges::all_of(match.source_labels, has) &&
           (match.source_namespace.empty() || match.source_namespace == client.name_space);
}

std::string describe(std::string_view what, const TextMatch& match) {
    switch (match.kind) {
    case TextMatch::Kind::Present:
        return fmt::format("{} present", what);
    case TextMatch::Kind::Exact:
        return fmt::format("{} = {}", what, match.text);
    case TextMatch::Kind::Prefix:
    case TextMatch::Kind::PathPrefix:
        return fmt::format("{} begins with {}", what, match.text);
    case TextMatch::Kind::Regex:
        return fmt::format("{} matches {}", what, match.text);
    }
    return "";
}

} // namespace

std::optional<std::string> query_parameter(std::string_view path, std::string_view name) {
    const std::size_t mark = path.find('?');
    std::string_view query = mark == path.npos ? std::string_view{} : path.substr(mark + 1);
    query = query.substr(0, query.find('#'));
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (decoded(pair.substr(0, equals)) == name) {
            return equals == pair.npos ? "" : decoded(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

bool RequestFacts::reads(Dialect dialect) const {
    return std::ranges::find(dialects, dialect) != dialects.end();
}

std::string_view path_only(std::string_view path) {
    return path.substr(0, path.find_first_of("?#"));
}

std::optional<std::string> header_of(const RequestFacts& request, std::string_view name) {
    if (name == ":method") {
        return request.method;
    }
    if (name == ":authority" || same_ignoring_case(name, "host")) {
        return request.host;
    }
    if (name == ":path") {
        return request.path;
    }
    std::optional<std::string> result;
    for (const auto& [key, value] : request.headers) {
        if (same_ignoring_case(key, name)) {
            result = result ? *result + "," + value : value;
        }
    }
    return result;
}

bool matches(const TextMatch& match, std::string_view text) {
    switch (match.kind) {
    case TextMatch::Kind::Present:
        return true;
    case TextMatch::Kind::Exact:
        return match.ignore_case ? same_ignoring_case(text, match.text) : text == match.text;
    case TextMatch::Kind::Prefix:
        return starts_with(text, match.text, match.ignore_case);
    case TextMatch::Kind::PathPrefix:
        return has_path_prefix(text, match.text);
    case TextMatch::Kind::Regex:
        return regex_matches(match.text, text);
    }
    return false;
}

bool matches(const RequestMatch& match, const RequestFacts& request) {
    return fits(match.path, path_only(request.path)) && fits(match.method, request.method) &&
           fits(match.authority, request.host) && fits(match.scheme, request.tls ? "https" : "http") &&
           std::ranges::all_of(match.headers,
                               [&](const auto& item) { return matches_header(item, request); }) &&
           std::ranges::all_of(match.query, [&](const auto& item) { return matches_query(item, request); });
}

bool concerns(const RequestMatch& match, const Caller& client, int port, std::string_view gateway) {
    return concerns_client(match, client, port, gateway);
}

bool concerns(const ConnectionMatch& match, const Caller& client, int port, std::string_view gateway) {
    return concerns_client(match, client, port, gateway);
}

bool takes_everything(const RequestMatch& match) {
    const bool any_path = !match.path ||
                          (match.path->kind == TextMatch::Kind::Prefix && match.path->text == "/") ||
                          (match.path->kind == TextMatch::Kind::PathPrefix && match.path->text == "/") ||
                          (match.path->kind == TextMatch::Kind::Regex && match.path->text == ".*");
    return any_path && !match.method && !match.authority && !match.scheme && match.headers.empty() &&
           match.query.empty();
}

std::string describe(const RequestMatch& match) {
    std::vector<std::string> parts;
    const auto add = [&](std::string_view what, const std::optional<TextMatch>& part) {
        if (part) {
            parts.push_back(describe(what, *part));
        }
    };
    add("path", match.path);
    add("method", match.method);
    add("authority", match.authority);
    add("scheme", match.scheme);
    for (const NamedMatch& header : match.headers) {
        parts.push_back((header.inverted ? "not: " : "") +
                        describe(fmt::format("header {}", header.name), header.value));
    }
    for (const NamedMatch& parameter : match.query) {
        parts.push_back(describe(fmt::format("query {}", parameter.name), parameter.value));
    }
    if (match.port != 0) {
        parts.push_back(fmt::format("port {}", match.port));
    }
    return parts.empty() ? "every request" : fmt::format("{}", fmt::join(parts, ", "));
}

} // namespace meshcast
