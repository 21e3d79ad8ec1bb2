#pragma once

#include "engine/distribution.h"
#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

namespace meshcast::validation {

struct StationSpec {
    Distribution service;
    std::size_t servers = 1;
    std::vector<double> next; ///< probability of going on to station 0, 1, ...; the rest leaves
    std::size_t queue_limit = Resource::kUnlimited;
};

/// Poisson arrivals at station 0 of an open network, each station `servers` servers with one queue, written
/// as a model would be: one process a customer, nested tasks, a lease per station.
class QueueingNetwork {
  public:
    /// `name` keys the random streams: errors of different models are independent.
    QueueingNetwork(std::string_view name, std::vector<StationSpec> stations, Duration mean_gap,
                    std::uint64_t replication = 0)
        : specs_(std::move(stations)),
          mean_gap_(mean_gap),
          gaps_(1, replication, name, "gaps"),
          services_(1, replication, name, "services"),
          routes_(1, replication, name, "routes") {
        for (const StationSpec& spec : specs_) {
            stations_.emplace_back(simulation_, spec.servers, spec.queue_limit);
        }
        before_.resize(specs_.size());
        simulation_.spawn(arrivals());
    }

    ~QueueingNetwork() { simulation_.shutdown(); }

    QueueingNetwork(const QueueingNetwork&) = delete;
    QueueingNetwork& operator=(const QueueingNetwork&) = delete;

    /// Until that many more have left, refused ones included.
    void run_customers(std::uint64_t count) {
        left_to_go_ = count;
        simulation_.run_until(kForever);
    }

    /// Forgets what was measured so far: the end of the warm-up.
    void begin_measurement() {
        tally_ = Tally{};
        since_ = simulation_.now();
        for (std::size_t i = 0; i < stations_.size(); ++i) {
            before_[i] = {stations_[i].busy_seconds(since_), stations_[i].queue_seconds(since_)};
        }
    }

    /// Customers who left, refused ones included.
    std::uint64_t finished() const { return tally_.served + tally_.refused; }

    double refused_share() const { return ratio(tally_.refused, finished()); }

    /// Of those served, through the whole network, and their waits summed over all stations.
    double mean_sojourn_seconds() const { return tally_.sojourn / static_cast<double>(tally_.served); }

    double mean_wait_seconds() const { return tally_.wait / static_cast<double>(tally_.served); }

    /// Of the service times drawn, over all stations.
    double mean_service_seconds() const { return tally_.service / static_cast<double>(tally_.visits); }

    double mean_square_service() const { return tally_.service_squared / static_cast<double>(tally_.visits); }

    /// Visits to all stations a second.
    double visit_rate() const {
        return static_cast<double>(tally_.visits) / to_seconds(simulation_.now() - since_);
    }

    /// Of all visits to a station, those that did not start at once.
    double waited_share() const { return ratio(tally_.waited, tally_.visits); }

    double mean_busy(std::size_t station = 0) const {
        const Time now = simulation_.now();
        return (stations_[station].busy_seconds(now) - before_[station].busy) / to_seconds(now - since_);
    }

    double mean_queue(std::size_t station = 0) const {
        const Time now = simulation_.now();
        return (stations_[station].queue_seconds(now) - before_[station].queue) / to_seconds(now - since_);
    }

    double mean_number(std::size_t station = 0) const { return mean_busy(station) + mean_queue(station); }

  private:
    static constexpr std::size_t kOut = SIZE_MAX;

    struct Tally {
        std::uint64_t served = 0;
        std::uint64_t refused = 0;
        std::uint64_t visits = 0;
        std::uint64_t waited = 0;
        double sojourn = 0;
        double wait = 0;
        double service = 0;
        double service_squared = 0;
    };

    struct Integrals {
        double busy = 0;
        double queue = 0;
    };

    static double ratio(std::uint64_t part, std::uint64_t whole) {
        return static_cast<double>(part) / static_cast<double>(whole);
    }

    Task<> arrivals() {
        for (;;) {
            co_await simulation_.delay(gaps_.exponential(mean_gap_));
            simulation_.spawn(customer());
        }
    }

    Task<> customer() {
        const Time arrived = simulation_.now();
        std::size_t at = 0;
        bool served = true;
        while (served && at != kOut) {
            served = co_await visit(at);
            at = next_after(at);
        }
        if (served) {
            ++tally_.served;
            tally_.sojourn += to_seconds(simulation_.now() - arrived);
        } else {
            ++tally_.refused;
        }
        if (--left_to_go_ == 0) {
            simulation_.stop();
        }
    }

    /// False when the station is full.
    Task<bool> visit(std::size_t station) {
        const Time arrived = simulation_.now();
        const Resource::Lease server = co_await stations_[station].acquire();
        if (!server) {
            co_return false;
        }
        const Duration waited = simulation_.now() - arrived;
        ++tally_.visits;
        tally_.waited += waited > Duration::zero() ? 1 : 0;
        tally_.wait += to_seconds(waited);
        const Duration service = specs_[station].service.sample(services_);
        tally_.service += to_seconds(service);
        tally_.service_squared += to_seconds(service) * to_seconds(service);
        co_await simulation_.delay(service);
        co_return true;
    }

    std::size_t next_after(std::size_t station) {
        const std::vector<double>& next = specs_[station].next;
        double u = next.empty() ? 0 : routes_.uniform();
        for (std::size_t i = 0; i < next.size(); ++i) {
            if (u < next[i]) {
                return i;
            }
            u -= next[i];
        }
        return kOut;
    }

    Simulation simulation_;
    std::vector<StationSpec> specs_;
    std::deque<Resource> stations_;
    Duration mean_gap_;
    RandomStream gaps_;
    RandomStream services_;
    RandomStream routes_;
    Tally tally_;
    Time since_ = kStart;
    std::vector<Integrals> before_; ///< of each station, at since_
    std::uint64_t left_to_go_ = 0;
};

} // namespace meshcast::validation
