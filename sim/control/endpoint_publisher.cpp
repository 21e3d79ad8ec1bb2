#include "sim/control/endpoint_publisher.h"

#include "sim/telemetry/event_kind.h"

#include <algorithm>
#include <utility>

namespace meshcast {

EndpointPublisher::EndpointPublisher(Simulation& simulation, const ControlPlane& timing, std::size_t pods,
                                     std::deque<Destination>& destinations)
    : simulation_(simulation), timing_(timing), places_(pods), changes_(pods) {
    for (Destination& destination : destinations) {
        for (std::size_t i = 0; i < destination.endpoints.size(); ++i) {
            places_[destination.endpoints[i]->id].push_back({&destination, i});
        }
    }
}

void EndpointPublisher::begin_without(const Pod& pod) {
    Changes changes(places_.size());
    changes[pod.id] = false;
    apply(changes);
}

void EndpointPublisher::set_ready(const Pod& pod, bool ready) {
    changes_[pod.id] = ready;
    last_change_ = simulation_.now();
    begin_batch();
}

void EndpointPublisher::go_on() {
    stopped_ = false;
    if (std::ranges::any_of(changes_, [](const auto& change) { return change.has_value(); })) {
        last_change_ = simulation_.now();
        begin_batch();
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
        co_await push(std::exchange(changes_, Changes(changes_.size())));
    }
}

Task<> EndpointPublisher::push(Changes changes) {
    co_await simulation_.elapse(timing_.push);
    apply(changes);
}

void EndpointPublisher::apply(const Changes& changes) {
    for (std::size_t pod = 0; pod < changes.size(); ++pod) {
        if (!changes[pod]) {
            continue;
        }
        note(simulation_, EventKind::EndpointPublished, static_cast<std::uint32_t>(pod));
        for (const auto& [destination, endpoint] : places_[pod]) {
            Membership& members = destination->members;
            members.absent.resize(destination->endpoints.size());
            members.absent[endpoint] = !*changes[pod];
            ++members.version;
        }
    }
}

} // namespace meshcast
