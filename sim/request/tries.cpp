#include "sim/request/courier.h"
#include "sim/request/journey.h"

#include <algorithm>
#include <array>

namespace meshcast {

/// Tries of one request that are under way at once.
struct Courier::Race : boost::intrusive_ref_counter<Race, boost::thread_unsafe_counter>, PooledFrame {
    explicit Race(Simulation& simulation) : decided(simulation) {}

    std::array<boost::intrusive_ptr<Try>, 1 + Hedging::kMostAttempts> tries;
    int under_way = 0;
    Try* first = nullptr; // that came back with a good answer, or last
    Completion decided;
};

Task<Reply> Courier::forward_within(Duration limit, const PreviousHosts& previous, Head head,
                                    const Errand& errand, const Destination& destination,
                                    std::uint64_t random_key, Ledger& ledger) {
    const boost::intrusive_ptr<Try> result(new Try(simulation_, previous));
    simulation_.spawn(try_once(result, head, errand, destination, random_key));
    const bool in_time = co_await result->replied.wait_for(limit);
    if (in_time) {
        ledger.charge(result->ledger);
        co_return result->reply;
    }
    Reply reply{504, kTimedOut, {}};
    if (result->journey != nullptr) {
        reply.endpoint = result->journey->endpoint;
        give_up(*result->journey, true);
    }
    ledger.charge(Component::Retries, limit);
    co_return reply;
}

Task<> Courier::try_once(boost::intrusive_ptr<Try> result, Head head, const Errand& errand,
                         const Destination& destination, std::uint64_t random_key) {
    result->reply = co_await forward(head, errand, destination, random_key, result->ledger, result.get());
    result->replied.complete();
}

/// Nobody waits for the answer any more. `late`: for the proxy that routes the endpoint has failed.
void Courier::give_up(Journey& journey, bool late) {
    journey.cancellation.requested = true;
    journey.request.release();
    if (journey.waiting != nullptr) {
        journey.waiting->cancel();
    }
    if (journey.sent) {
        journey.legs.front()->home->abandon(*journey.legs.front());
        if (late) {
            journey.balanced_by->report(journey.endpoint, OutlierDetector::Local::TimedOut,
                                        simulation_.now());
        }
    }
}

/// A try beyond the first draws for itself, and avoids the hosts of those before if `other_hosts`. For the
/// outlier detector whoever let the next one start has failed.
Task<Reply> Courier::hedge(Duration limit, bool other_hosts, PreviousHosts previous, Head head,
                           const Errand& errand, const Destination& destination, std::uint64_t random_key,
                           Ledger& ledger) {
    const boost::intrusive_ptr<Race> race(new Race(simulation_));
    const Hedging& hedging = *destination.hedging;
    const Time started = simulation_.now();
    RandomStream keys(random_key ^ 0x9e3779b97f4a7c15U);
    std::size_t number = 0;
    bool decided = false;
    while (!decided) {
        boost::intrusive_ptr<Try>& current = race->tries[number];
        current.reset(new Try(simulation_, previous));
        ++race->under_way;
        simulation_.spawn(
            race_once(race, current, head, errand, destination, number == 0 ? random_key : keys.next()));
        const Duration spent = simulation_.now() - started;
        const Duration left = limit == Duration::max() ? limit : limit - spent;
        const bool last = number == static_cast<std::size_t>(hedging.attempts) || left <= hedging.after;
        decided = co_await race->decided.wait_for(last ? left : hedging.after);
        if (last) {
            break;
        }
        if (other_hosts && current->journey != nullptr) {
            previous.add(current->journey->endpoint);
        }
        number += decided ? 0 : 1;
    }
    Try* winner = race->first;
    Reply reply = winner != nullptr ? winner->reply : Reply{504, kTimedOut, {}};
    for (std::size_t i = 0; i <= number; ++i) {
        Try& other = *race->tries[i];
        if (&other != winner && other.journey != nullptr) {
            reply.endpoint = winner != nullptr ? reply.endpoint : other.journey->endpoint;
            give_up(*other.journey, i < number || winner == nullptr);
        }
    }
    const Duration spent = simulation_.now() - started;
    ledger.charge(Component::Retries, winner != nullptr ? spent - winner->ledger.total() : spent);
    if (winner != nullptr) {
        ledger.charge(winner->ledger);
    }
    co_return reply;
}

Task<> Courier::race_once(boost::intrusive_ptr<Race> race, boost::intrusive_ptr<Try> result, Head head,
                          const Errand& errand, const Destination& destination, std::uint64_t random_key) {
    result->reply = co_await forward(head, errand, destination, random_key, result->ledger, result.get());
    --race->under_way;
    if (race->first == nullptr && (result->reply.ok() || race->under_way == 0)) {
        race->first = result.get();
        race->decided.complete();
    }
}

} // namespace meshcast
