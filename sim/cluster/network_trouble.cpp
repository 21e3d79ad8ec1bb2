#include "sim/cluster/network_trouble.h"

#include "engine/random.h"

#include <algorithm>

namespace meshcast {

namespace {

constexpr Duration kFirstTimeout = std::chrono::milliseconds(200);
constexpr Duration kLongestTimeout = std::chrono::seconds(120);

/// Until the first of the repetitions that gets through.
template <class Lost>
Duration send_again(Lost&& lost) {
    Duration passed{};
    Duration timeout = kFirstTimeout;
    while (passed < NetworkTrouble::kGivesUp && lost(passed)) {
        passed += timeout;
        timeout = std::min(2 * timeout, kLongestTimeout);
    }
    return std::min(passed, NetworkTrouble::kGivesUp);
}

} // namespace

bool SiteSet::contains(const Site& site) const {
    return everything || (outside && site.machine == nullptr) ||
           std::ranges::find(machines, site.machine) != machines.end() ||
           std::ranges::binary_search(pods, site.pod);
}

Duration NetworkTrouble::delay(const Site& a, const Site& b, Bytes size, std::uint64_t random_key,
                               Time now) const {
    Duration sum{};
    for (const LinkTrouble* trouble : links_) {
        const bool concerned = (trouble->from.contains(a) && trouble->to.contains(b)) ||
                               (trouble->from.contains(b) && trouble->to.contains(a));
        if (!concerned) {
            continue;
        }
        RandomStream random(random_key);
        sum += trouble->latency + from_seconds(to_seconds(trouble->jitter) * random.uniform()) +
               from_nanoseconds(static_cast<double>(size.count) * trouble->nanoseconds_per_byte);
        if (trouble->cut) {
            sum += send_again([&](Duration passed) { return now + passed < trouble->until; });
        }
        if (trouble->loss > 0) {
            sum += send_again([&](Duration) { return random.bernoulli(trouble->loss); });
        }
    }
    return sum;
}

std::optional<Duration> NetworkTrouble::name_failure(const Site& from, std::uint64_t random_key) const {
    RandomStream random(random_key);
    for (const NameTrouble* trouble : names_) {
        if (trouble->from.contains(from) && random.bernoulli(trouble->share)) {
            return trouble->takes;
        }
    }
    return std::nullopt;
}

} // namespace meshcast
