#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meshcast::analysis {

/// The text of base64, line breaks aside; nothing where it is none.
std::optional<std::string> decode_base64(std::string_view text);

/// When a certificate counts, in seconds since 1970.
struct Validity {
    std::int64_t not_before = 0;
    std::int64_t not_after = 0;
};

/// Of the first certificate of a PEM text (RFC 7468, RFC 5280); nothing where it holds none.
std::optional<Validity> certificate_validity(std::string_view pem);

} // namespace meshcast::analysis
