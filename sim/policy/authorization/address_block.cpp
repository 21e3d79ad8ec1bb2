#include "sim/policy/authorization/address_block.h"

#include "sim/policy/host_match.h"

namespace meshcast {

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
    // A block holds its own base.
    const bool is_block = cidr_match(text, text.substr(0, text.find('/'))).has_value();
    return is_block ? std::optional(AddressBlock(text)) : std::nullopt;
}

bool AddressBlock::contains(std::string_view address) const {
    return cidr_match(text_, address).has_value();
}

} // namespace meshcast
