#include "sim/policy/authorization/attributes.h"

#include "sim/model/address.h"
#include "sim/policy/authorization/headers.h"
#include "sim/policy/authorization/path_template.h"
#include "sim/policy/authorization/text_pattern.h"
#include "sim/policy/authorization/trust_domains.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace meshcast {

namespace {

constexpr int kLargestPort = 65535;
constexpr std::string_view kHeaders = "request.headers";
constexpr std::string_view kClaims = "request.auth.claims";
constexpr std::string_view kEnvoyFilters = "experimental.envoy.filters.";

constexpr std::array<std::pair<std::string_view, Attribute>, 12> kKeys{{
    {"connection.sni", Attribute::ConnectionSni},
    {"destination.ip", Attribute::DestinationIp},
    {"destination.port", Attribute::DestinationPort},
    {"remote.ip", Attribute::RemoteIp},
    {"request.auth.audiences", Attribute::RequestAudiences},
    {"request.auth.presenter", Attribute::RequestPresenter},
    {"request.auth.principal", Attribute::RequestPrincipal},
    {"source.ip", Attribute::SourceIp},
    {"source.namespace", Attribute::SourceNamespace},
    {"source.principal", Attribute::SourcePrincipal},
    {"source.serviceAccount", Attribute::SourceServiceAccount},
    {"source.trustDomain", Attribute::SourceTrustDomain},
}};

/// "[a][b]" -> a, b. Nothing when it is something else.
std::optional<std::vector<std::string>> in_brackets(std::string_view text) {
    std::vector<std::string> result;
    while (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == text.npos || end == 1) {
            return std::nullopt;
        }
        result.emplace_back(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
    }
    return result.empty() || !text.empty() ? std::nullopt : std::optional(std::move(result));
}

std::optional<AttributeName> bracketed(Attribute attribute, std::string_view rest, bool nested) {
    auto names = in_brackets(rest);
    if (!names || (!nested && names->size() != 1)) {
        return std::nullopt;
    }
    return AttributeName{attribute, *std::move(names)};
}

std::optional<EvidenceTest> port_test(const std::string& value) {
    int port = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), port);
    if (error != std::errc{} || end != value.data() + value.size() || port < 0 || port > kLargestPort) {
        return std::nullopt;
    }
    return [port](const Evidence& evidence) { return evidence.request.port == port; };
}

template <class AddressOf>
std::optional<EvidenceTest> address_test(const std::string& value, AddressOf address_of) {
    const auto block = parse_address_block(value);
    if (!block) {
        return std::nullopt;
    }
    return [block = *block, address_of](const Evidence& evidence) {
        return block.contains(address_of(evidence));
    };
}

EvidenceTest principal_test(const std::string& value, const PolicyContext& context) {
    std::vector<TextPattern> patterns;
    for (const std::string& meant : with_aliases(value, context.mesh)) {
        patterns.emplace_back(meant);
    }
    return [patterns](const Evidence& evidence) {
        return std::ranges::any_of(
            patterns, [&](const TextPattern& pattern) { return pattern.matches(evidence.principal); });
    };
}

EvidenceTest trust_domain_test(const std::string& value, const PolicyContext& context) {
    std::vector<TextPattern> patterns;
    for (const std::string& meant : trust_domains_meant(value, context.mesh)) {
        patterns.emplace_back(meant);
    }
    return [patterns](const Evidence& evidence) {
        return evidence.request.peer && std::ranges::any_of(patterns, [&](const TextPattern& pattern) {
                   return pattern.matches(evidence.request.peer->trust_domain);
               });
    };
}

EvidenceTest namespace_test(const std::string& value) {
    return [value](const Evidence& evidence) {
        return evidence.request.peer && matches_wildcards(value, evidence.request.peer->name_space);
    };
}

EvidenceTest service_account_test(const std::string& value, const PolicyContext& context) {
    const std::size_t slash = value.find('/');
    const std::string name_space = slash == value.npos ? context.name_space : value.substr(0, slash);
    const std::string name = slash == value.npos ? value : value.substr(slash + 1);
    return [name_space, name](const Evidence& evidence) {
        return evidence.request.peer && evidence.request.peer->name_space == name_space &&
               evidence.request.peer->service_account == name;
    };
}

/// Issuer and subject are compared apart, at the last "/"; both must be there.
EvidenceTest request_principal_test(const std::string& value) {
    const std::size_t slash = value.rfind('/');
    const bool found = slash != value.npos;
    std::string issuer = found ? value.substr(0, slash) : value;
    std::string subject = found ? value.substr(slash + 1) : "";
    if (!found && value.starts_with('*')) {
        issuer = "*";
        subject = value;
    } else if (!found && value.ends_with('*')) {
        subject = "*";
    }
    return [issuer = TextPattern(issuer), subject = TextPattern(subject)](const Evidence& evidence) {
        return issuer.matches(claim_text(evidence.claims, "iss")) &&
               subject.matches(claim_text(evidence.claims, "sub")) && evidence.claims.contains({"iss"}) &&
               evidence.claims.contains({"sub"});
    };
}

/// Lists: any of their elements. Numbers and booleans are equal to no text.
EvidenceTest claim_test(std::vector<std::string> path, const std::string& value) {
    return [path = std::move(path), pattern = TextPattern(value)](const Evidence& evidence) {
        const auto claim = evidence.claims.find(path);
        return claim != evidence.claims.end() && claim->second.kind == Claim::Kind::Text &&
               std::ranges::any_of(claim->second.values,
                                   [&](const std::string& text) { return pattern.matches(text); });
    };
}

EvidenceTest header_test(const std::string& name, const std::string& value) {
    return [name, any = value == "*", pattern = TextPattern(value)](const Evidence& evidence) {
        const std::optional<std::string> text = find_header(evidence.headers, name);
        return text && (any || pattern.matches(*text));
    };
}

std::optional<EvidenceTest> path_test(const std::string& value) {
    if (!is_path_template(value)) {
        return [pattern = TextPattern(value)](const Evidence& evidence) {
            return pattern.matches(evidence.path);
        };
    }
    const auto path_template = PathTemplate::parse(value);
    if (!path_template) {
        return std::nullopt;
    }
    return [pattern = *path_template](const Evidence& evidence) { return pattern.matches(evidence.path); };
}

} // namespace

std::optional<AttributeName> parse_attribute(std::string_view key) {
    if (key.starts_with(kHeaders)) {
        return bracketed(Attribute::RequestHeader, key.substr(kHeaders.size()), false);
    }
    if (key.starts_with(kClaims)) {
        return bracketed(Attribute::RequestClaim, key.substr(kClaims.size()), true);
    }
    if (key.starts_with(kEnvoyFilters)) {
        return AttributeName{Attribute::EnvoyFilter, {std::string(key)}};
    }
    const auto* found = std::ranges::find(kKeys, key, [](const auto& entry) { return entry.first; });
    return found == kKeys.end() ? std::nullopt : std::optional(AttributeName{found->second, {}});
}

bool is_http_only(Attribute attribute) {
    switch (attribute) {
    case Attribute::RequestHeader:
    case Attribute::RequestPrincipal:
    case Attribute::RequestAudiences:
    case Attribute::RequestPresenter:
    case Attribute::RequestClaim:
    case Attribute::Host:
    case Attribute::Method:
    case Attribute::Path:
        return true;
    default:
        return false;
    }
}

bool is_known_to_ztunnel(Attribute attribute) {
    switch (attribute) {
    case Attribute::SourceIp:
    case Attribute::SourceNamespace:
    case Attribute::SourceServiceAccount:
    case Attribute::SourcePrincipal:
    case Attribute::DestinationIp:
    case Attribute::DestinationPort:
        return true;
    default:
        return false;
    }
}

std::optional<EvidenceTest> compile_test(const AttributeName& name, const std::string& value,
                                         const PolicyContext& context) {
    switch (name.attribute) {
    case Attribute::RequestHeader:
        return header_test(name.of.front(), value);
    case Attribute::RequestPrincipal:
        return request_principal_test(value);
    case Attribute::RequestAudiences:
        return claim_test({"aud"}, value);
    case Attribute::RequestPresenter:
        return claim_test({"azp"}, value);
    case Attribute::RequestClaim:
        return claim_test(name.of, value);
    case Attribute::Host:
        return [pattern = TextPattern(value, true)](const Evidence& evidence) {
            return pattern.matches(evidence.request.host);
        };
    case Attribute::Method:
        return [pattern = TextPattern(value)](const Evidence& evidence) {
            return pattern.matches(evidence.request.method);
        };
    case Attribute::Path:
        return path_test(value);
    case Attribute::SourceIp:
        return address_test(value, [](const Evidence& evidence) { return evidence.request.source_address; });
    case Attribute::RemoteIp:
        return address_test(value, [](const Evidence& evidence) { return evidence.remote_address; });
    case Attribute::SourceNamespace:
        return namespace_test(value);
    case Attribute::SourceServiceAccount:
        return service_account_test(value, context);
    case Attribute::SourcePrincipal:
        return principal_test(value, context);
    case Attribute::SourceTrustDomain:
        return trust_domain_test(value, context);
    case Attribute::DestinationIp:
        return address_test(value,
                            [](const Evidence& evidence) { return evidence.request.destination_address; });
    case Attribute::DestinationPort:
        return port_test(value);
    case Attribute::ConnectionSni:
        return [pattern = TextPattern(value)](const Evidence& evidence) {
            return pattern.matches(evidence.request.sni);
        };
    case Attribute::EnvoyFilter:
        return [](const Evidence&) { return false; };
    }
    return std::nullopt;
}

} // namespace meshcast
