// The chain on SimGrid: an actor a server, which waits on its station's semaphore for a request. An actor a
// request, which waits for a server, takes three to six times as long. Settings are SimGrid's defaults, among
// them the fastest contexts (raw); stacks, guard pages and how the CPU model is solved make no difference to
// 13 actors.
#include "engine/random.h"
#include "tests/bench/peers/meter.h"

#include <simgrid/s4u.hpp>
#include <simgrid/version.h>

#include <deque>
#include <vector>

namespace meshcast::peers {
namespace {

namespace s4u = simgrid::s4u;

struct Station {
    std::deque<double> waiting; // when each entered the chain
    s4u::SemaphorePtr requests = s4u::Semaphore::create(0);

    void arrive(double started) {
        waiting.push_back(started);
        requests->release();
    }
};

int run(int argc, char** argv) {
    s4u::Engine engine(&argc, argv);
    Meter meter(argc, argv);
    const Model model = meter.model();
    s4u::NetZone* zone = s4u::create_full_zone("zone");
    s4u::Host* host = zone->create_host("host", 1e9);
    zone->seal();

    // The mean service is 1 s: SimGrid's clock is a double, and it takes what is 1 ns apart as simultaneous.
    RandomStream gaps{1, 0, "model", "gaps"};
    RandomStream services{1, 0, "model", "services"};
    std::vector<Station> stations(model.stations);

    const auto serve = [&](std::size_t station) {
        Station& here = stations[station];
        for (;;) {
            here.requests->acquire();
            const double started = here.waiting.front();
            here.waiting.pop_front();
            s4u::this_actor::sleep_for(services.standard_exponential());
            if (station + 1 < stations.size()) {
                stations[station + 1].arrive(started);
            } else {
                meter.finish(s4u::Engine::get_clock() - started);
            }
        }
    };
    for (std::size_t station = 0; station < model.stations; ++station) {
        for (std::size_t server = 0; server < model.servers; ++server) {
            s4u::Actor::create("server", host, serve, station)->daemonize();
        }
    }
    s4u::Actor::create("arrivals", host, [&] {
        while (!meter.done()) {
            s4u::this_actor::sleep_for(gaps.standard_exponential() * model.mean_gap);
            stations.front().arrive(s4u::Engine::get_clock());
        }
    });
    engine.run();

    int major = 0;
    int minor = 0;
    int patch = 0;
    sg_version_get(&major, &minor, &patch);
    return meter.report("SimGrid, actors", std::to_string(major) + "." + std::to_string(minor));
}

} // namespace
} // namespace meshcast::peers

int main(int argc, char** argv) {
    return meshcast::peers::run(argc, argv);
}
