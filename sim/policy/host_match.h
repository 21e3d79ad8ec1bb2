#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

/// Host names with Istio's and Envoy's wildcards: "*.example.com" stands for every name that ends in
/// ".example.com", "*" for every name. All lower case.

bool is_wildcard(std::string_view host);

/// Whether every name that `host` stands for is one that `pattern` stands for.
bool covers(std::string_view pattern, std::string_view host);

/// Whether some name is one that both stand for.
bool overlaps(std::string_view a, std::string_view b);

/// The narrower of two that overlap; nothing where they do not.
std::optional<std::string> intersection(std::string_view a, std::string_view b);

/// How much a pattern that covers a host says about it: exact above long above short above "*".
std::size_t specificity(std::string_view pattern);

/// "Example.com:8080" -> "example.com"; brackets of an IPv6 address stay.
std::string without_port(std::string_view authority);

/// The port of an authority; 0 where there is none.
int port_of(std::string_view authority);

/// How many leading bits of `address` the block or address says, when it holds it; nothing when not. IPv4 and
/// IPv6.
std::optional<int> cidr_match(std::string_view block, std::string_view address);

} // namespace meshcast
