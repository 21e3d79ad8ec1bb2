// The chain on ns-3's event kernel: a member function an event, no nodes and no packets. Of ns-3's schedulers
// this is the fastest here that also bears many events; the default, a std::map, is a quarter slower.
// Debian's build is ns-3's release profile: no assertions; logging is compiled in, but off.
#include "engine/random.h"
#include "tests/bench/peers/meter.h"

#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/simulator.h>
#include <ns3/version-defines.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <vector>

namespace meshcast::peers {
namespace {

constexpr Duration kService = std::chrono::milliseconds(1);

class Ns3Chain {
  public:
    explicit Ns3Chain(Meter& meter)
        : meter_(meter),
          mean_gap_(from_nanoseconds(meter.model().mean_gap * kService.count())),
          stations_(meter.model().stations, Station{meter.model().servers, {}}) {
        expect_next();
    }

  private:
    struct Station {
        std::size_t free;
        std::deque<std::int64_t> waiting; // when each entered the chain
    };

    static std::int64_t now() { return ns3::Simulator::Now().GetNanoSeconds(); }

    void expect_next() {
        ns3::Simulator::Schedule(ns3::NanoSeconds(gaps_.exponential(mean_gap_).count()), &Ns3Chain::enter,
                                 this);
    }

    void enter() {
        expect_next();
        arrive(0, now());
    }

    void serve(std::uint32_t station, std::int64_t started) {
        ns3::Simulator::Schedule(ns3::NanoSeconds(services_.exponential(kService).count()), &Ns3Chain::depart,
                                 this, station, started);
    }

    void arrive(std::uint32_t station, std::int64_t started) {
        if (stations_[station].free > 0) {
            --stations_[station].free;
            serve(station, started);
        } else {
            stations_[station].waiting.push_back(started);
        }
    }

    void depart(std::uint32_t station, std::int64_t started) {
        Station& here = stations_[station];
        if (here.waiting.empty()) {
            ++here.free;
        } else {
            serve(station, here.waiting.front());
            here.waiting.pop_front();
        }
        if (station + 1 < stations_.size()) {
            arrive(station + 1, started);
        } else {
            meter_.finish(static_cast<double>(now() - started) / static_cast<double>(kService.count()));
            if (meter_.done()) {
                ns3::Simulator::Stop();
            }
        }
    }

    Meter& meter_;
    Duration mean_gap_;
    std::vector<Station> stations_;
    RandomStream gaps_{1, 0, "model", "gaps"};
    RandomStream services_{1, 0, "model", "services"};
};

int run(int argc, char** argv) {
    Meter meter(argc, argv);
    ns3::Simulator::SetScheduler(ns3::ObjectFactory("ns3::PriorityQueueScheduler"));
    Ns3Chain chain(meter);
    ns3::Simulator::Run();
    ns3::Simulator::Destroy();
    return meter.report("ns-3, events",
                        std::to_string(NS3_VERSION_MAJOR) + "." + std::to_string(NS3_VERSION_MINOR));
}

} // namespace
} // namespace meshcast::peers

int main(int argc, char** argv) {
    return meshcast::peers::run(argc, argv);
}
