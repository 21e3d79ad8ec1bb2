// Random programs over everything a process can wait for, beside a reference so simple that it must be right.
// Meant for the sanitizers: no leak, no use after free; and everywhere: no lost wake-up, nobody woken twice.

#include "engine/completion.h"
#include "engine/join.h"
#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meshcast {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPurgeSlack = 65; // stored() may exceed twice pending() by "a small constant"

/// Who holds and who waits, by ticket.
class ReferenceResource {
  public:
    enum class Answer { Granted, Queued, Refused };

    ReferenceResource(std::size_t capacity, std::size_t limit) : capacity_(capacity), limit_(limit) {}

    Answer acquire(int ticket) {
        if (in_use_ < capacity_ && queue_.empty()) {
            ++in_use_;
            return Answer::Granted;
        }
        if (queue_.size() >= limit_) {
            return Answer::Refused;
        }
        queue_.push_back(ticket);
        return Answer::Queued;
    }

    /// Whether the ticket's turn came at that time and was not collected before.
    bool collect(int ticket, Time now) { return std::erase(granted_, std::pair(ticket, now)) == 1; }

    void release(Time now) {
        --in_use_;
        serve(now);
    }

    void set_capacity(std::size_t capacity, Time now) {
        capacity_ = capacity;
        serve(now);
    }

    bool agrees_with(const Resource& resource) const {
        return resource.in_use() == in_use_ && resource.queue_length() == queue_.size() &&
               resource.capacity() == capacity_ && (queue_.empty() || in_use_ >= capacity_);
    }

    bool all_collected_before(Time now) const {
        return std::ranges::all_of(granted_, [&](const auto& grant) { return grant.second == now; });
    }

  private:
    void serve(Time now) {
        while (in_use_ < capacity_ && !queue_.empty()) {
            granted_.emplace_back(queue_.front(), now);
            queue_.pop_front();
            ++in_use_;
        }
    }

    std::size_t capacity_;
    std::size_t limit_;
    std::size_t in_use_ = 0;
    std::deque<int> queue_;
    std::vector<std::pair<int, Time>> granted_; // not yet resumed
};

class World {
  public:
    World(std::uint64_t seed, int steps) : random_(seed, 0, "stress", "program"), steps_left_(steps) {
        shops_.emplace_back(simulation_, 1, Resource::kUnlimited);
        shops_.emplace_back(simulation_, 3, Resource::kUnlimited);
        shops_.emplace_back(simulation_, 2, 4);
        shops_.emplace_back(simulation_, 1, 0);
        for (int i = 0; i < 3; ++i) {
            promises_.emplace_back(simulation_);
        }
        simulation_.enable_fingerprint();
        // Not after each event in every world, so that stop() has to see to itself.
        simulation_.set_observer(1 + seed % 2 * 6, [this](const Simulation&) { return check_after_event(); });
        for (int i = 0; i < 24; ++i) {
            simulation_.spawn(agent(0));
        }
    }

    ~World() { simulation_.shutdown(); }

    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// In slices, with somebody meddling from outside in between, until `events` were run or nothing is left.
    void run(std::uint64_t events) {
        last_event_ = events;
        while (simulation_.events() < events && steps_left_ > 0) {
            run_slice(simulation_.now() + Duration{static_cast<std::int64_t>(random_.below(50'000))});
            meddle();
        }
    }

    /// No new steps, and everything that is waited for comes true: now everybody must come to an end.
    void finish() {
        steps_left_ = 0;
        last_event_ = UINT64_MAX;
        for (int round = 0; round < 1000 && alive_ > 0; ++round) {
            for (Shop& shop : shops_) {
                set_capacity(shop, 2);
            }
            orphans_.clear();
            for (Promise& promise : promises_) {
                complete(promise);
            }
            run_slice(kForever);
        }
        orphans_.clear(); // of the last to end
        require(alive_ == 0, "a process waits for ever");
        require(simulation_.pending() == 0, "events are left");
        for (const Shop& shop : shops_) {
            require(shop.resource.in_use() == 0 && shop.resource.queue_length() == 0, "a unit is lost");
        }
        require(asleep_.empty(), "a timer is lost");
    }

    /// At whatever instant.
    void shut_down() {
        simulation_.shutdown();
        orphans_.clear();
        require(alive_ == 0, "a process outlived shutdown()");
        require(simulation_.stored() == 0, "an event outlived shutdown()");
        for (const Shop& shop : shops_) {
            require(shop.resource.in_use() == 0 && shop.resource.queue_length() == 0,
                    "a unit outlived shutdown()");
        }
        for (Promise& promise : promises_) {
            promise.completion.complete();
        }
        simulation_.spawn(agent(0));
        require(simulation_.stored() == 0 && alive_ == 0, "something was started after shutdown()");
        require(simulation_.run_until(kForever) == Simulation::Outcome::Drained,
                "shut down, yet not drained");
    }

    const std::vector<std::string>& faults() const { return faults_; }

    std::uint64_t fingerprint() const { return simulation_.fingerprint(); }

    std::uint64_t events() const { return simulation_.events(); }

    int alive() const { return alive_; }

    /// Handles that may outlive the simulation.
    std::vector<Timer> stale_timers() const { return stale_; }

  private:
    struct Shop {
        Shop(Simulation& simulation, std::size_t capacity, std::size_t limit)
            : resource(simulation, capacity, limit), reference(capacity, limit) {}

        Resource resource;
        ReferenceResource reference;
    };

    /// A lease that tells the reference when it goes.
    class Held {
      public:
        Held(World& world, Shop& shop, Resource::Lease lease)
            : world_(&world), shop_(&shop), lease_(std::move(lease)) {}

        Held(Held&& other) noexcept
            : world_(other.world_),
              shop_(std::exchange(other.shop_, nullptr)),
              lease_(std::move(other.lease_)) {}

        Held& operator=(Held&& other) noexcept {
            if (this != &other) {
                release();
                shop_ = std::exchange(other.shop_, nullptr);
                lease_ = std::move(other.lease_);
            }
            return *this;
        }

        ~Held() { release(); }

        void release() {
            if (Shop* shop = std::exchange(shop_, nullptr);
                shop != nullptr && !world_->simulation_.is_shut_down()) {
                shop->reference.release(world_->simulation_.now());
            }
            lease_.release();
        }

      private:
        World* world_;
        Shop* shop_;
        Resource::Lease lease_;
    };

    struct Promise {
        explicit Promise(Simulation& simulation) : completion(simulation) {}

        Completion completion;
        std::optional<Time> at;
    };

    /// A process asleep on a timer that others may call off.
    struct Nap {
        Time due;
        Timer timer;
        std::coroutine_handle<> sleeper;
    };

    struct FallAsleep {
        Simulation& simulation;
        Duration wait;
        Nap& nap;

        bool await_ready() const { return false; }

        void await_suspend(std::coroutine_handle<> coroutine) const {
            nap.sleeper = coroutine;
            nap.timer = simulation.schedule_cancellable(wait, coroutine);
        }

        void await_resume() const {}
    };

    /// Counts the frames that exist.
    class Alive {
      public:
        explicit Alive(int& count) : count_(count) { ++count_; }

        ~Alive() { --count_; }

        Alive(const Alive&) = delete;
        Alive& operator=(const Alive&) = delete;

      private:
        int& count_;
    };

    void require(bool holds, const char* otherwise) {
        if (!holds && faults_.size() < 10) {
            faults_.push_back(std::string(otherwise) + " at event " + std::to_string(simulation_.events()));
        }
    }

    std::size_t below(std::size_t n) { return random_.below(n); }

    Shop& some_shop() { return shops_[below(shops_.size())]; }

    /// Often the same instants, so that ties are common; sometimes none, or less.
    Duration some_time() { return 1us * (static_cast<int>(below(40)) - 4); }

    bool check_after_event() {
        require(simulation_.now() >= last_now_, "time went back");
        last_now_ = simulation_.now();
        require(simulation_.pending() <= simulation_.stored(), "more events pending than stored");
        require(simulation_.stored() <= 2 * simulation_.pending() + kPurgeSlack, "cancelled events pile up");
        for (const Shop& shop : shops_) {
            require(shop.reference.agrees_with(shop.resource), "resource and reference differ");
            require(shop.reference.all_collected_before(last_now_), "a unit was granted and nobody woke up");
        }
        stop_due_ = stop_due_ || simulation_.events() % 997 == 0 || simulation_.events() >= last_event_;
        return !stop_due_;
    }

    void run_slice(Time end) {
        const Simulation::Outcome outcome = simulation_.run_until(end);
        require((outcome == Simulation::Outcome::Stopped) == stop_due_, "stopped without being told, or not");
        stop_due_ = false;
        if (outcome == Simulation::Outcome::Drained) {
            require(simulation_.pending() == 0, "drained with events left");
        } else if (outcome == Simulation::Outcome::ReachedEnd) {
            require(simulation_.now() == end && simulation_.pending() > 0, "not at the end");
        }
    }

    /// What does not wait: agents do it, and between two slices somebody outside any process.
    void meddle() {
        switch (below(7)) {
        case 0:
            set_capacity(some_shop(), below(5));
            break;
        case 1:
            if (!orphans_.empty()) {
                const std::size_t victim = below(orphans_.size());
                orphans_[victim] = std::move(orphans_.back()); // releases the victim
                orphans_.pop_back();
            }
            break;
        case 2:
            complete(promises_[below(promises_.size())]);
            break;
        case 3:
            wake_a_sleeper();
            break;
        case 4:
            if (!stale_.empty()) {
                stale_[below(stale_.size())].cancel(); // must not touch whoever has the slot now
            }
            break;
        case 5:
            simulation_.spawn(agent(2));
            break;
        default:
            promises_.emplace_back(simulation_);
            break;
        }
    }

    void set_capacity(Shop& shop, std::size_t capacity) {
        shop.resource.set_capacity(capacity);
        shop.reference.set_capacity(capacity, simulation_.now());
    }

    void complete(Promise& promise) {
        if (!promise.at) {
            promise.at = simulation_.now();
        }
        promise.completion.complete();
    }

    void wake_a_sleeper() {
        if (asleep_.empty()) {
            return;
        }
        const std::size_t index = below(asleep_.size());
        Nap& nap = *asleep_[index];
        asleep_.erase(asleep_.begin() + static_cast<std::ptrdiff_t>(index));
        Timer copy = nap.timer;
        require(copy.pending(), "a sleeper whose timer is not pending");
        copy.cancel();
        copy.cancel();
        require(!nap.timer.pending(), "cancelled and pending");
        const Duration wait = some_time();
        nap.due = time_after(simulation_.now(), wait);
        simulation_.schedule(wait, nap.sleeper);
        stale_.push_back(copy);
    }

    Task<> agent(int depth) {
        const Alive alive(alive_);
        const std::size_t steps = depth == 0 ? SIZE_MAX : 1 + below(4);
        for (std::size_t i = 0; i < steps && steps_left_ > 0; ++i) {
            --steps_left_;
            co_await act(depth);
        }
    }

    Task<> act(int depth) {
        switch (below(13)) {
        case 0:
        case 1:
        case 2:
            co_await shop(some_shop());
            break;
        case 3:
            co_await try_to_shop(some_shop());
            break;
        case 4:
        case 5:
            co_await await_promise(promises_[below(promises_.size())]);
            break;
        case 6:
        case 7:
            co_await nap();
            break;
        case 8:
            co_await ask_and_wait();
            break;
        case 9:
            if (depth < 2) {
                co_await split(depth + 1);
            }
            break;
        case 10:
            if (below(8) == 0) {
                simulation_.stop();
                stop_due_ = true;
            }
            break;
        case 11:
            if (below(8) == 0) {
                co_await gather_a_crowd();
            }
            break;
        default:
            meddle();
            break;
        }
        co_await pass(some_time());
    }

    Task<> pass(Duration wait) {
        const Time due = time_after(simulation_.now(), wait);
        co_await simulation_.delay(wait);
        require(simulation_.now() == due, "a delay ended at another time");
    }

    Task<> shop(Shop& shop) {
        const int ticket = next_ticket_++;
        const std::uint64_t asked = simulation_.events();
        const ReferenceResource::Answer answer = shop.reference.acquire(ticket);
        Resource::Lease lease = co_await shop.resource.acquire();
        require(static_cast<bool>(lease) == (answer != ReferenceResource::Answer::Refused), "wrong answer");
        if (answer == ReferenceResource::Answer::Queued) {
            require(shop.reference.collect(ticket, simulation_.now()), "woken out of turn");
        } else {
            require(simulation_.events() == asked, "suspended for nothing");
        }
        if (!lease) {
            co_return;
        }
        Held held(*this, shop, std::move(lease));
        co_await pass(some_time());
        co_await dispose(std::move(held));
    }

    Task<> try_to_shop(Shop& shop) {
        Resource::Lease lease = shop.resource.try_acquire();
        if (!lease) {
            co_return;
        }
        require(shop.reference.acquire(next_ticket_++) == ReferenceResource::Answer::Granted,
                "got one too many");
        Held held(*this, shop, std::move(lease));
        co_await dispose(std::move(held));
    }

    Task<> dispose(Held held) {
        switch (below(4)) {
        case 0:
            held.release();
            co_await pass(some_time());
            break;
        case 1:
            orphans_.push_back(std::move(held));
            break;
        case 2:
            if (!orphans_.empty()) {
                std::swap(held, orphans_[below(orphans_.size())]);
            }
            break;
        default:
            break;
        }
    }

    Task<> await_promise(Promise& promise) {
        const Duration timeout = below(3) == 0 ? Duration::max() : some_time();
        const Time due = time_after(simulation_.now(), timeout);
        const bool was_complete = promise.at.has_value();
        const std::uint64_t asked = simulation_.events();
        const bool in_time = co_await promise.completion.wait_for(timeout);
        require(in_time || !was_complete, "timed out on what had happened");
        if (was_complete) {
            require(simulation_.events() == asked, "suspended for nothing");
        } else if (in_time) {
            require(promise.at == simulation_.now() && simulation_.now() <= due, "completed at another time");
        } else {
            require(simulation_.now() == due && promise.at.value_or(due) >= due, "timed out at another time");
        }
        require(promise.completion.completed() == promise.at.has_value(), "completed or not?");
    }

    Task<> nap() {
        const Duration wait = some_time();
        auto nap = std::make_unique<Nap>();
        nap->due = time_after(simulation_.now(), wait);
        asleep_.push_back(nap.get());
        co_await FallAsleep{simulation_, wait, *nap};
        require(simulation_.now() == nap->due, "woke up at another time");
        require(!nap->timer.pending(), "awake and pending");
        std::erase(asleep_, nap.get());
        if (below(4) == 0) {
            stale_.push_back(nap->timer);
        }
        if (stale_.size() > 200) {
            stale_.erase(stale_.begin(), stale_.begin() + 100);
        }
    }

    Task<> reply_after(Duration wait, Completion& reply) {
        co_await simulation_.delay(wait);
        reply.complete();
        reply.complete();
    }

    /// A reply on the frame of who asks; the one who replies must not find it gone.
    Task<> ask_and_wait() {
        Completion reply(simulation_);
        const Time due = time_after(simulation_.now(), 20us);
        simulation_.spawn(reply_after(20us, reply));
        bool done = false;
        while (!done) {
            // A second is for ever here: the timers called off pile up until the simulation purges them.
            done = co_await reply.wait_for(below(2) == 0 ? 1s : some_time());
        }
        require(simulation_.now() == due, "a reply at another time");
    }

    Task<> wait_in_crowd(Completion& signal, Duration timeout, Latch& latch) {
        const Time due = simulation_.now();
        const bool in_time = co_await signal.wait_for(timeout);
        require(in_time && simulation_.now() == due, "missed the signal");
        latch.count_down();
    }

    /// Timeouts of this very instant, called off before they come.
    Task<> gather_a_crowd() {
        constexpr std::size_t kCrowd = 60;
        Completion signal(simulation_);
        Latch latch(simulation_, kCrowd);
        for (std::size_t i = 0; i < kCrowd; ++i) {
            simulation_.spawn(wait_in_crowd(signal, i % 2 == 0 ? 0s : 1s, latch));
        }
        co_await pass(0us);
        signal.complete();
        co_await latch.wait();
    }

    Task<int> numbered(int number, int depth, int& ended) {
        co_await agent(depth);
        ++ended;
        co_return number;
    }

    Task<> split(int depth) {
        std::vector<Task<int>> tasks;
        int ended = 0;
        const int count = static_cast<int>(below(4));
        for (int i = 0; i < count; ++i) {
            tasks.push_back(numbered(i, depth, ended));
        }
        const std::vector<int> numbers = co_await join_all(simulation_, std::move(tasks));
        require(ended == count && std::ssize(numbers) == count && std::ranges::is_sorted(numbers),
                "joined before all had ended");

        Latch latch(simulation_, below(3));
        const auto remaining = latch.remaining();
        for (std::size_t i = 0; i < remaining; ++i) {
            simulation_.spawn(count_down_after(some_time(), latch));
        }
        co_await latch.wait();
        require(latch.remaining() == 0, "the latch opened early");
    }

    Task<> count_down_after(Duration wait, Latch& latch) {
        co_await simulation_.delay(wait);
        latch.count_down();
    }

    Simulation simulation_;
    RandomStream random_;
    std::deque<Shop> shops_;
    std::deque<Promise> promises_;
    std::vector<Held> orphans_; // leases that whoever took them has left behind
    std::vector<Nap*> asleep_;  // on timers that nobody called off yet
    std::vector<Timer> stale_;
    int steps_left_;
    int alive_ = 0;
    int next_ticket_ = 0;
    Time last_now_ = kStart;
    std::uint64_t last_event_ = UINT64_MAX;
    bool stop_due_ = false;
    std::vector<std::string> faults_;
};

class Stress : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Stress, EverybodyWakesUpOnceAndInTurnAndComesToAnEnd) {
    constexpr int kSteps = 100'000;
    std::array<std::uint64_t, 2> fingerprints{};
    for (std::uint64_t& fingerprint : fingerprints) {
        World world(GetParam(), kSteps);
        world.run(UINT64_MAX);
        EXPECT_GT(world.events(), kSteps);
        world.finish();
        EXPECT_THAT(world.faults(), testing::IsEmpty());
        fingerprint = world.fingerprint();
    }
    EXPECT_EQ(fingerprints[0], fingerprints[1]);
}

TEST_P(Stress, ShutsDownAtAnyInstant) {
    RandomStream random(GetParam(), 0, "stress", "instants");
    std::uint64_t destroyed = 0;
    for (std::uint64_t run = 0; run < 100; ++run) {
        std::vector<Timer> stale;
        {
            World world(random.next(), 1'000'000);
            world.run(1 + random.below(2000));
            destroyed += static_cast<std::uint64_t>(world.alive());
            world.shut_down();
            ASSERT_THAT(world.faults(), testing::IsEmpty());
            stale = world.stale_timers();
        }
        for (Timer& timer : stale) {
            EXPECT_FALSE(timer.pending());
            timer.cancel();
        }
    }
    EXPECT_GT(destroyed, 100) << "too few processes lived for the test to mean much";
}

INSTANTIATE_TEST_SUITE_P(Seed, Stress, testing::Range<std::uint64_t>(1, 9));

} // namespace
} // namespace meshcast
