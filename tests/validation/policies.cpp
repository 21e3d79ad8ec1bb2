// Balancing, retries, rate limits.

#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"
#include "engine/token_bucket.h"
#include "sim/balance/load_balancer.h"
#include "tests/validation/case.h"
#include "tests/validation/theory.h"

#include <array>
#include <deque>
#include <memory>

using namespace std::chrono_literals;

namespace meshcast::validation {

namespace {

/// Poisson requests over many single servers, each request to the one that the balancer picks.
struct BalancedServers {
    static constexpr std::size_t kServers = 2000;

    explicit BalancedServers(std::uint64_t replication) : random(1, replication, "servers", "all") {
        for (std::size_t i = 0; i < kServers; ++i) {
            servers.emplace_back(simulation, 1);
        }
    }

    Task<> arrivals(Duration mean_gap) {
        for (;;) {
            co_await simulation.delay(random.exponential(mean_gap));
            simulation.spawn(request());
        }
    }

    Task<> request() {
        const Time arrived = simulation.now();
        const std::size_t picked = balancer.pick(candidates, {}, random, simulation.now());
        count_at_least(++candidates[picked].active_requests, 1);
        {
            const Resource::Lease server = co_await servers[picked].acquire();
            co_await simulation.delay(random.exponential(1ms));
        }
        count_at_least(candidates[picked].active_requests--, -1);
        sojourn += to_seconds(simulation.now() - arrived);
        ++finished;
    }

    void count_at_least(std::uint32_t active, int change) {
        if (active < with_at_least.size()) {
            TimeWeighted& count = with_at_least[active];
            count.set(simulation.now(), count.value() + change);
        }
    }

    /// Of the servers, by time.
    double share_with_at_least(std::size_t active) const {
        return with_at_least[active].mean(simulation.now()) / kServers;
    }

    Simulation simulation;
    std::deque<Resource> servers;
    std::vector<Candidate> candidates = std::vector<Candidate>(kServers);
    LoadBalancer balancer{*find_balancer("least-request"), kServers};
    RandomStream random;
    std::array<TimeWeighted, 4> with_at_least; // servers with that many requests or more
    double sojourn = 0;
    std::uint64_t finished = 0;
};

struct Tries {
    std::uint64_t calls = 0;
    std::uint64_t attempts = 0;
    std::uint64_t succeeded = 0;
    double seconds = 0;
};

/// An attempt takes 2 ms, the pause before the next 1 ms.
Task<> call_with_retries(Simulation& simulation, RandomStream& random, Tries& tries) {
    const Time started = simulation.now();
    bool ok = false;
    for (int attempt = 1; attempt <= 3 && !ok; ++attempt) {
        if (attempt > 1) {
            co_await simulation.delay(1ms);
        }
        ++tries.attempts;
        co_await simulation.delay(2ms);
        ok = !random.bernoulli(0.3);
    }
    ++tries.calls;
    tries.succeeded += ok ? 1 : 0;
    tries.seconds += to_seconds(simulation.now() - started);
}

/// Requests a second that the bucket lets pass, after 10 s.
double accepted_rate(TokenBucket bucket, double offered, Duration measured, std::uint64_t replication) {
    constexpr Time kFrom = kStart + 10s;
    RandomStream random(1, replication, "bucket", "gaps");
    const Duration mean_gap = from_seconds(1 / offered);
    std::uint64_t accepted = 0;
    for (Time now = kStart + random.exponential(mean_gap); now < kFrom + measured;
         now += random.exponential(mean_gap)) {
        const bool passes = bucket.take(now);
        accepted += passes && now >= kFrom ? 1 : 0;
    }
    return static_cast<double>(accepted) / to_seconds(measured);
}

std::vector<Interval> accepted_rates(const TokenBucket& bucket, double offered) {
    return replicate([&](std::uint64_t replication) {
        return std::vector{accepted_rate(bucket, offered, 10'000s / static_cast<int>(kShare), replication)};
    });
}

} // namespace

/// As the number of servers grows, the share of servers with k requests or more becomes rho^(2^k - 1); by
/// Little the mean time in system is their sum over k >= 1, divided by rho.
std::vector<Row> two_choices() {
    constexpr double kLoad = 0.8;
    const auto found = replicate([](std::uint64_t replication) {
        BalancedServers model(replication);
        model.simulation.spawn(model.arrivals(from_seconds(1e-3 / kLoad / BalancedServers::kServers)));
        const Time from = kStart + 150ms;
        model.simulation.run_until(from);
        model.sojourn = 0;
        model.finished = 0;
        for (TimeWeighted& count : model.with_at_least) {
            count.restart(from);
        }
        model.simulation.run_until(from + 350ms / static_cast<int>(kShare));
        const std::vector figures{model.sojourn / static_cast<double>(model.finished) * 1e3,
                                  model.share_with_at_least(2), model.share_with_at_least(3)};
        model.simulation.shutdown();
        return figures;
    });
    double time = 0;
    for (int k = 1; k <= 10; ++k) {
        time += std::pow(kLoad, std::pow(2, k) - 2);
    }
    return {{"time in system", "sum of rho^(2^k - 2), k >= 1", time, found[0]},
            {"servers with 2 or more", "rho^3", std::pow(kLoad, 3), found[1]},
            {"servers with 3 or more", "rho^7", std::pow(kLoad, 7), found[2]}};
}

std::vector<Row> retries() {
    const auto found = replicate([](std::uint64_t replication) {
        Simulation simulation;
        RandomStream random(1, replication, "retries", "failures");
        Tries tries;
        for (std::uint64_t call = 0; call < 50'000 / kShare; ++call) {
            simulation.spawn(call_with_retries(simulation, random, tries));
        }
        simulation.run_until(kForever);
        const auto calls = static_cast<double>(tries.calls);
        return std::vector{static_cast<double>(tries.attempts) / calls,
                           static_cast<double>(tries.succeeded) / calls, tries.seconds / calls * 1e3};
    });
    const double attempts = (1 - std::pow(0.3, 3)) / (1 - 0.3);
    return {{"attempts", "(1 - p^n) / (1 - p)", attempts, found[0]},
            {"calls that succeed", "1 - p^n", 1 - std::pow(0.3, 3), found[1]},
            {"time, ms (2 ms each, 1 ms between)", "3 x attempts - 1", 3 * attempts - 1, found[2]}};
}

/// Asked each 100 ms from 0 to 2 s, 21 times, full at first. Steady: a token each 500 ms, but the bucket is
/// never full again, so 3 + floor(2 s / 500 ms) = 7. With a timer: 3, then 2 at 1 s and 2 at 2 s, of which
/// one is taken at 2 s: 6.
std::vector<Row> token_bucket_schedule() {
    std::array<int, 2> taken{};
    TokenBucket steady(3, 2, 1s, TokenBucket::Refill::Steady);
    TokenBucket timer(3, 2, 1s, TokenBucket::Refill::Timer);
    for (int i = 0; i <= 20; ++i) {
        taken[0] += steady.take(kStart + i * 100ms) ? 1 : 0;
        taken[1] += timer.take(kStart + i * 100ms) ? 1 : 0;
    }
    return {{"of 21 in 2 s, steady refill", "3 + 2 x 2", 7, certain(taken[0])},
            {"of 21 in 2 s, refilled by a timer", "3 + 2 + 1", 6, certain(taken[1])}};
}

/// A request passes unless it comes within 10 ms of the last that did: a server of constant time, no queue.
std::vector<Row> token_bucket_of_one() {
    const auto found = accepted_rates(TokenBucket(1, 100, 1s), 150);
    return {{"accepted, /s", "lambda / (1 + lambda / r)", 150 * (1 - erlang_b(1, 1.5)), found[0]}};
}

std::vector<Row> token_bucket_overloaded() {
    const auto found = accepted_rates(TokenBucket(100, 100, 1s), 150);
    return {{"accepted, /s", "r", 100, found[0]}};
}

/// Full at the start of each second, so of N requests in it min(N, 10) pass: with N Poisson of mean m = 10,
/// E[min(N, m)] = m (1 - P(N = m)).
std::vector<Row> token_bucket_with_timer() {
    const auto found = accepted_rates(TokenBucket(10, 10, 1s, TokenBucket::Refill::Timer), 10);
    return {{"accepted, /s", "m (1 - e^-m m^m / m!)", 10 * (1 - poisson(10, 10)), found[0]}};
}

} // namespace meshcast::validation
