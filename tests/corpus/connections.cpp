#include "tests/corpus/connections.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

namespace meshcast::corpus {

namespace {

constexpr std::string_view kExternal = "[External]";
constexpr std::uint64_t kEnd = std::uint64_t{1} << 32;
constexpr int kLastPort = 65535;

std::uint64_t number_of_address(const Address& address) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        number = number << 8 | address.bytes[i];
    }
    return number;
}

Address address_of(std::uint64_t number) {
    Address address;
    for (std::size_t i = 0; i < 4; ++i) {
        address.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    }
    return address;
}

std::string shown_address(std::uint64_t number) {
    const Address address = address_of(number);
    return fmt::format("{}", fmt::join(address.bytes.begin(), address.bytes.begin() + 4, "."));
}

/// First and last address of a name.
std::optional<std::pair<std::uint64_t, std::uint64_t>> range_of(const std::string& name) {
    const std::size_t dash = name.find('-');
    if (!name.ends_with(kExternal) || dash == name.npos) {
        return std::nullopt;
    }
    const auto first = parse_address(std::string_view(name).substr(0, dash));
    const auto last =
        parse_address(std::string_view(name).substr(dash + 1, name.size() - dash - 1 - kExternal.size()));
    if (!first || !last) {
        return std::nullopt;
    }
    return std::pair(number_of_address(*first), number_of_address(*last));
}

} // namespace

void ConnectionSet::add(Transport transport, int first, int last) {
    static constexpr const char* kNames[] = {"TCP", "UDP", "SCTP"};
    auto& ranges = ranges_[kNames[static_cast<std::size_t>(transport)]];
    if (!ranges.empty() && ranges.back().second + 1 == first) {
        ranges.back().second = last;
    } else {
        ranges.emplace_back(first, last);
    }
}

std::string ConnectionSet::text() const {
    std::string result;
    bool all = ranges_.size() == 3;
    for (const auto& [name, ranges] : ranges_) {
        all = all && ranges.front() == std::pair(1, kLastPort);
        result += fmt::format("{}{} ", result.empty() ? "" : ",", name);
        for (const auto& [first, last] : ranges) {
            result += first == ranges.front().first ? "" : ",";
            result += first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
        }
    }
    return all ? "All Connections" : result;
}

void AddressCuts::add(const std::string& name) {
    if (const auto range = range_of(name)) {
        starts_.insert(range->first);
        starts_.insert(range->second + 1);
    }
}

void AddressCuts::add(const Security& security) {
    const auto cut = [&](const AddressBlock& block) {
        if (!block.base.v6) {
            starts_.insert(number_of_address(block.first()));
            starts_.insert(number_of_address(block.last()) + 1);
        }
    };
    for (const NetworkPolicy& policy : security.network_policies) {
        for (const NetworkPolicy::Side* side : {&policy.ingress, &policy.egress}) {
            for (const NetworkPolicy::Rule& rule : side->rules) {
                for (const NetworkPolicy::Peer& peer : rule.peers) {
                    if (peer.addresses) {
                        cut(peer.addresses->block);
                        for (const AddressBlock& except : peer.addresses->except) {
                            cut(except);
                        }
                    }
                }
            }
        }
    }
    for (const AdminNetworkPolicy& policy : security.admin_network_policies) {
        for (const AdminNetworkPolicy::Rule& rule : policy.egress) {
            for (const AdminNetworkPolicy::Peer& peer : rule.peers) {
                for (const AddressBlock& block : peer.networks) {
                    cut(block);
                }
            }
        }
    }
}

std::vector<std::pair<std::string, Address>> AddressCuts::pieces() const {
    std::vector<std::pair<std::string, Address>> result;
    for (auto start = starts_.begin(); start != starts_.end() && *start < kEnd; ++start) {
        const auto next = std::next(start);
        const std::uint64_t end = next == starts_.end() ? kEnd : *next;
        result.emplace_back(fmt::format("{}-{}{}", shown_address(*start), shown_address(end - 1), kExternal),
                            address_of(*start));
    }
    return result;
}

std::vector<std::string> AddressCuts::pieces_of(const std::string& name) const {
    const auto range = range_of(name);
    if (!range) {
        return {name};
    }
    std::vector<std::string> result;
    for (const auto& [piece, first] : pieces()) {
        const std::uint64_t number = number_of_address(first);
        if (range->first <= number && number <= range->second) {
            result.push_back(piece);
        }
    }
    return result;
}

} // namespace meshcast::corpus
