#pragma once

#include "sim/policy/request_facts.h"

#include <string>
#include <string_view>

namespace meshcast {

bool matches(const TextMatch& match, std::string_view text);

/// Whether the request is one the match describes: path, method, headers and so on.
bool matches(const RequestMatch& match, const RequestFacts& request);

/// Whether the client and its port are: known before there is a request. `gateway` is "mesh" or
/// namespace/name.
bool concerns(const RequestMatch& match, const Caller& client, int port, std::string_view gateway);
bool concerns(const ConnectionMatch& match, const Caller& client, int port, std::string_view gateway);

/// Whether every request of such a client matches, so that no later rule is reached.
bool takes_everything(const RequestMatch& match);

/// "path prefix /v2, header version = two"; "every request".
std::string describe(const RequestMatch& match);

/// The value of a header, several ones joined by commas; nullopt where there is none. Case aside.
std::optional<std::string> header_of(const RequestFacts& request, std::string_view name);

/// The first value of a parameter in the query string, decoded; nullopt where there is none.
std::optional<std::string> query_parameter(std::string_view path, std::string_view name);

/// "/path" of "/path?query#fragment".
std::string_view path_only(std::string_view path);

} // namespace meshcast
