#include "sim/balance/ring_hash.h"

#include "sim/balance/shared_tables.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace meshcast {

HashRing::HashRing(const HashedHosts& hosts, std::uint64_t min_size, std::uint64_t max_size) {
    if (hosts.all().empty()) {
        return;
    }
    const double smallest = hosts.smallest_share();
    const double scale = std::min(std::ceil(smallest * static_cast<double>(min_size)) / smallest,
                                  static_cast<double>(max_size));
    places_.reserve(static_cast<std::size_t>(std::ceil(scale)));
    // Running sums over all hosts, so that fractions of a place even out.
    double placed = 0;
    double due = 0;
    std::string text;
    for (const HashedHost& host : hosts.all()) {
        due += scale * host.share;
        for (std::uint64_t i = 0; placed < due; ++i, ++placed) {
            text.assign(host.key).append("_").append(std::to_string(i));
            places_.push_back({hash_text(text), host.candidate});
        }
    }
    std::ranges::stable_sort(places_, {}, &Place::hash);
}

std::uint32_t HashRing::find(std::uint64_t hash) const {
    const auto place = std::ranges::lower_bound(places_, hash, {}, &Place::hash);
    return place == places_.end() ? places_.front().candidate : place->candidate;
}

void RingHash::assign(HostGroup group, Time /*now*/) {
    const HashedHosts hosts(group);
    const auto make = [&] { return HashRing(hosts, settings_->min_ring_size, settings_->max_ring_size); };
    HashTables* shared = settings_->hash_tables.get();
    ring_ = shared != nullptr ? shared->rings.of(hosts, make) : std::make_shared<const HashRing>(make());
}

std::size_t RingHash::pick(std::span<const Candidate> /*candidates*/, const PickContext& context,
                           RandomStream& random, Time /*now*/) {
    return ring_->find(context.hash ? *context.hash : random.next());
}

} // namespace meshcast
