#include "sim/balance/maglev.h"
#include "sim/balance/shared_tables.h"
#include "sim/policy/consistent_hash.h"
#include "sim/request/parties.h"
#include "sim/request/sessions.h"
#include "tests/sim/policy_scenario.h"

#include <gmock/gmock.h>

#include <cmath>

namespace meshcast::test {

namespace {

using namespace std::chrono_literals;

Traffic visits(int sessions, double skew = 0) {
    Traffic traffic;
    traffic.sessions = sessions;
    traffic.session_skew = skew;
    return traffic;
}

/// Requests of each user, by number.
std::vector<int> visits_by_user(const Traffic& traffic, int requests) {
    const Sessions sessions(traffic);
    std::vector<int> visits(static_cast<std::size_t>(traffic.sessions) + 1);
    RandomStream keys(1);
    for (int i = 0; i < requests; ++i) {
        ++visits[sessions.user_of(keys.next())];
    }
    return visits;
}

TEST(Sessions, WithoutAnyNobodyIsKnown) {
    EXPECT_EQ(Sessions(visits(0)).user_of(7), kNobodyKnown);
}

TEST(Sessions, AreAllAlikeWithoutSkew) {
    const std::vector<int> by_user = visits_by_user(visits(4), 40'000);
    EXPECT_EQ(by_user[kNobodyKnown], 0);
    for (std::size_t user = 1; user <= 4; ++user) {
        EXPECT_NEAR(by_user[user], 10'000, 3 * std::sqrt(40'000 * 0.25 * 0.75));
    }
}

TEST(Sessions, FollowZipf) {
    const std::vector<int> by_user = visits_by_user(visits(3, 1), 110'000); // 1 : 1/2 : 1/3 of 11/6
    EXPECT_NEAR(by_user[1], 60'000, 500);
    EXPECT_NEAR(by_user[2], 30'000, 500);
    EXPECT_NEAR(by_user[3], 20'000, 500);
}

TEST(Sessions, TheSameRequestIsTheSameUsers) {
    const Sessions sessions(visits(1000));
    EXPECT_EQ(sessions.user_of(42), sessions.user_of(42));
}

TEST(HashOf, IsOfTheUserOrOfTheClientsPod) {
    using Key = ConsistentHash::Key;
    const Client outside;
    for (const Key key : {Key::Header, Key::Cookie, Key::QueryParameter, Key::SourceIp}) {
        EXPECT_EQ(hash_of(key, outside, kNobodyKnown).hash, std::nullopt);
        EXPECT_EQ(hash_of(key, outside, 1).hash, hash_of(key, outside, 1).hash);
        EXPECT_NE(hash_of(key, outside, 1).hash, hash_of(key, outside, 2).hash);
    }
    Simulation simulation;
    Machine machine(simulation, "node", "zone", 1, 1);
    Pod pod(simulation, machine, std::nullopt);
    pod.client.pod = &pod;
    EXPECT_NE(hash_of(Key::SourceIp, pod.client, kNobodyKnown).hash, std::nullopt);
    EXPECT_EQ(hash_of(Key::SourceIp, pod.client, 1).hash, hash_of(Key::SourceIp, pod.client, 2).hash);
}

TEST(SharedTables, OpenersOfTheSameHostsShareOne) {
    BalancerSettings settings;
    settings.hash_tables = std::make_shared<HashTables>();
    std::vector<std::unique_ptr<LoadBalancer>> openers;
    const BalancerKind& maglev = *find_balancer("maglev");
    for (int i = 0; i < 100; ++i) {
        openers.push_back(std::make_unique<LoadBalancer>(maglev, 5, settings));
    }
    EXPECT_EQ(settings.hash_tables->maglev.size(), 1);
    openers[0]->set_health(2, HostHealth::Unhealthy, kStart);
    RandomStream random(1);
    const std::vector<Candidate> candidates(5);
    openers[0]->pick(candidates, {}, random, kStart);
    EXPECT_EQ(settings.hash_tables->maglev.size(), 2) << "the one who sees it otherwise has another";
    openers.clear();
    const LoadBalancer fewer(maglev, 4, settings);
    EXPECT_EQ(settings.hash_tables->maglev.size(), 1) << "what nobody uses is gone";
}

/// Every user's requests, on five pods that fail at random.
class Sticky : public testing::TestWithParam<ConsistentHash::Algorithm> {
  public:
    Sticky() : model({4, {}}, {1, {fail(1, 500)}}, 1000, 100s) {
        ConsistentHash& hash = model.policy().load_balancing.emplace().hash.emplace();
        hash.key = ConsistentHash::Key::Cookie;
        hash.algorithm = GetParam();
    }

    PolicyScenario model;
};

TEST_P(Sticky, AUserStaysWithOnePod) {
    bool somebody_good = false;
    bool somebody_bad = false;
    model.scenario().traffic.front().sessions = 1; // the whole run is one user's
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        model.scenario().seed = seed;
        model.scenario().duration = 100ms;
        const double failed = share_of(model.calls(), "500");
        EXPECT_TRUE(failed == 0 || failed == 1) << failed;
        somebody_good = somebody_good || failed == 0;
        somebody_bad = somebody_bad || failed == 1;
    }
    EXPECT_NE(somebody_good, somebody_bad) << "a user has the same pod whatever the seed";
}

TEST_P(Sticky, ManyUsersSpreadAsTheirHashesDo) {
    model.scenario().traffic.front().sessions = 1'000'000;
    EXPECT_NEAR(share_of(model.calls(), "500"), 0.2, 0.04) << "a ring of 1024 places is as even as that";
    model.scenario().traffic.front().sessions = 3;
    const double few = share_of(model.calls(), "500") * 3; // users on the bad pod
    EXPECT_NEAR(few, std::round(few), 0.05);
}

TEST_P(Sticky, WithoutAKeyTheChoiceIsRandom) {
    EXPECT_NEAR(share_of(model.calls(), "500"), 0.2, 0.04);
    model.policy().load_balancing->hash->key = ConsistentHash::Key::SourceIp; // of front's only pod
    const double of_one_pod = share_of(model.calls(), "500");
    EXPECT_TRUE(of_one_pod == 0 || of_one_pod == 1) << of_one_pod;
}

INSTANTIATE_TEST_SUITE_P(All, Sticky,
                         testing::Values(ConsistentHash::Algorithm::RingHash,
                                         ConsistentHash::Algorithm::Maglev));

TEST(SimulatedHashing, UsersOfClosedArrivalsAreKnown) {
    PolicyScenario model({4, {}}, {1, {fail(1, 500)}}, 1000, 10s);
    Traffic& users = model.scenario().traffic.front();
    users.arrival = ArrivalKind::Closed;
    users.think_time = Distribution::constant(10ms);
    users.connections = 1;
    model.policy().load_balancing.emplace().hash.emplace().key = ConsistentHash::Key::Header;
    const double of_one = share_of(model.calls(), "500");
    EXPECT_TRUE(of_one == 0 || of_one == 1) << of_one;
    users.sessions = 10'000;
    EXPECT_NEAR(share_of(model.calls(), "500"), 0.2, 0.1);
}

TEST(ConsistentHash, SaysWhichRulesHaveNothingToHash) {
    PolicyScenario model({1, {}}, {}, 1, 1s);
    const Scenario& scenario = model.scenario();
    const auto rules = [&] { return rules_without_a_key(scenario.routing, scenario.traffic); };
    ConsistentHash& hash = model.policy().load_balancing.emplace().hash.emplace();
    EXPECT_THAT(rules(), testing::IsEmpty()) << "addresses are known";
    hash.key = ConsistentHash::Key::Header;
    EXPECT_THAT(rules(),
                testing::ElementsAre(testing::HasSubstr("DestinationRule default/back has nothing")));
    model.scenario().traffic.front().sessions = 1;
    EXPECT_THAT(rules(), testing::IsEmpty());
}

TEST(SimulatedHashing, CallsOnBehalfOfARequestAreItsUsers) {
    PolicyScenario model({4, {}}, {1, {fail(1, 500)}}, 1000, 10s);
    model.scenario().traffic.front().sessions = 1;
    model.scenario().behaviors.front().operations.front().script = {parallel({call("back"), call("back")})};
    model.policy().load_balancing.emplace().hash.emplace().key = ConsistentHash::Key::Header;
    const double failed = share_of(model.calls(), "500");
    EXPECT_TRUE(failed == 0 || failed == 1) << failed;
}

} // namespace

} // namespace meshcast::test
