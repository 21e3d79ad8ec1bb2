#include "sim/policy/authorization/path_normalization.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr std::size_t kEscapeLength = 3; // "%2f"

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The byte that an escape at `at` stands for; -1 when there is none.
int escaped_at(std::string_view text, std::size_t at) {
    if (at + kEscapeLength > text.size() || text[at] != '%' || hex_digit(text[at + 1]) < 0 ||
        hex_digit(text[at + 2]) < 0) {
        return -1;
    }
    return hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2]);
}

/// Means the same escaped or not: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
bool is_unreserved(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// May not stand in a path as it is.
bool needs_escape(unsigned char c) {
    return c <= ' ' || c >= 0x7f ||
           std::string_view("\"#<>?^`{|}").find(static_cast<char>(c)) != std::string_view::npos;
}

std::string unescape_slashes(std::string_view path) {
    std::string result;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const int byte = escaped_at(path, i);
        if (byte == '/' || byte == '\\') {
            result += static_cast<char>(byte);
            i += kEscapeLength - 1;
        } else {
            result += path[i];
        }
    }
    return result;
}

/// Escapes undone that need not be, backslashes turned; nothing for a null byte.
std::optional<std::string> settle_characters(std::string_view path) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string result;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto c = static_cast<unsigned char>(path[i]);
        const int byte = escaped_at(path, i);
        if (byte == 0 || c == 0) {
            return std::nullopt;
        }
        if (byte >= 0) {
            if (is_unreserved(byte)) {
                result += static_cast<char>(byte);
            } else {
                result += path.substr(i, kEscapeLength);
            }
            i += kEscapeLength - 1;
        } else if (c == '\\') {
            result += '/';
        } else if (needs_escape(c)) {
            result += {'%', kDigits[c / 16], kDigits[c % 16]};
        } else {
            result += path[i];
        }
    }
    return result;
}

/// "." and ".." resolved; empty segments are segments: https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
std::string resolve_dots(std::string_view path) {
    std::string result;
    for (std::size_t begin = 0; begin < path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = path.substr(begin, end - begin);
        const bool after_slash = result.ends_with('/');
        if (after_slash && segment == "..") {
            result.pop_back();
            result.erase(result.rfind('/') == result.npos ? 0 : result.rfind('/'));
            result += '/';
        } else if (!(after_slash && segment == ".")) {
            result += segment;
            if (end < path.size()) {
                result += '/';
            }
        }
        begin = end + 1;
    }
    return result;
}

std::string merge_slashes(std::string_view path) {
    std::string result;
    for (const char c : path) {
        if (c != '/' || !result.ends_with('/')) {
            result += c;
        }
    }
    return result;
}

} // namespace

std::optional<std::string> normalize_path(std::string_view path, PathNormalization how) {
    path = path.substr(0, path.find('#'));
    const std::size_t mark = std::min(path.find('?'), path.size());
    const std::string_view query = path.substr(mark);
    std::string own(path.substr(0, mark));
    if (how != PathNormalization::None) {
        if (how == PathNormalization::DecodeAndMergeSlashes) {
            own = unescape_slashes(own);
        }
        const std::optional<std::string> settled = settle_characters(own);
        if (!settled) {
            return std::nullopt;
        }
        own = resolve_dots(*settled);
        if (how != PathNormalization::Base) {
            own = merge_slashes(own);
        }
    }
    return own.append(query);
}

} // namespace meshcast
