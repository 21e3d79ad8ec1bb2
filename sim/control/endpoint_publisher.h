#pragma once

#include "engine/simulation.h"
#include "engine/task.h"
#include "sim/model/data_plane.h"
#include "sim/request/parties.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace meshcast {

/// How pods that become ready, or stop being so, get known to everybody who sends to them. Changes are
/// collected until none has come for a while and then take effect all at once, as in istiod
/// (https://istio.io/latest/docs/reference/commands/pilot-discovery/ PILOT_DEBOUNCE_AFTER and _MAX). Until
/// then requests go where nobody listens any more.
class EndpointPublisher {
  public:
    EndpointPublisher(Simulation& simulation, const ControlPlane& timing, std::size_t pods,
                      std::deque<Destination>& destinations);

    /// For pods that are not there when the run begins: known to everybody.
    void begin_without(const Pod& pod);

    /// The pod is ready or not, from now on.
    void set_ready(const Pod& pod, bool ready);

    /// Between these nothing is published; what has changed meanwhile is published then.
    void stop() { stopped_ = true; }

    void go_on();

  private:
    struct Place {
        Destination* destination;
        std::size_t endpoint;
    };

    using Changes = std::vector<std::optional<bool>>; // ready, by pod

    Task<> publish();
    Task<> push(Changes changes);
    void apply(const Changes& changes);
    void begin_batch();

    Simulation& simulation_;
    const ControlPlane& timing_;
    std::vector<std::vector<Place>> places_; // by pod
    Changes changes_;                        // not published yet
    Time last_change_ = kStart;
    bool collecting_ = false;
    bool stopped_ = false;
};

} // namespace meshcast
