#pragma once

#include <span>
#include <string_view>

namespace meshcast {

/// Why a proxy answered itself, or what it saw of the answer: Envoy's response flags.
/// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags
struct ResponseFlag {
    std::string_view flag;    // "UO"
    std::string_view meaning; // a few words for tables: "circuit breaker open"
    std::string_view reason;  // a sentence for people, with what to look at; "" where no request here gets it
};

/// By flag.
std::span<const ResponseFlag> response_flags();

/// nullptr when there is none.
const ResponseFlag* find_response_flag(std::string_view flag);

/// The flag of an outcome such as "503 UO"; nullptr when it has none.
const ResponseFlag* flag_of_outcome(std::string_view outcome);

} // namespace meshcast
