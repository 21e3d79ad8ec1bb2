#include "sim/balance/hashing.h"

#define XXH_INLINE_ALL // no library to link
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <string>

namespace meshcast {

std::uint64_t hash_text(std::string_view text, std::uint64_t seed) {
    return XXH64(text.data(), text.size(), seed);
}

std::uint64_t combine_hashes(std::uint64_t before, std::uint64_t next) {
    return std::rotl(before, 1) ^ next;
}

HashedHosts::HashedHosts(const HostGroup& group) {
    const std::size_t size = group.members.size();
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
        sum += group.host(group.members[i]).weight;
    }
    hosts_.reserve(size);
    made_up_.reserve(size); // keys are views into it
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t candidate = group.members[i];
        const Host& host = group.host(candidate);
        const double share = group.shares.empty() ? host.weight / sum : group.shares[i];
        if (share > 0) {
            std::string_view key = host.address;
            if (key.empty()) {
                key = made_up_.emplace_back(std::to_string(candidate));
            }
            hosts_.push_back({key, static_cast<std::uint32_t>(candidate), share});
        }
    }
}

std::string HashedHosts::identity() const {
    std::string identity;
    for (const HashedHost& host : hosts_) {
        const auto share = std::bit_cast<std::array<char, sizeof host.share>>(host.share);
        const auto candidate = std::bit_cast<std::array<char, sizeof host.candidate>>(host.candidate);
        identity.append(host.key).push_back('\0');
        identity.append(candidate.begin(), candidate.end()).append(share.begin(), share.end());
    }
    return identity;
}

double HashedHosts::smallest_share() const {
    double smallest = 1.0;
    for (const HashedHost& host : hosts_) {
        smallest = std::min(smallest, host.share);
    }
    return smallest;
}

double HashedHosts::largest_share() const {
    double largest = 0.0;
    for (const HashedHost& host : hosts_) {
        largest = std::max(largest, host.share);
    }
    return largest;
}

} // namespace meshcast
