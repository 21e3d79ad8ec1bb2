#include "sim/control/configuration_changes.h"

namespace meshcast {

Task<> declare_changes(Simulation& simulation, std::span<const ConfigurationChange> changes,
                       EndpointPublisher& publisher) {
    for (std::size_t i = 0; i < changes.size(); ++i) {
        co_await simulation.elapse(kStart + changes[i].at - simulation.now());
        publisher.configure(i + 1);
    }
}

} // namespace meshcast
