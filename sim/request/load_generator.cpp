#include "sim/request/load_generator.h"

#include "sim/request/arrival_process.h"
#include "sim/telemetry/event_kind.h"

#include <utility>

namespace meshcast {

namespace {

constexpr double kJitter = 0.1; // fortio -jitter: up to 10 % of the sleep, either way

} // namespace

LoadGenerator::LoadGenerator(Simulation& simulation, Courier& courier, RequestObserver& observer,
                             const Traffic& traffic, std::uint32_t index, Errands errands,
                             std::deque<Client> clients, Pace pace, RandomStream random)
    : simulation_(simulation),
      courier_(courier),
      observer_(observer),
      traffic_(traffic),
      index_(index),
      errands_(std::move(errands)),
      clients_(std::move(clients)),
      pace_(std::move(pace)),
      arrivals_(make_arrivals(traffic)),
      sessions_(traffic),
      random_(random),
      request_keys_(random_.next()) {
    if (arrivals_ && traffic.connections > 0) {
        connections_.emplace(simulation, static_cast<std::size_t>(traffic.connections));
    }
}

void LoadGenerator::start() {
    if (arrivals_) {
        simulation_.spawn(send_arrivals());
        return;
    }
    const double period = static_cast<double>(clients_.size()) / traffic_.rate.per_second;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        const RandomStream random(random_.next());
        if (traffic_.arrival == ArrivalKind::Closed) {
            simulation_.spawn(send_closed(clients_[i], static_cast<UserId>(i + 1), random));
        } else {
            const double phase = traffic_.arrival == ArrivalKind::Uniform
                                     ? static_cast<double>(i) / static_cast<double>(clients_.size())
                                     : 0;
            simulation_.spawn(send_paced(clients_[i], from_seconds(phase * period), random));
        }
    }
}

Task<> LoadGenerator::send_arrivals() {
    const Time start = simulation_.now();
    std::size_t sender = 0;
    while (const std::optional<Arrival> arrival = arrivals_->next(random_)) {
        co_await simulation_.delay(time_after(start, pace_.real_time(arrival->at)) - simulation_.now());
        simulation_.spawn(send_one(clients_[sender], errand_of(*arrival), simulation_.now()));
        sender = (sender + 1) % clients_.size();
    }
}

const Errand& LoadGenerator::errand_of(const Arrival& arrival) const {
    return arrival.operation == Arrival::kUsualOperation ? errands_.usual
                                                         : errands_.recorded[arrival.operation];
}

Task<> LoadGenerator::send_paced(Client& client, Duration offset, RandomStream random) {
    co_await simulation_.delay(offset);
    const Time start = simulation_.now();
    const Duration began = start - kStart;
    const double period = static_cast<double>(clients_.size()) / traffic_.rate.per_second;
    Time intended = start;
    for (std::uint64_t call = 1;; ++call) {
        co_await send_one(client, errands_.usual, intended);
        const Time due =
            time_after(kStart, pace_.real_time(began + from_seconds(static_cast<double>(call) * period)));
        Duration sleep = due - simulation_.now();
        if (traffic_.arrival == ArrivalKind::Jittered && sleep > Duration::zero()) {
            sleep += from_seconds(to_seconds(sleep) * kJitter * (2 * random.uniform() - 1));
        }
        if (sleep > Duration::zero()) {
            intended = simulation_.now() + sleep;
            co_await simulation_.delay(sleep);
        } else {
            intended = due; // late: the next call counts from when it should have started
        }
    }
}

Task<> LoadGenerator::send_closed(Client& client, UserId user, RandomStream random) {
    while (true) {
        const Duration think = traffic_.think_time.sample(random);
        co_await simulation_.delay(think);
        co_await send_one(client, errands_.usual, simulation_.now(),
                          traffic_.sessions > 0 ? kNobodyKnown : user);
    }
}

Task<> LoadGenerator::send_one(Client& client, const Errand& errand, Time intended, UserId user) {
    const std::uint64_t random_key = request_keys_.next();
    user = user == kNobodyKnown ? sessions_.user_of(random_key) : user;
    note(simulation_, EventKind::RequestStarted, index_);
    observer_.request_started(index_);

    Ledger ledger;
    Resource::Lease connection;
    if (connections_) {
        connection = co_await connections_->acquire();
    }
    ledger.charge(Component::PoolWait, simulation_.now() - intended);
    const Reply reply = co_await courier_.send(client, errand, random_key, user, ledger);
    report(finished(reply, intended, simulation_.now(), ledger));
}

void LoadGenerator::report(const FinishedRequest& request) {
    note(simulation_, EventKind::RequestFinished, index_);
    observer_.call_finished(errands_.edge, request);
    observer_.request_finished(index_, request);
}

} // namespace meshcast
