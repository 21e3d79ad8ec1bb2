#pragma once

#include "engine/completion.h"
#include "engine/join.h"
#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"
#include "tests/engine/reference_resource.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// A random program over everything a process can wait for. It checks what it is promised at every step: see
/// faults().
class StressWorld {
  public:
    StressWorld(std::uint64_t seed, int steps);

    ~StressWorld() { simulation_.shutdown(); }

    StressWorld(const StressWorld&) = delete;
    StressWorld& operator=(const StressWorld&) = delete;

    /// In slices, with somebody meddling from outside in between, until `events` were run or nothing is left.
    void run(std::uint64_t events);

    /// No new steps, and everything that is waited for comes true: now everybody must come to an end.
    void finish();

    /// At whatever instant.
    void shut_down();

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
        Held(StressWorld& world, Shop& shop, Resource::Lease lease)
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
        StressWorld* world_;
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

    /// Keeps the first few faults.
    void require(bool holds, const char* otherwise);

    std::size_t below(std::size_t n) { return random_.below(n); }

    Shop& some_shop() { return shops_[below(shops_.size())]; }

    /// Often the same instants, so that ties are common; sometimes none, or less.
    Duration some_time() { return std::chrono::microseconds(static_cast<int>(below(40)) - 4); }

    bool check_after_event();
    void run_slice(Time end);

    /// What does not wait: agents do it, and between two slices somebody outside any process.
    void meddle();
    void set_capacity(Shop& shop, std::size_t capacity);
    void complete(Promise& promise);
    void wake_a_sleeper();
    Task<> agent(int depth);
    Task<> act(int depth);
    Task<> pass(Duration wait);
    Task<> shop(Shop& shop);
    Task<> try_to_shop(Shop& shop);
    Task<> dispose(Held held);
    Task<> await_promise(Promise& promise);
    Task<> nap();
    Task<> reply_after(Duration wait, Completion& reply);

    /// A reply on the frame of who asks; the one who replies must not find it gone.
    Task<> ask_and_wait();
    Task<> wait_in_crowd(Completion& signal, Duration timeout, Latch& latch);

    /// Timeouts of this very instant, called off before they come.
    Task<> gather_a_crowd();
    Task<int> numbered(int number, int depth, int& ended);
    Task<> split(int depth);
    Task<> count_down_after(Duration wait, Latch& latch);

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

} // namespace meshcast
