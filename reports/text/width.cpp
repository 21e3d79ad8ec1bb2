#include "reports/text/width.h"

#include "reports/text/utf8.h"

#include <algorithm>
#include <array>

namespace meshcast::text {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr bool contains(const auto& ranges, char32_t c) {
    return std::ranges::any_of(ranges,
                               [&](const Range& range) { return c >= range.first && c <= range.last; });
}

// The blocks that names are written in; Unicode's own tables (EastAsianWidth.txt, category Mn) are finer.
constexpr std::array<Range, 6> kCombining{{{0x0300, 0x036F},
                                           {0x0483, 0x0489},
                                           {0x200B, 0x200F},
                                           {0x20D0, 0x20FF},
                                           {0xFE00, 0xFE0F},
                                           {0xFEFF, 0xFEFF}}};
constexpr std::array<Range, 9> kWide{{{0x1100, 0x115F},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0x1F300, 0x1F64F},
                                      {0x1F900, 0x1F9FF}}};
// They change the direction of the text around them, or hide in it.
constexpr std::array<Range, 3> kInvisible{{{0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}}};

int width_of(char32_t c) {
    if (contains(kCombining, c)) {
        return 0;
    }
    return contains(kWide, c) ? 2 : 1;
}

struct Replacement {
    std::string_view symbol;
    std::string_view ascii;
};

constexpr std::array<Replacement, 16> kAscii{{{"±", "+/-"},
                                              {"µ", "u"},
                                              {"–", "-"},
                                              {"—", "-"},
                                              {"✓", "ok"},
                                              {"✗", "FAIL"},
                                              {"→", "->"},
                                              {"·", "-"},
                                              {"…", "..."},
                                              {"█", "#"},
                                              {"─", "-"},
                                              {"×", "x"},
                                              {"≤", "<="},
                                              {"≥", ">="},
                                              {"≠", "!="},
                                              {"≈", "~"}}};

} // namespace

int display_width(std::string_view utf8) {
    int width = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint c = code_point_at(utf8, at);
        width += c.valid ? width_of(c.value) : 1;
        at += c.length;
    }
    return width;
}

std::string printable(std::string_view untrusted) {
    std::string text;
    text.reserve(untrusted.size());
    for (std::size_t at = 0; at < untrusted.size();) {
        const CodePoint c = code_point_at(untrusted, at);
        const bool control = c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0);
        if (c.valid && (c.value == '\n' || c.value == '\t')) {
            text += ' ';
        } else if (!c.valid || control || contains(kInvisible, c.value)) {
            text += '?';
        } else {
            text += untrusted.substr(at, c.length);
        }
        at += c.length;
    }
    return text;
}

std::string to_ascii(std::string_view utf8) {
    std::string text;
    text.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t length = code_point_at(utf8, at).length;
        const std::string_view symbol = utf8.substr(at, length);
        const auto known = std::ranges::find(kAscii, symbol, &Replacement::symbol);
        text += known == kAscii.end() ? symbol : known->ascii;
        at += length;
    }
    return text;
}

std::string shorten(std::string_view utf8, int width, bool unicode) {
    if (display_width(utf8) <= width) {
        return std::string(utf8);
    }
    std::size_t at = 0;
    int used = 1; // for the ellipsis
    while (at < utf8.size()) {
        const CodePoint c = code_point_at(utf8, at);
        used += c.valid ? width_of(c.value) : 1;
        if (used > width) {
            break;
        }
        at += c.length;
    }
    return std::string(utf8.substr(0, at)) + (unicode ? "…" : "~");
}

std::string pad_left(std::string_view utf8, int width) {
    const int missing = std::max(0, width - display_width(utf8));
    return std::string(static_cast<std::size_t>(missing), ' ').append(utf8);
}

std::string pad_right(std::string_view utf8, int width) {
    const int missing = std::max(0, width - display_width(utf8));
    return std::string(utf8).append(static_cast<std::size_t>(missing), ' ');
}

} // namespace meshcast::text
