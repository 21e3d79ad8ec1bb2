#include "sim/control/endpoint_publisher.h"

#include "sim/telemetry/event_kind.h"

#include <algorithm>
#include <utility>

namespace meshcast {

EndpointPublisher::EndpointPublisher(Simulation& simulation, const ControlPlane& timing, std::size_t pods,
                                     std::deque<Destination>& destinations, std::deque<StagedRoute>& routes)
    : simulation_(simulation), timing_(timing), places_(pods), routes_(routes), changes_(pods) {
    for (Destination& destination : destinations) {
        for (std::size_t i = 0; i < destination.endpoints.size(); ++i) {
            places_[destination.endpoints[i]->id].push_back({&destination, i});
        }
    }
}

void EndpointPublisher::begin_without(const Pod& pod) {
    Changes changes(places_.size());
    changes.ready[pod.id] = false;
    apply(changes);
}

void EndpointPublisher::set_ready(const Pod& pod, bool ready) {
    changes_.ready[pod.id] = ready;
    has_changed();
}

void EndpointPublisher::configure(std::size_t stage) {
    changes_.stage = stage;
    has_changed();
}

void EndpointPublisher::has_changed() {
    last_change_ = simulation_.now();
    begin_batch();
}

bool EndpointPublisher::Changes::any() const {
    return stage.has_value() ||
           std::ranges::any_of(ready, [](const auto& change) { return change.has_value(); });
}

void EndpointPublisher::go_on() {
    stopped_ = false;
    if (changes_.any()) {
        has_changed();
    }
}

void EndpointPublisher::begin_batch() {
    if (!collecting_ && !stopped_) {
        collecting_ = true;
        simulation_.spawn(publish());
    }
}

Task<> EndpointPublisher::publish() {
    co_await simulation_.elapse(timing_.watch);
    const Time latest = simulation_.now() + timing_.longest_debounce;
    while (true) {
        const Time quiet = std::min(last_change_ + timing_.watch + timing_.debounce, latest);
        if (simulation_.now() >= quiet) {
            break;
        }
        co_await simulation_.elapse(quiet - simulation_.now());
    }
    collecting_ = false;
    if (!stopped_) {
        Changes collected = std::exchange(changes_, Changes(places_.size()));
        co_await push(std::move(collected));
    }
}

Task<> EndpointPublisher::push(Changes changes) {
    co_await simulation_.elapse(timing_.push);
    apply(changes);
}

void EndpointPublisher::apply(const Changes& changes) {
    if (changes.stage) {
        note(simulation_, EventKind::ConfigurationPublished, static_cast<std::uint32_t>(*changes.stage));
        for (StagedRoute& route : routes_) {
            route.enter(*changes.stage);
        }
    }
    for (std::size_t pod = 0; pod < changes.ready.size(); ++pod) {
        if (!changes.ready[pod]) {
            continue;
        }
        note(simulation_, EventKind::EndpointPublished, static_cast<std::uint32_t>(pod));
        for (const auto& [destination, endpoint] : places_[pod]) {
            Membership& members = destination->members;
            members.absent.resize(destination->endpoints.size());
            members.absent[endpoint] = !*changes.ready[pod];
            ++members.version;
        }
    }
}

} // namespace meshcast
