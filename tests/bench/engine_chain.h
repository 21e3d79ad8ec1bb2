#pragma once

#include "engine/distribution.h"
#include "engine/random.h"
#include "engine/resource.h"
#include "engine/simulation.h"

#include <cstdint>
#include <deque>

namespace meshcast {

/// The same chain on the kernel, written as a model would be: one process a customer, a nested task and a
/// lease for each station.
class EngineChain {
  public:
    EngineChain(std::size_t stations, std::size_t servers, Duration mean_service, Duration mean_gap)
        : service_(Distribution::exponential(mean_service)), mean_gap_(mean_gap) {
        for (std::size_t i = 0; i < stations; ++i) {
            stations_.emplace_back(simulation_, servers);
        }
        simulation_.spawn(arrivals());
    }

    ~EngineChain() { simulation_.shutdown(); }

    EngineChain(const EngineChain&) = delete;
    EngineChain& operator=(const EngineChain&) = delete;

    void run_customers(std::uint64_t count) {
        stop_at_ = finished_ + count;
        simulation_.run_until(kForever);
    }

    std::uint64_t finished() const { return finished_; }

    std::uint64_t events() const { return simulation_.events(); }

    double mean_sojourn_seconds() const { return sojourn_seconds_ / static_cast<double>(finished_); }

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
        const Resource::Lease server = co_await station.acquire();
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
};

} // namespace meshcast
