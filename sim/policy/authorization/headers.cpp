#include "sim/policy/authorization/headers.h"

#include <algorithm>

namespace meshcast {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::optional<std::string> find_header(const HeaderValues& headers, std::string_view name) {
    std::optional<std::string> result;
    for (const auto& [key, value] : headers) {
        if (equal_ignoring_case(key, name)) {
            result = result ? *result + "," + value : value;
        }
    }
    return result;
}

} // namespace meshcast
