#include "sim/balance/load_balancer.h"
#include "sim/balance/maglev.h"
#include "sim/balance/ring_hash.h"
#include "sim/balance/weighted_turns.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace meshcast {

namespace {

RandomStream stream(std::uint64_t seed) {
    return {seed, 0, "test", "picks"};
}

std::vector<Host> hosts_of(std::span<const std::string> addresses,
                           std::span<const std::uint32_t> weights = {}) {
    std::vector<Host> hosts(addresses.size());
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        hosts[i].address = addresses[i];
        hosts[i].weight = weights.empty() ? 1 : weights[i];
    }
    return hosts;
}

std::vector<std::string> addresses(std::size_t count) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < count; ++i) {
        result.push_back("10.0.0." + std::to_string(i) + ":8080");
    }
    return result;
}

std::size_t pick(LoadBalancer& balancer, std::size_t hosts, RandomStream& random, Time now = kStart) {
    return balancer.pick(std::vector<Candidate>(hosts), {}, random, now);
}

/// Every policy there is must pass these.
class EveryBalancer : public testing::TestWithParam<BalancerKind> {
  protected:
    std::vector<int> count_picks(LoadBalancer& balancer, std::size_t hosts, int picks,
                                 std::uint64_t seed = 1) {
        const std::vector<Candidate> candidates(hosts);
        RandomStream random = stream(seed);
        std::vector<int> counts(hosts, 0);
        for (int i = 0; i < picks; ++i) {
            const Time now = kStart + i * 1ms;
            const std::size_t chosen = balancer.pick(candidates, {}, random, now);
            if (chosen >= hosts) {
                ADD_FAILURE() << "picked " << chosen << " of " << hosts;
                break;
            }
            ++counts[chosen];
            balancer.finished(chosen, 5ms, true, now);
        }
        return counts;
    }

    BalancerSettings settings_;
};

TEST_P(EveryBalancer, PicksOneThereIs) {
    for (std::size_t count = 1; count <= 7; ++count) {
        LoadBalancer balancer(GetParam(), count);
        count_picks(balancer, count, 500, count);
    }
}

TEST_P(EveryBalancer, SpreadsManyClientsOverEqualEndpoints) {
    // Many clients, since some policies give one client one endpoint, or all to one hash.
    constexpr std::size_t kHosts = 6;
    settings_.maglev_table_size = 997;
    std::vector<int> counts(kHosts, 0);
    const auto names = addresses(kHosts);
    const auto hosts = hosts_of(names);
    for (std::uint64_t client = 0; client < 300; ++client) {
        LoadBalancer balancer(GetParam(), hosts, settings_);
        const std::vector<int> one = count_picks(balancer, kHosts, 20, client);
        for (std::size_t i = 0; i < kHosts; ++i) {
            counts[i] += one[i];
        }
    }
    // A ring of 1024 places gives a host its share within about 1 / sqrt(1024 / 6), and pick-first is 300
    // draws: a quarter of the mean is three standard deviations and more.
    for (const int count : counts) {
        EXPECT_NEAR(count, 1000, 350);
    }
}

TEST_P(EveryBalancer, PicksTheSameForTheSameSeed) {
    const std::vector<Candidate> candidates(5);
    std::array<std::vector<std::size_t>, 2> picks;
    for (auto& sequence : picks) {
        LoadBalancer balancer(GetParam(), 5);
        RandomStream random = stream(9);
        for (int i = 0; i < 200; ++i) {
            sequence.push_back(balancer.pick(candidates, {}, random, kStart + i * 1ms));
        }
    }
    EXPECT_EQ(picks[0], picks[1]);
}

TEST_P(EveryBalancer, NeverPicksAnEjectedHost) {
    settings_.maglev_table_size = 997;
    const auto names = addresses(8);
    const auto hosts = hosts_of(names);
    LoadBalancer balancer(GetParam(), hosts, settings_);
    const std::vector<Candidate> candidates(8);
    RandomStream random = stream(3);
    for (std::size_t ejected = 0; ejected < 3; ++ejected) {
        balancer.set_health(ejected, HostHealth::Unhealthy, kStart);
        for (int i = 0; i < 300; ++i) {
            EXPECT_GT(balancer.pick(candidates, {}, random, kStart + 1s), ejected);
        }
    }
    balancer.set_health(1, HostHealth::Healthy, kStart + 2s);
    int returned = 0;
    for (int i = 0; i < 2000; ++i) {
        const std::size_t chosen = balancer.pick(candidates, {}, random, kStart + 3s);
        EXPECT_TRUE(chosen != 0 && chosen != 2);
        returned += chosen == 1 ? 1 : 0;
    }
    if (GetParam().name != "pick-first") { // which has no reason to move
        EXPECT_GT(returned, 100);
    }
}

TEST_P(EveryBalancer, PicksNobodyWhenAllAreEjectedAndPanicIsOff) {
    settings_.host_set.panic_threshold_percent = 0;
    const auto names = addresses(3);
    const auto hosts = hosts_of(names);
    LoadBalancer balancer(GetParam(), hosts, settings_);
    for (std::size_t i = 0; i < 3; ++i) {
        balancer.set_health(i, HostHealth::Unhealthy, kStart);
    }
    RandomStream random = stream(4);
    EXPECT_EQ(pick(balancer, 3, random), LoadBalancer::kNobody);
}

TEST_P(EveryBalancer, HonoursWeights) {
    if (!GetParam().weighted) {
        GTEST_SKIP() << "takes no weights";
    }
    const std::array<std::uint32_t, 4> weights = {1, 2, 3, 4};
    const auto names = addresses(4);
    const auto hosts = hosts_of(names, weights);
    settings_.min_ring_size = 65536; // for a ring to be within some percent
    LoadBalancer balancer(GetParam(), hosts, settings_);
    const std::vector<int> counts = count_picks(balancer, 4, 20000);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(counts[i], 2000 * static_cast<int>(weights[i]), 250);
    }
}

TEST_P(EveryBalancer, GetsToKnowNewHosts) {
    settings_.maglev_table_size = 997;
    const auto names = addresses(6);
    const auto all = hosts_of(names);
    LoadBalancer balancer(GetParam(), std::span(all).first(2), settings_);
    count_picks(balancer, 2, 50);
    balancer.set_hosts(all, kStart + 1s);
    const std::vector<int> counts = count_picks(balancer, 6, 3000, 5);
    if (GetParam().name != "pick-first") {
        EXPECT_GT(std::accumulate(counts.begin() + 2, counts.end(), 0), 300);
    }
}

INSTANTIATE_TEST_SUITE_P(Policies, EveryBalancer,
                         testing::ValuesIn(balancer_kinds().begin(), balancer_kinds().end()),
                         [](const auto& tested) {
                             std::string name(tested.param.name);
                             std::erase(name, '-');
                             return name;
                         });

TEST(Balancer, UnknownNameIsNoPolicy) {
    EXPECT_EQ(find_balancer("fastest"), nullptr);
    EXPECT_EQ(find_balancer(""), nullptr);
    EXPECT_EQ(find_balancer("round-robin")->name, "round-robin");
}

TEST(Balancer, IstiosNamesAreKnown) {
    EXPECT_EQ(find_istio_balancer("ROUND_ROBIN")->name, "round-robin");
    EXPECT_EQ(find_istio_balancer("LEAST_REQUEST")->name, "least-request");
    EXPECT_EQ(find_istio_balancer("LEAST_CONN")->name, "least-request");
    EXPECT_EQ(find_istio_balancer("UNSPECIFIED")->name, "least-request");
    EXPECT_EQ(find_istio_balancer("RANDOM")->name, "random");
    EXPECT_EQ(find_istio_balancer("PASSTHROUGH")->name, "kube-proxy");
    EXPECT_EQ(find_istio_balancer("ringHash")->name, "ring-hash");
    EXPECT_EQ(find_istio_balancer("maglev")->name, "maglev");
    EXPECT_EQ(find_istio_balancer(""), nullptr);
    EXPECT_EQ(find_istio_balancer("peak-ewma"), nullptr);
}

TEST(BalancerSettings, AreRefusedAsEnvoyDoes) {
    EXPECT_EQ(fault_in({}), "");
    BalancerSettings settings;
    settings.maglev_table_size = 8;
    EXPECT_EQ(fault_in(settings), "the size of a Maglev table must be a prime number");
    settings = {};
    settings.min_ring_size = 20;
    settings.max_ring_size = 10;
    EXPECT_EQ(fault_in(settings), "the minimum size of the hash ring is above its maximum");
    settings = {};
    settings.slow_start.aggression = 0;
    EXPECT_NE(fault_in(settings), "");
    settings = {};
    settings.choice_count = 1;
    EXPECT_NE(fault_in(settings), "");
}

TEST(RoundRobin, TakesTurns) {
    LoadBalancer balancer(*find_balancer("round-robin"), 3);
    RandomStream random = stream(2);
    const std::size_t first = pick(balancer, 3, random);
    for (std::size_t i = 1; i < 10; ++i) {
        EXPECT_EQ(pick(balancer, 3, random), (first + i) % 3);
    }
}

TEST(RoundRobin, WeightedTurnsAreSmooth) {
    // Weights 1 and 3 of 4 turns: the light one exactly every fourth time.
    const auto names = addresses(2);
    const auto hosts = hosts_of(names, std::array<std::uint32_t, 2>{1, 3});
    LoadBalancer balancer(*find_balancer("round-robin"), hosts, default_balancer_settings());
    RandomStream random = stream(2);
    std::string order;
    for (int i = 0; i < 400; ++i) {
        order += static_cast<char>('0' + pick(balancer, 2, random));
    }
    const std::size_t first = order.find('0');
    ASSERT_LT(first, 4U);
    for (std::size_t i = 0; i < order.size(); ++i) {
        EXPECT_EQ(order[i] == '0', i % 4 == first) << i;
    }
}

TEST(EdfSchedule, StartsAsIfPicksHadBeenMade) {
    const std::vector<double> weights = {25.3171, 74.9013, 10.7331, 1.31977}; // no two are ever due at once
    for (const std::uint32_t picks : {0U, 1U, 23U, 100U, 1111U}) {
        EdfSchedule stepped(weights, 0);
        const auto weight = [&](std::uint32_t entry) { return weights[entry]; };
        for (std::uint32_t i = 0; i < picks; ++i) {
            stepped.pick(weight);
        }
        EdfSchedule skipped(weights, picks);
        for (int i = 0; i < 200; ++i) {
            ASSERT_EQ(skipped.pick(weight), stepped.pick(weight)) << "pick " << i << " after " << picks;
        }
    }
}

TEST(LeastRequest, TakesTheLessBusyOfTwo) {
    // With 4 endpoints, one idle: it is among the two drawn (with replacement) with probability 1 - (3/4)^2 =
    // 0.4375; of three draws, 1 - (3/4)^3 = 0.578.
    BalancerSettings settings;
    for (const auto& [choices, expected] : {std::pair{2U, 0.4375}, std::pair{3U, 0.578}}) {
        settings.choice_count = choices;
        LoadBalancer balancer(*find_balancer("least-request"), 4, settings);
        const std::vector<Candidate> candidates = {{3}, {3}, {0}, {3}};
        RandomStream random = stream(3);
        int idle = 0;
        for (int i = 0; i < 20000; ++i) {
            idle += balancer.pick(candidates, {}, random, kStart) == 2 ? 1 : 0;
        }
        EXPECT_NEAR(idle / 20000.0, expected, 0.015);
    }
}

TEST(LeastRequest, DividesUnequalWeightsByActiveRequests) {
    // Weights 2 and 1, with 3 and 0 active: 2 / 4^bias against 1. Bias 1 gives 1 : 2, bias 0.5 1 : 1, bias 0
    // 2 : 1.
    const auto names = addresses(2);
    const auto hosts = hosts_of(names, std::array<std::uint32_t, 2>{2, 1});
    const std::vector<Candidate> candidates = {{3}, {0}};
    BalancerSettings settings;
    for (const auto& [bias, expected] :
         {std::pair{1.0, 1 / 3.0}, std::pair{0.5, 0.5}, std::pair{0.0, 2 / 3.0}}) {
        settings.active_request_bias = bias;
        LoadBalancer balancer(*find_balancer("least-request"), hosts, settings);
        RandomStream random = stream(3);
        int first = 0;
        for (int i = 0; i < 3000; ++i) {
            first += balancer.pick(candidates, {}, random, kStart) == 0 ? 1 : 0;
        }
        EXPECT_NEAR(first / 3000.0, expected, 0.001) << bias;
    }
}

TEST(SlowStart, RaisesTheWeightWithAge) {
    const SlowStart linear{.window = 60s};
    EXPECT_DOUBLE_EQ(slow_start_factor(linear, kStart, kStart), 0.1); // min_weight_percent
    EXPECT_DOUBLE_EQ(slow_start_factor(linear, kStart, kStart + 30s), 0.5);
    EXPECT_DOUBLE_EQ(slow_start_factor(linear, kStart, kStart + 60s), 1.0);
    EXPECT_DOUBLE_EQ(slow_start_factor(linear, Time::min(), kStart), 1.0);
    EXPECT_DOUBLE_EQ(slow_start_factor({}, kStart, kStart), 1.0);
    const SlowStart bold{.window = 60s, .aggression = 2, .min_weight_percent = 0};
    EXPECT_NEAR(slow_start_factor(bold, kStart, kStart + 15s), 0.5, 1e-12);              // sqrt(1/4)
    EXPECT_NEAR(slow_start_factor(bold, kStart, kStart), std::sqrt(1 / 60000.0), 1e-12); // at least 1 ms
}

TEST(SlowStart, SparesAHostThatIsBack) {
    BalancerSettings settings;
    settings.slow_start = {.window = 100s};
    LoadBalancer balancer(*find_balancer("round-robin"), 2, settings);
    balancer.set_health(0, HostHealth::Unhealthy, kStart);
    balancer.set_health(0, HostHealth::Healthy, kStart + 10s);
    RandomStream random = stream(6);
    const auto share = [&](Time now) {
        int first = 0;
        for (int i = 0; i < 1000; ++i) {
            first += pick(balancer, 2, random, now) == 0 ? 1 : 0;
        }
        return first / 1000.0;
    };
    EXPECT_NEAR(share(kStart + 10s), 0.1 / 1.1, 0.01);
    EXPECT_NEAR(share(kStart + 60s), 0.5 / 1.5, 0.01);
    EXPECT_NEAR(share(kStart + 300s), 0.5, 0.01);
}

TEST(PeakEwma, AvoidsAnEndpointThatWasSlowUntilItIsForgotten) {
    LoadBalancer balancer(*find_balancer("peak-ewma"), 2);
    RandomStream random = stream(4);
    balancer.finished(0, 10ms, true, kStart);
    balancer.finished(1, 200ms, true, kStart); // jumps to the peak at once
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(pick(balancer, 2, random, kStart + 1ms), 0U);
    }
    // Its estimate decays by exp(-t / 10 s): a fast reply after 60 s forgives.
    balancer.finished(1, 5ms, true, kStart + 60s);
    balancer.finished(0, 10ms, true, kStart + 60s);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(pick(balancer, 2, random, kStart + 60s), 1U);
    }
}

TEST(PeakEwma, WeighsLatencyByLoad) {
    LoadBalancer balancer(*find_balancer("peak-ewma"), 2);
    RandomStream random = stream(5);
    balancer.finished(0, 40ms, true, kStart);
    balancer.finished(1, 100ms, true, kStart);
    const auto chosen = [&](std::vector<Candidate> candidates) {
        return balancer.pick(candidates, {}, random, kStart);
    };
    EXPECT_EQ(chosen({{1}, {0}}), 0U); // 40 x 2 < 100 x 1
    EXPECT_EQ(chosen({{2}, {0}}), 1U); // 40 x 3 > 100 x 1
}

TEST(PeakEwma, LookingDecaysTheEstimateAsAReplyOfNoLatencyWould) {
    // Host 0: 100 ms decayed over 10 s is 36.8 ms, and then 50 ms is a new peak. Without the look, 50 ms is
    // below the estimate of 100 ms, and weighed in to 68.4 ms. Host 1: from the default of 30 ms to 60 ms
    // either way.
    LoadBalancer looked(*find_balancer("peak-ewma"), 2);
    LoadBalancer blind(*find_balancer("peak-ewma"), 2);
    RandomStream random = stream(5);
    looked.finished(0, 100ms, true, kStart);
    blind.finished(0, 100ms, true, kStart);
    pick(looked, 2, random, kStart + 10s);
    for (LoadBalancer* balancer : {&looked, &blind}) {
        balancer->finished(0, 50ms, true, kStart + 10s);
        balancer->finished(1, 60ms, true, kStart + 10s);
    }
    EXPECT_EQ(pick(looked, 2, random, kStart + 10s), 0U);
    EXPECT_EQ(pick(blind, 2, random, kStart + 10s), 1U);
}

TEST(PickFirst, StaysUntilItsHostIsGone) {
    LoadBalancer balancer(*find_balancer("pick-first"), 5);
    RandomStream random = stream(7);
    const std::size_t first = pick(balancer, 5, random);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(pick(balancer, 5, random), first);
    }
    balancer.set_health(first, HostHealth::Unhealthy, kStart);
    const std::size_t second = pick(balancer, 5, random);
    EXPECT_NE(second, first);
    balancer.set_health(first, HostHealth::Healthy, kStart);
    EXPECT_EQ(pick(balancer, 5, random), second);
}

TEST(HashText, IsXxHash64) {
    EXPECT_EQ(hash_text(""), 0xEF46DB3751D8E999U); // published test vectors of xxHash
    EXPECT_EQ(hash_text("abc"), 0x44BC2CF5AD770999U);
    EXPECT_EQ(combine_hashes(1, 4), 6U);
}

/// Ports 90 ... 95 of one address, as in Envoy's tests.
struct EnvoyHosts {
    EnvoyHosts() {
        for (int port = 90; port < 96; ++port) {
            names.push_back("127.0.0.1:" + std::to_string(port));
        }
        hosts = hosts_of(names);
    }

    HashedHosts hashed() const { return HashedHosts({Members(hosts.size()), hosts, hosts.size(), {}}); }

    std::vector<std::string> names;
    std::vector<Host> hosts;
};

TEST(HashRing, IsEnvoys) {
    // Envoy's ring_hash_lb_test, Basic.
    const HashRing ring(EnvoyHosts().hashed(), 12, 8388608);
    ASSERT_EQ(ring.places().size(), 12U);
    EXPECT_EQ(ring.places().front().hash, 833437586790550860U);
    EXPECT_EQ(ring.places().back().hash, 16117243373044804889U);
    EXPECT_EQ(ring.find(0), 4U);
    EXPECT_EQ(ring.find(UINT64_MAX), 4U);
    EXPECT_EQ(ring.find(3551244743356806947U), 5U);
    EXPECT_EQ(ring.find(3551244743356806948U), 3U);
}

TEST(HashRing, GivesPlacesByWeightWithinItsBounds) {
    EnvoyHosts envoy;
    for (std::size_t i = 0; i < envoy.hosts.size(); ++i) {
        envoy.hosts[i].weight = static_cast<std::uint32_t>(i % 2 + 1); // 1 and 2, 9 in all
    }
    const auto count = [](const HashRing& ring, std::uint32_t candidate) {
        return std::ranges::count_if(
            ring.places(), [&](const HashRing::Place& place) { return place.candidate == candidate; });
    };
    const HashRing grown(envoy.hashed(), 10, 100); // the lightest host wants 10 / 9 places: 2, so 18 in all
    EXPECT_EQ(grown.places().size(), 18U);
    EXPECT_EQ(count(grown, 0), 2);
    EXPECT_EQ(count(grown, 1), 4);
    const HashRing bounded(envoy.hashed(), 1000, 9);
    EXPECT_EQ(bounded.places().size(), 9U);
}

TEST(HashRing, MovesFewRequestsWhenAHostGoes) {
    LoadBalancer balancer(*find_balancer("ring-hash"), 10);
    const std::vector<Candidate> candidates(10);
    RandomStream random = stream(8);
    std::vector<std::size_t> before;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        before.push_back(balancer.pick(candidates, {hash_text(std::to_string(i))}, random, kStart));
    }
    balancer.set_health(3, HostHealth::Unhealthy, kStart);
    int moved = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const std::size_t now = balancer.pick(candidates, {hash_text(std::to_string(i))}, random, kStart);
        moved += now != before[i] && before[i] != 3 ? 1 : 0;
    }
    EXPECT_LT(moved, 100); // some, because the ring of 9 hosts gives each a few more places
}

TEST(MaglevTable, IsEnvoys) {
    // Envoy's maglev_lb_test, Basic.
    const MaglevTable table(EnvoyHosts().hashed(), 7);
    EXPECT_EQ(table.entries(), (std::vector<std::uint32_t>{2, 4, 0, 1, 5, 0, 3}));
    EXPECT_EQ(table.find(7 * 100 + 1), 4U);
}

TEST(MaglevTable, IsEnvoysWithWeightsAndLocalities) {
    // Envoy's maglev_lb_test, Weighted and LocalityWeightedDifferentLocalityWeights.
    const std::vector<std::string> names = {"127.0.0.1:90", "127.0.0.1:91", "127.0.0.1:92"};
    std::vector<Host> hosts = hosts_of(names, std::array<std::uint32_t, 3>{1, 2, 3});
    const MaglevTable weighted(HashedHosts({Members(2), std::span(hosts).first(2), 2, {}}), 17);
    EXPECT_EQ(weighted.entries(),
              (std::vector<std::uint32_t>{1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1}));

    hosts[1].locality = 2;
    hosts[2].locality = 1;
    BalancerSettings settings;
    settings.maglev_table_size = 17;
    settings.host_set.locality_mode = LocalityMode::Weighted;
    settings.host_set.locality_weights = {8, 0, 2};
    LoadBalancer balancer(*find_balancer("maglev"), hosts, settings);
    const std::vector<std::size_t> expected = {1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0};
    RandomStream random = stream(1);
    for (std::uint64_t hash = 0; hash < 51; ++hash) {
        EXPECT_EQ(balancer.pick(std::vector<Candidate>(3), {hash}, random, kStart), expected[hash % 17]);
    }
}

TEST(MaglevTable, HonoursWeightsWithinOneEntry) {
    EnvoyHosts envoy;
    const std::array<std::uint32_t, 6> weights = {1, 2, 3, 1, 1, 2};
    for (std::size_t i = 0; i < 6; ++i) {
        envoy.hosts[i].weight = weights[i];
    }
    const MaglevTable table(envoy.hashed(), 1009);
    for (std::uint32_t i = 0; i < 6; ++i) {
        const auto entries =
            static_cast<double>(std::count(table.entries().begin(), table.entries().end(), i));
        EXPECT_NEAR(entries, 1009.0 * weights[i] / 10, 2);
    }
}

TEST(Hashing, ARequestSticksToItsHost) {
    for (const char* name : {"ring-hash", "maglev"}) {
        const auto names = addresses(20);
        const auto hosts = hosts_of(names);
        LoadBalancer one(*find_balancer(name), hosts, default_balancer_settings());
        LoadBalancer other(*find_balancer(name), hosts, default_balancer_settings());
        RandomStream random = stream(1);
        RandomStream another = stream(2);
        const std::vector<Candidate> candidates(20);
        for (std::uint64_t user = 0; user < 100; ++user) {
            const PickContext context{hash_text("user-" + std::to_string(user))};
            EXPECT_EQ(one.pick(candidates, context, random, kStart),
                      other.pick(candidates, context, another, kStart));
        }
    }
}

} // namespace

} // namespace meshcast
