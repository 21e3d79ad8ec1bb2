#pragma once

#include "engine/distribution.h"
#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"

#include <cstdint>
#include <deque>

namespace meshcast {

/// Poisson arrivals through a row of equal stations, each `servers` servers with one queue, written as a
/// model would be: one process a customer, nested tasks, a lease per station.
class QueueingModel {
  public:
    QueueingModel(std::size_t stations, std::size_t servers, Distribution service, Duration mean_gap)
        : service_(service), mean_gap_(mean_gap) {
        for (std::size_t i = 0; i < stations; ++i) {
            stations_.emplace_back(simulation_, servers);
        }
        simulation_.spawn(arrivals());
    }

    ~QueueingModel() { simulation_.shutdown(); }

    QueueingModel(const QueueingModel&) = delete;
    QueueingModel& operator=(const QueueingModel&) = delete;

    void run_customers(std::uint64_t count) {
        stop_at_ = finished_ + count;
        simulation_.run_until(kForever);
    }

    std::uint64_t finished() const { return finished_; }

    std::uint64_t events() const { return simulation_.events(); }

    double mean_sojourn_seconds() const { return sojourn_seconds_ / static_cast<double>(finished_); }

    /// Over all stations.
    double mean_wait_seconds() const { return wait_seconds_ / static_cast<double>(finished_); }

    double utilisation() const {
        const Resource& first = stations_.front();
        const Time now = simulation_.now();
        return first.busy_seconds(now) / (to_seconds(now - kStart) * static_cast<double>(first.capacity()));
    }

    double mean_queue_length() const {
        return stations_.front().queue_seconds(simulation_.now()) / to_seconds(simulation_.now() - kStart);
    }

  private:
    Task<> arrivals() {
        for (;;) {
            co_await simulation_.delay(gaps_.exponential(mean_gap_));
            simulation_.spawn(customer());
        }
    }

    Task<> customer() {
        const Time arrived = simulation_.now();
        for (Resource& station : stations_) {
            co_await visit(station);
        }
        sojourn_seconds_ += to_seconds(simulation_.now() - arrived);
        if (++finished_ == stop_at_) {
            simulation_.stop();
        }
    }

    Task<> visit(Resource& station) {
        const Time arrived = simulation_.now();
        const Resource::Lease server = co_await station.acquire();
        wait_seconds_ += to_seconds(simulation_.now() - arrived);
        co_await simulation_.delay(service_.sample(services_));
    }

    Simulation simulation_;
    std::deque<Resource> stations_;
    Distribution service_;
    Duration mean_gap_;
    RandomStream gaps_{1, 0, "model", "gaps"};
    RandomStream services_{1, 0, "model", "services"};
    std::uint64_t finished_ = 0;
    std::uint64_t stop_at_ = 0;
    double sojourn_seconds_ = 0;
    double wait_seconds_ = 0;
};

} // namespace meshcast
