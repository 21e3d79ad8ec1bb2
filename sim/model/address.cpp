#include "sim/model/address.h"

#include <charconv>
#include <vector>

namespace meshcast {

namespace {

constexpr std::size_t kGroups = 8; // of an IPv6 address, two bytes each
constexpr std::size_t kLongestNumber = 4;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t end = text.find(separator); end != text.npos; end = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::optional<int> number(std::string_view text, int base, int most) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size() || text.size() > kLongestNumber ||
        value < 0 || value > most || text.front() == '-') {
        return std::nullopt;
    }
    return value;
}

std::optional<Address> parse_v4(std::string_view text) {
    const auto parts = split(text, '.');
    if (parts.size() != 4) {
        return std::nullopt;
    }
    Address address;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::optional<int> byte = number(parts[i], 10, 255);
        if (!byte || (parts[i].size() > 1 && parts[i].front() == '0')) {
            return std::nullopt;
        }
        address.bytes[i] = static_cast<std::uint8_t>(*byte);
    }
    return address;
}

/// "2001:db8" as bytes; the last group may be an IPv4 address.
std::optional<std::vector<std::uint8_t>> parse_groups(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    if (text.empty()) {
        return bytes;
    }
    const auto groups = split(text, ':');
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i + 1 == groups.size() && groups[i].find('.') != groups[i].npos) {
            const std::optional<Address> v4 = parse_v4(groups[i]);
            if (!v4) {
                return std::nullopt;
            }
            bytes.insert(bytes.end(), v4->bytes.begin(), v4->bytes.begin() + 4);
            continue;
        }
        const std::optional<int> group = number(groups[i], 16, 0xffff);
        if (!group) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<std::uint8_t>(*group >> 8));
        bytes.push_back(static_cast<std::uint8_t>(*group & 0xff));
    }
    return bytes;
}

std::optional<Address> parse_v6(std::string_view text) {
    const std::size_t gap = text.find("::");
    const auto head = parse_groups(text.substr(0, gap));
    const auto tail = gap == text.npos ? std::vector<std::uint8_t>{} : parse_groups(text.substr(gap + 2));
    if (!head || !tail) {
        return std::nullopt;
    }
    const std::size_t given = head->size() + tail->size();
    if (gap == text.npos ? given != 2 * kGroups : given > 2 * (kGroups - 1)) {
        return std::nullopt;
    }
    Address address;
    address.v6 = true;
    std::copy(head->begin(), head->end(), address.bytes.begin());
    std::copy(tail->begin(), tail->end(), address.bytes.end() - static_cast<std::ptrdiff_t>(tail->size()));
    return address;
}

/// Bits of byte `i` that the prefix covers.
std::uint8_t mask(int prefix, std::size_t i) {
    const int covered = prefix - 8 * static_cast<int>(i);
    return covered >= 8 ? 0xff : covered <= 0 ? 0 : static_cast<std::uint8_t>(0xff << (8 - covered));
}

} // namespace

bool AddressBlock::contains(const Address& address) const {
    if (address.v6 != base.v6) {
        return false;
    }
    for (std::size_t i = 0; 8 * static_cast<int>(i) < prefix; ++i) {
        if (((address.bytes[i] ^ base.bytes[i]) & mask(prefix, i)) != 0) {
            return false;
        }
    }
    return true;
}

bool AddressBlock::contains(std::string_view address) const {
    const std::optional<Address> parsed = parse_address(address);
    return parsed && contains(*parsed);
}

Address AddressBlock::first() const {
    Address result = base;
    for (std::size_t i = 0; i < result.bytes.size(); ++i) {
        result.bytes[i] &= mask(prefix, i);
    }
    return result;
}

Address AddressBlock::last() const {
    Address result = first();
    for (std::size_t i = 0; 8 * static_cast<int>(i) < base.bits(); ++i) {
        result.bytes[i] |= static_cast<std::uint8_t>(~mask(prefix, i));
    }
    return result;
}

std::optional<Address> parse_address(std::string_view text) {
    return text.find(':') == text.npos ? parse_v4(text) : parse_v6(text);
}

std::optional<AddressBlock> parse_address_block(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::optional<Address> base = parse_address(text.substr(0, slash));
    if (!base) {
        return std::nullopt;
    }
    if (slash == text.npos) {
        return AddressBlock{*base, base->bits()};
    }
    const std::string_view length = text.substr(slash + 1);
    const std::optional<int> prefix = number(length, 10, base->bits());
    if (!prefix || (length.size() > 1 && length.front() == '0')) {
        return std::nullopt;
    }
    return AddressBlock{*base, *prefix};
}

} // namespace meshcast
