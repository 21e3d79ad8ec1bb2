#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

/// "10.0.0.0/8", "::1": an address or a CIDR block of IPv4 or IPv6.
class AddressBlock {
  public:
    static std::optional<AddressBlock> parse(std::string_view text);

    bool contains(std::string_view address) const;

  private:
    explicit AddressBlock(std::string_view text) : text_(text) {}

    std::string text_;
};

} // namespace meshcast
