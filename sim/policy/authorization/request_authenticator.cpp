#include "sim/policy/authorization/request_authenticator.h"

#include "sim/policy/authorization/access_decision.h"
#include "sim/policy/authorization/headers.h"
#include "sim/policy/authorization/token_places.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace meshcast {

namespace {

using JwtRule = RequestAuthentication::JwtRule;

constexpr std::int64_t kClockSkew = 60; // seconds; Envoy's default

/// One token for one rule, in the words of Envoy.
struct Verdict {
    enum class Kind { Good, Missing, OtherIssuer, Bad };

    Kind kind = Kind::Good;
    std::string problem;
    int status = kUnauthorized;
    const Token* token = nullptr;
};

std::optional<std::int64_t> number_of(const Claims& claims, const std::string& name) {
    const auto found = claims.find({name});
    if (found == claims.end() || found->second.values.empty()) {
        return std::nullopt;
    }
    const std::string& text = found->second.values.front();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} ? std::optional(number) : std::nullopt;
}

bool is_audience_allowed(const JwtRule& rule, const Claims& claims) {
    const auto audience = claims.find({"aud"});
    return rule.audiences.empty() ||
           (audience != claims.end() &&
            std::ranges::any_of(audience->second.values, [&](const std::string& name) {
                return std::ranges::find(rule.audiences, name) != rule.audiences.end();
            }));
}

Verdict verify(const JwtRule& rule, const std::string& text, const Tokens& tokens, std::int64_t now) {
    using Kind = Verdict::Kind;
    const auto found = tokens.find(text);
    if (found == tokens.end() || !found->second.well_formed) {
        return {Kind::Bad, "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections"};
    }
    const Token& token = found->second;
    if (claim_text(token.claims, "iss") != rule.issuer && !rule.issuer.empty()) {
        return {Kind::OtherIssuer, "Jwt issuer is not configured"};
    }
    if (const auto begin = number_of(token.claims, "nbf"); begin && *begin > now + kClockSkew) {
        return {Kind::Bad, "Jwt not yet valid"};
    }
    if (const auto end = number_of(token.claims, "exp"); end && *end + kClockSkew < now) {
        return {Kind::Bad, "Jwt is expired"};
    }
    if (!is_audience_allowed(rule, token.claims)) {
        return {Kind::Bad, "Audiences in Jwt are not allowed", kForbidden};
    }
    if (!token.good_signature) {
        return {Kind::Bad, "Jwt verification fails"};
    }
    return {Kind::Good, "", 0, &token};
}

/// All the tokens that a rule finds must be good: a bad one beside a good one might be the one that is used.
Verdict verify_all(const JwtRule& rule, const AccessRequest& request, std::int64_t now) {
    Verdict result{Verdict::Kind::Missing, "Jwt is missing"};
    for (const std::string& text : tokens_for(rule, request)) {
        result = verify(rule, text, request.tokens, now);
        if (result.kind != Verdict::Kind::Good) {
            return result;
        }
    }
    return result;
}

bool is_preflight(const AccessRequest& request) {
    return request.method == "OPTIONS" && !find_header(request.headers, "origin").value_or("").empty() &&
           !find_header(request.headers, "access-control-request-method").value_or("").empty();
}

/// Texts of some claims are lists in disguise: "read write".
Claims normalized(const Claims& claims, const JwtRule& rule) {
    Claims result = claims;
    std::vector<std::string> names = rule.space_delimited_claims;
    names.insert(names.end(), {"scope", "permission"});
    for (const std::string& name : names) {
        const auto found = result.find({name});
        if (found == result.end() || found->second.list || found->second.values.empty()) {
            continue;
        }
        const std::string text = found->second.values.front();
        if (found->second.kind != Claim::Kind::Text || text.find(' ') == text.npos) {
            continue;
        }
        Claim list{Claim::Kind::Text, true, {}};
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            if (end > begin) {
                list.values.push_back(text.substr(begin, end - begin));
            }
            begin = end + 1;
        }
        found->second = std::move(list);
    }
    return result;
}

void set_header(const std::string& name, const std::string& value, HeaderValues& headers) {
    std::erase_if(headers, [&](const auto& header) { return equal_ignoring_case(header.first, name); });
    headers.emplace_back(name, value);
}

std::vector<std::string> split_claim(const std::string& name) {
    std::vector<std::string> path;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('.', begin), name.size());
        path.push_back(name.substr(begin, end - begin));
        begin = end + 1;
    }
    return path;
}

/// A client must not set by itself what is to come from a token.
void remove_output_headers(const JwtRule& rule, HeaderValues& headers) {
    std::erase_if(headers, [&](const auto& header) {
        return (!rule.payload_to_header.empty() &&
                equal_ignoring_case(header.first, rule.payload_to_header)) ||
               std::ranges::any_of(rule.claims_to_headers,
                                   [&](const RequestAuthentication::ClaimToHeader& output) {
                                       return equal_ignoring_case(header.first, output.header);
                                   });
    });
}

/// Lists and objects go nowhere.
void add_output_headers(const JwtRule& rule, const Token& token, HeaderValues& headers) {
    for (const RequestAuthentication::ClaimToHeader& output : rule.claims_to_headers) {
        const auto claim = token.claims.find(split_claim(output.claim));
        if (claim != token.claims.end() && !claim->second.list && !claim->second.values.empty()) {
            set_header(output.header, claim->second.values.front(), headers);
        }
    }
    if (!rule.payload_to_header.empty() && !token.payload.empty()) {
        set_header(rule.payload_to_header, token.payload, headers);
    }
}

} // namespace

RequestAuthenticator::RequestAuthenticator(const std::vector<const RequestAuthentication*>& policies) {
    for (const RequestAuthentication* policy : policies) {
        for (const JwtRule& rule : policy->rules) {
            rules_.push_back({policy, &rule});
        }
    }
    std::ranges::stable_sort(rules_, {}, [](const Rule& rule) { return rule.declared->issuer; });
}

Authentication RequestAuthenticator::authenticate(const AccessRequest& request, std::int64_t now) const {
    Authentication result;
    result.headers = request.headers;
    if (rules_.empty() || request.protocol == AccessRequest::Protocol::Tcp || is_preflight(request)) {
        return result;
    }
    for (const Rule& rule : rules_) {
        remove_output_headers(*rule.declared, result.headers);
    }
    std::optional<Verdict> refusal; // the last one that says more than "not mine"
    for (const Rule& rule : rules_) {
        const Verdict verdict = verify_all(*rule.declared, request, now);
        if (verdict.kind == Verdict::Kind::Good) {
            result.status = 0;
            result.problem.clear();
            result.policy = rule.policy;
            result.rule = rule.declared;
            result.claims = normalized(verdict.token->claims, *rule.declared);
            result.headers = without_tokens(*rule.declared, std::move(result.headers));
            add_output_headers(*rule.declared, *verdict.token, result.headers);
            return result;
        }
        if (verdict.kind == Verdict::Kind::Missing) {
            continue;
        }
        if (!refusal || verdict.kind == Verdict::Kind::Bad) {
            refusal = verdict;
            result.policy = rule.policy;
            result.rule = rule.declared;
            result.status = verdict.status;
            result.problem = verdict.problem;
        }
    }
    return result;
}

} // namespace meshcast
