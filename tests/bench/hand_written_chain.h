#pragma once

#include "engine/random.h"
#include "engine/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <queue>
#include <vector>

namespace meshcast {

/// What anybody would write for one model and no other: Poisson arrivals through a row of M/M/c stations, a
/// heap of 24-byte events and a switch. No processes, no policies, no statistics but the mean. The yardstick
/// of everything else here.
class HandWrittenChain {
  public:
    HandWrittenChain(std::size_t stations, std::size_t servers, Duration mean_service, Duration mean_gap)
        : stations_(stations, Station{servers, {}}), mean_service_(mean_service), mean_gap_(mean_gap) {
        schedule(gaps_.exponential(mean_gap_), kArrival, kStart);
    }

    void run_customers(std::uint64_t count) {
        const std::uint64_t stop_at = finished_ + count;
        while (finished_ < stop_at) {
            const Event event = events_.top();
            events_.pop();
            now_ = event.at;
            ++event_count_;
            if (event.station == kArrival) {
                schedule(gaps_.exponential(mean_gap_), kArrival, kStart);
                arrive(0, now_);
            } else {
                depart(event.station, event.started);
            }
        }
    }

    std::uint64_t finished() const { return finished_; }

    std::uint64_t events() const { return event_count_; }

    double mean_sojourn_seconds() const { return sojourn_seconds_ / static_cast<double>(finished_); }

  private:
    static constexpr std::uint32_t kArrival = UINT32_MAX;

    struct Event {
        Time at;
        Time started;
        std::uint32_t sequence;
        std::uint32_t station;

        bool operator>(const Event& other) const {
            return at != other.at ? at > other.at : sequence > other.sequence;
        }
    };

    static_assert(sizeof(Event) == 24);

    struct Station {
        std::size_t free;
        std::deque<Time> waiting; // when each entered the chain
    };

    void schedule(Duration wait, std::uint32_t station, Time started) {
        events_.push({now_ + wait, started, sequence_++, station});
    }

    void arrive(std::uint32_t station, Time started) {
        if (stations_[station].free > 0) {
            --stations_[station].free;
            schedule(services_.exponential(mean_service_), station, started);
        } else {
            stations_[station].waiting.push_back(started);
        }
    }

    void depart(std::uint32_t station, Time started) {
        Station& here = stations_[station];
        if (here.waiting.empty()) {
            ++here.free;
        } else {
            schedule(services_.exponential(mean_service_), station, here.waiting.front());
            here.waiting.pop_front();
        }
        if (station + 1 < stations_.size()) {
            arrive(station + 1, started);
        } else {
            ++finished_;
            sojourn_seconds_ += to_seconds(now_ - started);
        }
    }

    std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
    std::vector<Station> stations_;
    Duration mean_service_;
    Duration mean_gap_;
    RandomStream gaps_{1, 0, "model", "gaps"};
    RandomStream services_{1, 0, "model", "services"};
    Time now_ = kStart;
    std::uint32_t sequence_ = 0;
    std::uint64_t finished_ = 0;
    std::uint64_t event_count_ = 0;
    double sojourn_seconds_ = 0;
};

} // namespace meshcast
