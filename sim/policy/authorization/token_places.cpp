#include "sim/policy/authorization/token_places.h"

#include "sim/policy/authorization/headers.h"
#include "sim/policy/request_match.h"

#include <algorithm>
#include <optional>

namespace meshcast {

namespace {

using JwtRule = RequestAuthentication::JwtRule;

constexpr std::string_view kTokenCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.";

bool has_own_places(const JwtRule& rule) {
    return !rule.from_headers.empty() || !rule.from_params.empty() || !rule.from_cookies.empty();
}

std::vector<RequestAuthentication::FromHeader> headers_of(const JwtRule& rule) {
    using Places = std::vector<RequestAuthentication::FromHeader>;
    return has_own_places(rule) ? rule.from_headers : Places{{"authorization", "Bearer "}};
}

std::vector<std::string> parameters_of(const JwtRule& rule) {
    return has_own_places(rule) ? rule.from_params : std::vector<std::string>{"access_token"};
}

/// Behind the prefix, up to what no token has.
std::optional<std::string> behind(const std::string& prefix, const std::string& text) {
    if (prefix.empty()) {
        return text;
    }
    const std::size_t at = text.find(prefix);
    if (at == text.npos) {
        return std::nullopt;
    }
    const std::size_t begin = text.find_first_of(kTokenCharacters, at + prefix.size());
    return begin == text.npos ? ""
                              : text.substr(begin, text.find_first_not_of(kTokenCharacters, begin) - begin);
}

std::optional<std::string> cookie_of(const HeaderValues& headers, const std::string& name) {
    const std::string all = find_header(headers, "cookie").value_or("");
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.find(';', begin), all.size());
        const std::size_t first = std::min(all.find_first_not_of(' ', begin), end);
        const std::string pair = all.substr(first, end - first);
        if (pair.starts_with(name + "=")) {
            return pair.substr(name.size() + 1);
        }
        begin = end + 1;
    }
    return std::nullopt;
}

} // namespace

std::vector<std::string> tokens_for(const JwtRule& rule, const AccessRequest& request) {
    std::vector<std::string> result;
    const auto add = [&](const std::optional<std::string>& token) {
        if (token) {
            result.push_back(*token);
        }
    };
    for (const RequestAuthentication::FromHeader& place : headers_of(rule)) {
        if (const auto value = find_header(request.headers, place.name)) {
            add(behind(place.prefix, *value));
        }
    }
    for (const std::string& name : parameters_of(rule)) {
        add(query_parameter(request.path, name));
    }
    for (const std::string& name : rule.from_cookies) {
        add(cookie_of(request.headers, name));
    }
    return result;
}

HeaderValues without_tokens(const JwtRule& rule, HeaderValues headers) {
    if (!rule.forward_original_token) {
        const auto places = headers_of(rule);
        std::erase_if(headers, [&](const auto& header) {
            return std::ranges::any_of(places, [&](const RequestAuthentication::FromHeader& place) {
                return equal_ignoring_case(header.first, place.name) && behind(place.prefix, header.second);
            });
        });
    }
    return headers;
}

} // namespace meshcast
