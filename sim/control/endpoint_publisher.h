#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/model/data_plane.h"
#include "sim/request/parties.h"
#include "sim/request/request_route.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace meshcast {

/// How pods that become ready, or stop being so, and new configuration get known to everybody who sends to
/// them. Changes are collected until none has come for a while and then take effect all at once, as in istiod
/// (https://istio.io/latest/docs/reference/commands/pilot-discovery/ PILOT_DEBOUNCE_AFTER and _MAX). Until
/// then requests go where nobody listens any more.
class EndpointPublisher {
  public:
    EndpointPublisher(Simulation& simulation, const ControlPlane& timing, std::size_t pods,
                      std::deque<Destination>& destinations, std::deque<StagedRoute>& routes);

    /// For pods that are not there when the run begins: known to everybody.
    void begin_without(const Pod& pod);

    /// The pod is ready or not, from now on.
    void set_ready(const Pod& pod, bool ready);

    /// That stage of the configuration has been declared.
    void configure(std::size_t stage);

    /// Between these nothing is published; what has changed meanwhile is published then.
    void stop() { stopped_ = true; }

    void go_on();

  private:
    struct Place {
        Destination* destination;
        std::size_t endpoint;
    };

    struct Changes {
        std::vector<std::optional<bool>> ready; // by pod
        std::optional<std::size_t> stage;       // of the configuration

        explicit Changes(std::size_t pods) : ready(pods) {}

        bool any() const;
    };

    void has_changed();

    Task<> publish();
    Task<> push(Changes changes);
    void apply(const Changes& changes);
    void begin_batch();

    Simulation& simulation_;
    const ControlPlane& timing_;
    std::vector<std::vector<Place>> places_; // by pod
    std::deque<StagedRoute>& routes_;
    Changes changes_; // not published yet
    Time last_change_ = kStart;
    bool collecting_ = false;
    bool stopped_ = false;
};

} // namespace meshcast
