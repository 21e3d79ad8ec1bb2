#pragma once

#include <cstdint>
#include <string_view>

namespace meshcast::text {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1; // bytes; 1 where broken
    bool valid = false;
};

/// The code point that starts at `at`. Overlong forms, surrogates and values past U+10FFFF are broken.
constexpr CodePoint code_point_at(std::string_view utf8, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) {
        return {lead, 1, true};
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > utf8.size()) {
        return {};
    }
    char32_t value = lead & (0x7F >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) {
            return {};
        }
        value = (value << 6) | (byte(at + i) & 0x3F);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) {
        return {};
    }
    return {value, length, true};
}

} // namespace meshcast::text
