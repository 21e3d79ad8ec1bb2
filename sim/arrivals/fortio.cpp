#include "sim/arrivals/fortio.h"

#include <algorithm>

namespace meshcast::fortio {

namespace {

constexpr double kJitter = 0.1;

Plan divided(double per_second, std::int64_t calls, int threads) {
    if (calls < 2) {
        calls = 2;
        threads = 1;
    }
    threads = static_cast<int>(std::min<std::int64_t>(std::max(threads, 1), calls / 2));
    return {.threads = threads, .calls_per_thread = calls / threads, .per_second = per_second};
}

} // namespace

Plan plan(double per_second, Duration duration, int threads) {
    return divided(per_second, static_cast<std::int64_t>(per_second * to_seconds(duration)), threads);
}

Plan plan_exactly(double per_second, std::int64_t calls, int threads) {
    Plan result = divided(per_second, calls, threads);
    result.left_over = calls - result.calls_per_thread * result.threads;
    return result;
}

Duration Plan::due(std::int64_t index) const {
    const auto i = static_cast<double>(index);
    const auto last = static_cast<double>(calls_per_thread + left_over - 1);
    const double stretch = stretched && last > 0 ? i / last : 0;
    return from_seconds((i + stretch) / (per_second / threads));
}

Arrivals::Arrivals(double per_second, int connections, Pacing pacing)
    : plan_{.threads = connections, .per_second = per_second, .stretched = false},
      pacing_(pacing),
      endless_(true) {
    start_connections();
}

Arrivals::Arrivals(const Plan& plan, Pacing pacing) : plan_(plan), pacing_(pacing), endless_(false) {
    start_connections();
}

void Arrivals::start_connections() {
    for (int i = 0; i < plan_.threads; ++i) {
        const double phase = pacing_ == Pacing::Uniform ? static_cast<double>(i) / plan_.threads : 0;
        const Duration start = from_seconds(phase * plan_.threads / plan_.per_second);
        connections_.push_back({start, start, static_cast<std::uint32_t>(i), 0});
    }
    std::ranges::make_heap(connections_, comes_later);
}

bool Arrivals::comes_later(const Connection& a, const Connection& b) {
    return a.at > b.at || (a.at == b.at && a.index > b.index);
}

std::optional<Arrival> Arrivals::next(RandomStream& random) {
    if (connections_.empty()) {
        return std::nullopt;
    }
    std::ranges::pop_heap(connections_, comes_later);
    Connection& connection = connections_.back();
    const Arrival arrival{connection.at, connection.index};
    if (advance(connection, random)) {
        std::ranges::push_heap(connections_, comes_later);
    } else {
        connections_.pop_back();
    }
    return arrival;
}

bool Arrivals::advance(Connection& connection, RandomStream& random) const {
    ++connection.calls;
    const std::int64_t calls = plan_.calls_per_thread + (connection.index == 0 ? plan_.left_over : 0);
    if (!endless_ && connection.calls >= calls) {
        return false;
    }
    Plan own = plan_; // with the calls of this connection
    own.calls_per_thread = calls;
    own.left_over = 0;
    Duration sleep = connection.from + own.due(connection.calls) - connection.at;
    if (pacing_ == Pacing::Jitter && sleep > Duration::zero()) {
        sleep += from_seconds(to_seconds(sleep) * kJitter * (2 * random.uniform() - 1));
    }
    connection.at += std::max(sleep, Duration::zero());
    return true;
}

double percentile(std::span<const Bucket> buckets, double min, double max, double percentile) {
    std::int64_t count = 0;
    for (const Bucket& bucket : buckets) {
        count += bucket.count;
    }
    if (percentile >= 100 || count == 0) {
        return max;
    }
    double below = 100.0 / static_cast<double>(count);
    if (percentile <= below) {
        return min;
    }
    for (const Bucket& bucket : buckets) {
        if (percentile <= bucket.percent) {
            return bucket.start +
                   (percentile - below) / (bucket.percent - below) * (bucket.end - bucket.start);
        }
        below = bucket.percent;
    }
    return max;
}

} // namespace meshcast::fortio
