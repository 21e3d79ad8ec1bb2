#include "sim/policy/host_match.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <vector>

namespace meshcast {

namespace {

constexpr std::size_t kExact = std::numeric_limits<std::size_t>::max();

using Address = std::vector<unsigned>; // groups: 4 of 8 bits or 8 of 16 bits

std::optional<unsigned> parse_group(std::string_view text, int base, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    return error == std::errc{} && end == text.data() + text.size() && value <= most ? std::optional(value)
                                                                                     : std::nullopt;
}

/// Groups between separators; nothing where one is no number.
std::optional<Address> parse_groups(std::string_view text, char separator, int base, unsigned most) {
    Address groups;
    while (!text.empty()) {
        const std::size_t at = text.find(separator);
        const auto group = parse_group(text.substr(0, at), base, most);
        if (!group) {
            return std::nullopt;
        }
        groups.push_back(*group);
        text.remove_prefix(at == text.npos ? text.size() : at + 1);
    }
    return groups;
}

std::optional<Address> read_bits(std::string_view text) {
    constexpr std::size_t kGroups = 8;
    if (text.find(':') == text.npos) {
        auto groups = parse_groups(text, '.', 10, 255);
        return groups && groups->size() == 4 ? groups : std::nullopt;
    }
    const std::size_t gap = text.find("::");
    if (gap == text.npos) {
        auto groups = parse_groups(text, ':', 16, 0xFFFF);
        return groups && groups->size() == kGroups ? groups : std::nullopt;
    }
    auto head = parse_groups(text.substr(0, gap), ':', 16, 0xFFFF);
    const auto tail = parse_groups(text.substr(gap + 2), ':', 16, 0xFFFF);
    if (!head || !tail || head->size() + tail->size() >= kGroups) {
        return std::nullopt;
    }
    head->resize(kGroups - tail->size());
    head->insert(head->end(), tail->begin(), tail->end());
    return head;
}

bool same_bits(const Address& a, const Address& b, int bits) {
    const int width = a.size() == 4 ? 8 : 16;
    for (std::size_t i = 0; i < a.size() && bits > 0; ++i, bits -= width) {
        const int drop = std::max(0, width - bits);
        if (a[i] >> drop != b[i] >> drop) {
            return false;
        }
    }
    return true;
}

} // namespace

bool is_wildcard(std::string_view host) {
    return host.starts_with('*');
}

bool covers(std::string_view pattern, std::string_view host) {
    if (!is_wildcard(pattern)) {
        return pattern == host;
    }
    if (is_wildcard(host)) {
        host.remove_prefix(1);
    }
    return host.ends_with(pattern.substr(1));
}

bool overlaps(std::string_view a, std::string_view b) {
    return covers(a, b) || covers(b, a);
}

std::optional<std::string> intersection(std::string_view a, std::string_view b) {
    if (covers(a, b)) {
        return std::string(b);
    }
    return covers(b, a) ? std::optional(std::string(a)) : std::nullopt;
}

std::size_t specificity(std::string_view pattern) {
    return is_wildcard(pattern) ? pattern.size() : kExact;
}

std::string without_port(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    const bool has_port = colon != authority.npos && colon + 1 < authority.size() &&
                          authority.find_first_not_of("0123456789", colon + 1) == authority.npos &&
                          (authority.find(':') == colon || authority[colon - 1] == ']');
    std::string host(authority.substr(0, has_port ? colon : authority.npos));
    std::ranges::transform(host, host.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return host;
}

int port_of(std::string_view authority) {
    const std::size_t host = without_port(authority).size();
    return host < authority.size()
               ? static_cast<int>(parse_group(authority.substr(host + 1), 10, 65535).value_or(0))
               : 0;
}

std::optional<int> cidr_match(std::string_view block, std::string_view address) {
    const std::size_t slash = block.find('/');
    const auto base = read_bits(block.substr(0, slash));
    const auto wanted = read_bits(address);
    if (!base || !wanted || base->size() != wanted->size()) {
        return std::nullopt;
    }
    const unsigned most = base->size() == 4 ? 32 : 128;
    const auto bits = slash == block.npos ? most : parse_group(block.substr(slash + 1), 10, most);
    if (!bits || !same_bits(*base, *wanted, static_cast<int>(*bits))) {
        return std::nullopt;
    }
    return static_cast<int>(*bits);
}

} // namespace meshcast
