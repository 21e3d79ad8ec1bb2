#include "engine/event_list.h"
#include "engine/random.h"
#include "tests/engine/reference_event_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

Event event(Duration at, std::uint64_t sequence) {
    return {kStart + at, sequence, nullptr};
}

template <class List>
std::vector<Event> drain(List& list) {
    std::vector<Event> events;
    while (!list.empty()) {
        events.push_back(list.remove_next());
    }
    return events;
}

template <class List>
class AnEventList : public testing::Test {
  protected:
    List list;
};

using Implementations = testing::Types<LadderQueue, ReferenceEventList>;
TYPED_TEST_SUITE(AnEventList, Implementations);

TYPED_TEST(AnEventList, StartsEmpty) {
    EXPECT_TRUE(this->list.empty());
    EXPECT_EQ(this->list.size(), 0);
}

TYPED_TEST(AnEventList, GivesTheEarliestFirst) {
    for (const int at : {5, 1, 4, 2, 3}) {
        this->list.insert(event(Duration{at}, static_cast<std::uint64_t>(10 + at)));
    }
    EXPECT_EQ(this->list.peek(), event(1ns, 11));
    EXPECT_EQ(this->list.size(), 5);
    for (const int at : {1, 2, 3, 4, 5}) {
        EXPECT_EQ(this->list.remove_next(), event(Duration{at}, static_cast<std::uint64_t>(10 + at)));
    }
    EXPECT_TRUE(this->list.empty());
}

TYPED_TEST(AnEventList, GivesEqualTimesInOrderOfSequence) {
    constexpr std::uint64_t kEvents = 10'000;
    for (std::uint64_t sequence = 0; sequence < kEvents; ++sequence) {
        this->list.insert(event(sequence % 2 == 0 ? 7ms : 3ms, sequence));
    }
    const std::vector<Event> events = drain(this->list);
    ASSERT_EQ(events.size(), kEvents);
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end()));
}

TYPED_TEST(AnEventList, TakesEventsEarlierThanThePeekedOne) {
    this->list.insert(event(10ms, 1));
    EXPECT_EQ(this->list.peek().sequence, 1);
    this->list.insert(event(5ms, 2));
    EXPECT_EQ(this->list.peek().sequence, 2);
    this->list.insert(event(5ms, 3));
    EXPECT_EQ(this->list.remove_next().sequence, 2);
    EXPECT_EQ(this->list.remove_next().sequence, 3);
    EXPECT_EQ(this->list.remove_next().sequence, 1);
}

TYPED_TEST(AnEventList, HoldsTheWholeRangeOfTime) {
    this->list.insert({kForever, 1, nullptr});
    this->list.insert({kStart, 2, nullptr});
    for (std::uint64_t i = 0; i < 1000; ++i) {
        this->list.insert(event(Duration{static_cast<std::int64_t>(std::uint64_t{1} << (i % 63))}, 3 + i));
    }
    this->list.insert({kForever, 2000, nullptr});
    const std::vector<Event> events = drain(this->list);
    ASSERT_EQ(events.size(), 1003);
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end()));
    EXPECT_EQ(events.back().sequence, 2000);
}

TYPED_TEST(AnEventList, RemovesWhatThePredicateSays) {
    for (std::uint64_t sequence = 0; sequence < 5000; ++sequence) {
        this->list.insert(event(Duration{static_cast<std::int64_t>(sequence * 7919 % 5000)}, sequence));
    }
    for (int i = 0; i < 100; ++i) { // so that events lie in every part of the structure
        this->list.remove_next();
    }
    const std::size_t removed =
        this->list.remove_if([](const Event& candidate) { return candidate.sequence % 3 == 0; });
    EXPECT_EQ(this->list.size(), 4900 - removed);
    const std::vector<Event> events = drain(this->list);
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end()));
    EXPECT_TRUE(
        std::none_of(events.begin(), events.end(), [](const Event& e) { return e.sequence % 3 == 0; }));
    EXPECT_EQ(events.size() + removed, 4900);
}

TEST(LadderQueue, IsReusableAfterClear) {
    LadderQueue list;
    for (std::uint64_t sequence = 0; sequence < 1000; ++sequence) {
        list.insert(event(Duration{static_cast<std::int64_t>(sequence * 31 % 1000)}, sequence));
    }
    list.remove_next();
    list.clear();
    EXPECT_TRUE(list.empty());
    list.insert(event(2ns, 1));
    list.insert(event(1ns, 2));
    EXPECT_EQ(list.remove_next().sequence, 2);
    EXPECT_EQ(list.remove_next().sequence, 1);
}

TEST(LadderQueue, KnowsTheEventAfterTheEarliestWhenSorted) {
    LadderQueue list;
    EXPECT_EQ(list.lookahead(), nullptr);
    list.insert(event(1ns, 1));
    list.insert(event(2ns, 2));
    list.remove_next();
    ASSERT_NE(list.lookahead(), nullptr);
    EXPECT_EQ(list.lookahead()->sequence, 2);
}

struct Workload {
    std::string name;
    std::function<Duration(RandomStream&)> increment;
};

void PrintTo(const Workload& workload, std::ostream* out) {
    *out << workload.name;
}

class AgainstReference : public testing::TestWithParam<Workload> {};

/// Grows, holds, shrinks and purges at random, as a simulation would: never earlier than the last event
/// removed.
TEST_P(AgainstReference, RemovesTheSameEvents) {
    RandomStream random(7, 0, "workload", GetParam().name);
    LadderQueue ladder;
    ReferenceEventList reference;
    Time now = kStart;
    std::uint64_t sequence = 0;
    for (const double insert_share : {0.9, 0.5, 0.1, 0.7, 0.3, 0.5, 0.05}) {
        for (int step = 0; step < 20'000; ++step) {
            if (reference.empty() || random.bernoulli(insert_share)) {
                const Event next{time_after(now, GetParam().increment(random)), sequence++, nullptr};
                ladder.insert(next);
                reference.insert(next);
            } else {
                ASSERT_EQ(ladder.peek(), reference.peek());
                now = reference.remove_next().at;
                ladder.remove_next();
            }
            ASSERT_EQ(ladder.size(), reference.size());
        }
        const std::uint64_t divisor = 2 + random.below(5);
        const auto dead = [&](const Event& candidate) { return candidate.sequence % divisor == 0; };
        ASSERT_EQ(ladder.remove_if(dead), reference.remove_if(dead));
    }
    while (!reference.empty()) {
        ASSERT_EQ(ladder.remove_next(), reference.remove_next());
    }
    EXPECT_TRUE(ladder.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Workloads, AgainstReference,
    testing::Values(
        Workload{"Exponential", [](RandomStream& random) { return random.exponential(1ms); }},
        Workload{"BurstyEqualTimes",
                 [](RandomStream& random) {
                     return Duration{static_cast<std::int64_t>(random.below(3)) * 1'000'000};
                 }},
        Workload{"Bimodal",
                 [](RandomStream& random) {
                     return random.bernoulli(0.9) ? random.exponential(10us) : random.exponential(10s);
                 }},
        Workload{"FarFuture",
                 [](RandomStream& random) {
                     return random.bernoulli(0.01) ? Duration{static_cast<std::int64_t>(random.next() >> 1)}
                                                   : random.exponential(1us);
                 }},
        Workload{"ManyMagnitudes",
                 [](RandomStream& random) {
                     return Duration{static_cast<std::int64_t>(random.next() >> (1 + random.below(62)))};
                 }},
        Workload{"FewNanoseconds",
                 [](RandomStream& random) { return Duration{static_cast<std::int64_t>(random.below(4))}; }},
        Workload{"Constant", [](RandomStream&) -> Duration { return 1ms; }}),
    [](const auto& instance) { return instance.param.name; });

} // namespace
} // namespace meshcast
