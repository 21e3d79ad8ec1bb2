#include "tests/engine/stress_world.h"

#include <algorithm>
#include <iterator>
#include <memory>

namespace meshcast {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kPurgeSlack = 65; // stored() may exceed twice pending() by "a small constant"

} // namespace

StressWorld::StressWorld(std::uint64_t seed, int steps)
    : random_(seed, 0, "stress", "program"), steps_left_(steps) {
    shops_.emplace_back(simulation_, 1, Resource::kUnlimited);
    shops_.emplace_back(simulation_, 3, Resource::kUnlimited);
    shops_.emplace_back(simulation_, 2, 4);
    shops_.emplace_back(simulation_, 1, 0);
    for (int i = 0; i < 3; ++i) {
        promises_.emplace_back(simulation_);
    }
    simulation_.note_every_event();
    // Not after each event in every world, so that stop() has to see to itself.
    simulation_.set_observer(1 + seed % 2 * 6, [this](const Simulation&) { return check_after_event(); });
    for (int i = 0; i < 24; ++i) {
        simulation_.spawn(agent(0));
    }
}

void StressWorld::run(std::uint64_t events) {
    last_event_ = events;
    while (simulation_.events() < events && steps_left_ > 0) {
        run_slice(simulation_.now() + Duration{static_cast<std::int64_t>(random_.below(50'000))});
        meddle();
    }
}

void StressWorld::finish() {
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

void StressWorld::shut_down() {
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
    require(simulation_.run_until(kForever) == Simulation::Outcome::Drained, "shut down, yet not drained");
}

void StressWorld::require(bool holds, const char* otherwise) {
    if (!holds && faults_.size() < 10) {
        faults_.push_back(std::string(otherwise) + " at event " + std::to_string(simulation_.events()));
    }
}

bool StressWorld::check_after_event() {
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

void StressWorld::run_slice(Time end) {
    const Simulation::Outcome outcome = simulation_.run_until(end);
    require((outcome == Simulation::Outcome::Stopped) == stop_due_, "stopped without being told, or not");
    stop_due_ = false;
    if (outcome == Simulation::Outcome::Drained) {
        require(simulation_.pending() == 0, "drained with events left");
    } else if (outcome == Simulation::Outcome::ReachedEnd) {
        require(simulation_.now() == end && simulation_.pending() > 0, "not at the end");
    }
}

void StressWorld::meddle() {
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

void StressWorld::set_capacity(Shop& shop, std::size_t capacity) {
    shop.resource.set_capacity(capacity);
    shop.reference.set_capacity(capacity, simulation_.now());
}

void StressWorld::complete(Promise& promise) {
    if (!promise.at) {
        promise.at = simulation_.now();
    }
    promise.completion.complete();
}

void StressWorld::wake_a_sleeper() {
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

Task<> StressWorld::agent(int depth) {
    const Alive alive(alive_);
    const std::size_t steps = depth == 0 ? SIZE_MAX : 1 + below(4);
    for (std::size_t i = 0; i < steps && steps_left_ > 0; ++i) {
        --steps_left_;
        co_await act(depth);
    }
}

Task<> StressWorld::act(int depth) {
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

Task<> StressWorld::pass(Duration wait) {
    const Time due = time_after(simulation_.now(), wait);
    co_await simulation_.delay(wait);
    require(simulation_.now() == due, "a delay ended at another time");
}

Task<> StressWorld::shop(Shop& shop) {
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

Task<> StressWorld::try_to_shop(Shop& shop) {
    Resource::Lease lease = shop.resource.try_acquire();
    if (!lease) {
        co_return;
    }
    require(shop.reference.acquire(next_ticket_++) == ReferenceResource::Answer::Granted, "got one too many");
    Held held(*this, shop, std::move(lease));
    co_await dispose(std::move(held));
}

Task<> StressWorld::dispose(Held held) {
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

Task<> StressWorld::await_promise(Promise& promise) {
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

Task<> StressWorld::nap() {
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

Task<> StressWorld::reply_after(Duration wait, Completion& reply) {
    co_await simulation_.delay(wait);
    reply.complete();
    reply.complete();
}

Task<> StressWorld::ask_and_wait() {
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

Task<> StressWorld::wait_in_crowd(Completion& signal, Duration timeout, Latch& latch) {
    const Time due = simulation_.now();
    const bool in_time = co_await signal.wait_for(timeout);
    require(in_time && simulation_.now() == due, "missed the signal");
    latch.count_down();
}

Task<> StressWorld::gather_a_crowd() {
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

Task<int> StressWorld::numbered(int number, int depth, int& ended) {
    co_await agent(depth);
    ++ended;
    co_return number;
}

Task<> StressWorld::split(int depth) {
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

Task<> StressWorld::count_down_after(Duration wait, Latch& latch) {
    co_await simulation_.delay(wait);
    latch.count_down();
}

} // namespace meshcast
