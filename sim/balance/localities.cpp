#include "sim/balance/localities.h"

#include <algorithm>
#include <numeric>

namespace meshcast {

namespace {

constexpr std::uint64_t kWhole = 10000;

std::uint64_t value_at(std::span<const std::uint32_t> values, std::size_t index) {
    return index < values.size() ? values[index] : 0;
}

std::uint64_t eligible_of(std::span<const LocalityHealth> localities) {
    return std::accumulate(
        localities.begin(), localities.end(), std::uint64_t{0},
        [](std::uint64_t sum, const LocalityHealth& locality) { return sum + locality.eligible; });
}

/// Whether there are enough clients and hosts for the arithmetic to mean anything.
bool worth_while(std::span<const LocalityHealth> localities, const HostSetSettings& settings) {
    const std::span<const std::uint32_t> clients = settings.clients_by_locality;
    const auto with_hosts =
        std::ranges::count_if(localities, [](const LocalityHealth& locality) { return locality.hosts > 0; });
    const auto with_clients = std::ranges::count_if(clients, [](std::uint32_t count) { return count > 0; });
    return with_hosts >= 2 && with_clients >= 2 && value_at(clients, settings.own_locality) > 0 &&
           eligible_of(localities) >= settings.min_cluster_size;
}

} // namespace

std::vector<double> effective_locality_weights(std::span<const LocalityHealth> localities,
                                               std::span<const std::uint32_t> weights,
                                               std::uint32_t overprovisioning_percent) {
    std::vector<double> effective(localities.size(), 0.0);
    for (std::size_t i = 0; i < localities.size(); ++i) {
        const auto [hosts, eligible] = localities[i];
        if (hosts > 0) {
            const double available = 1.0 * eligible / hosts;
            effective[i] = static_cast<double>(value_at(weights, i)) *
                           std::min(1.0, overprovisioning_percent / 100.0 * available);
        }
    }
    return effective;
}

ZoneRouting::ZoneRouting(std::span<const LocalityHealth> localities, const HostSetSettings& settings)
    : active_(worth_while(localities, settings)), own_(settings.own_locality) {
    if (!active_) {
        return;
    }
    const std::span<const std::uint32_t> clients = settings.clients_by_locality;
    const std::uint64_t all_clients = std::accumulate(clients.begin(), clients.end(), std::uint64_t{0});
    const std::uint64_t all_hosts = eligible_of(localities);
    const auto client_share = [&](std::size_t i) { return kWhole * value_at(clients, i) / all_clients; };
    const auto host_share = [&](std::size_t i) {
        return i < localities.size() && all_hosts > 0 ? kWhole * localities[i].eligible / all_hosts : 0;
    };

    if (host_share(own_) > 0 && host_share(own_) >= client_share(own_)) {
        stays_ = kWhole; // the own hosts can bear what the own clients send
        return;
    }
    stays_ = client_share(own_) > 0 ? host_share(own_) * kWhole / client_share(own_) : 0;
    capacity_.resize(localities.size());
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < localities.size(); ++i) {
        if (i != own_ && host_share(i) > client_share(i)) {
            sum += host_share(i) - client_share(i);
        }
        capacity_[i] = sum;
    }
}

std::size_t ZoneRouting::pick(RandomStream& random) const {
    if (stays_ == kWhole || random.below(kWhole) < stays_) {
        return own_;
    }
    if (capacity_.back() == 0) { // only through rounding
        return random.below(capacity_.size());
    }
    const std::uint64_t drawn = random.below(capacity_.back());
    return static_cast<std::size_t>(std::ranges::upper_bound(capacity_, drawn) - capacity_.begin());
}

} // namespace meshcast
