#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

/// An IP address. IPv4 fills the first four bytes.
struct Address {
    std::array<std::uint8_t, 16> bytes{};
    bool v6 = false;

    int bits() const { return v6 ? 128 : 32; }

    friend auto operator<=>(const Address&, const Address&) = default;
};

/// A CIDR block; bits of the base beyond the prefix count for nothing.
struct AddressBlock {
    Address base;
    int prefix = 0;

    bool contains(const Address& address) const;   // false for the other family
    bool contains(std::string_view address) const; // false for what is no address

    Address first() const;
    Address last() const;

    friend bool operator==(const AddressBlock&, const AddressBlock&) = default;
};

/// "10.1.2.3" or "2001:db8::1", as Go's net/netip reads them: no leading zeros, no zone.
std::optional<Address> parse_address(std::string_view text);

/// "10.0.0.0/8"; a bare address is a block of one.
std::optional<AddressBlock> parse_address_block(std::string_view text);

} // namespace meshcast
