#include "sim/request/load_generator.h"

#include "sim/telemetry/event_kind.h"

namespace meshcast {

namespace {

constexpr double kJitter = 0.1; // fortio -jitter: up to 10 % of the sleep, either way

} // namespace

LoadGenerator::LoadGenerator(Simulation& simulation, Courier& courier, RequestObserver& observer,
                             const Traffic& traffic, std::uint32_t index, Errand errand, std::uint32_t edge,
                             std::deque<Client> clients, RandomStream random)
    : simulation_(simulation),
      courier_(courier),
      observer_(observer),
      traffic_(traffic),
      index_(index),
      errand_(errand),
      edge_(edge),
      clients_(std::move(clients)),
      random_(random),
      request_keys_(random_.next()) {
    if (traffic.arrival == ArrivalKind::Poisson && traffic.connections > 0) {
        connections_.emplace(simulation, static_cast<std::size_t>(traffic.connections));
    }
}

void LoadGenerator::start() {
    if (traffic_.arrival == ArrivalKind::Poisson) {
        simulation_.spawn(send_poisson());
        return;
    }
    const double period = static_cast<double>(clients_.size()) / traffic_.rate.per_second;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        const RandomStream random(random_.next());
        if (traffic_.arrival == ArrivalKind::Closed) {
            simulation_.spawn(send_closed(clients_[i], random));
        } else {
            const double phase = traffic_.arrival == ArrivalKind::Uniform
                                     ? static_cast<double>(i) / static_cast<double>(clients_.size())
                                     : 0;
            simulation_.spawn(send_paced(clients_[i], from_seconds(phase * period), random));
        }
    }
}

Task<> LoadGenerator::send_poisson() {
    const Duration mean_gap = from_seconds(1.0 / traffic_.rate.per_second);
    for (std::size_t sender = 0;; sender = (sender + 1) % clients_.size()) {
        co_await simulation_.delay(random_.exponential(mean_gap));
        simulation_.spawn(send_one(clients_[sender], simulation_.now()));
    }
}

Task<> LoadGenerator::send_paced(Client& client, Duration offset, RandomStream random) {
    co_await simulation_.delay(offset);
    const Time start = simulation_.now();
    const double period = static_cast<double>(clients_.size()) / traffic_.rate.per_second;
    Time intended = start;
    for (std::uint64_t call = 1;; ++call) {
        co_await send_one(client, intended);
        const Time due = start + from_seconds(static_cast<double>(call) * period);
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

Task<> LoadGenerator::send_closed(Client& client, RandomStream random) {
    while (true) {
        const Duration think = traffic_.think_time.sample(random);
        co_await simulation_.delay(think);
        co_await send_one(client, simulation_.now());
    }
}

Task<> LoadGenerator::send_one(Client& client, Time intended) {
    const std::uint64_t random_key = request_keys_.next();
    note(simulation_, EventKind::RequestStarted, index_);
    observer_.request_started(index_);

    Ledger ledger;
    Resource::Lease connection;
    if (connections_) {
        connection = co_await connections_->acquire();
    }
    ledger.charge(Component::PoolWait, simulation_.now() - intended);
    const Reply reply = co_await courier_.send(client, errand_, random_key, ledger);
    report(finished(reply, intended, simulation_.now(), ledger));
}

void LoadGenerator::report(const FinishedRequest& request) {
    note(simulation_, EventKind::RequestFinished, index_);
    observer_.call_finished(edge_, request);
    observer_.request_finished(index_, request);
}

} // namespace meshcast
