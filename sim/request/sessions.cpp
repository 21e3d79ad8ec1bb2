#include "sim/request/sessions.h"

#include "engine/portable_math.h"
#include "sim/balance/hashing.h"
#include "sim/request/parties.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace meshcast {

namespace {

constexpr std::uint64_t kSessionDraw = 0x5e5510ac7a11edULL; // apart from what else the key draws

/// Of a letter and a number, as text that stands in a header or is an address.
std::uint64_t hash_of_name(char kind, std::uint32_t number) {
    std::array<char, 16> text{kind};
    const auto end = std::to_chars(text.data() + 1, text.data() + text.size(), number).ptr;
    return hash_text({text.data(), static_cast<std::size_t>(end - text.data())});
}

} // namespace

Sessions::Sessions(const Traffic& traffic) : users_(static_cast<UserId>(traffic.sessions)) {
    if (traffic.session_skew == 0) {
        return;
    }
    up_to_.reserve(users_);
    double sum = 0;
    for (UserId user = 1; user <= users_; ++user) {
        sum += portable_exp(-traffic.session_skew * portable_log(user));
        up_to_.push_back(sum);
    }
    for (double& share : up_to_) {
        share /= sum;
    }
}

UserId Sessions::user_of(std::uint64_t random_key) const {
    if (users_ == 0) {
        return kNobodyKnown;
    }
    RandomStream random(random_key ^ kSessionDraw);
    if (up_to_.empty()) {
        return static_cast<UserId>(random.below(users_)) + 1;
    }
    const auto found = std::ranges::upper_bound(up_to_, random.uniform());
    return std::min(static_cast<UserId>(found - up_to_.begin()) + 1, users_);
}

PickContext hash_of(ConsistentHash::Key key, const Client& client, UserId user) {
    if (key == ConsistentHash::Key::SourceIp && client.pod != nullptr) {
        return {hash_of_name('p', client.pod->id)};
    }
    return user == kNobodyKnown ? PickContext{} : PickContext{hash_of_name('u', user)};
}

} // namespace meshcast
