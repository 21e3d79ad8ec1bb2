#include "scenarios/schema/declarations.h"

namespace meshcast {

const Object<Network>& Declaration<Network>::object() {
    static const auto object =
        Object<Network>("Network",
                        "What lies between two pods. Latencies are one way and add to size / bandwidth.")
            .field("samePod", &Network::same_pod, "Between containers of one pod.")
            .field("sameNode", &Network::same_node, "Between pods of one node.")
            .field("sameZone", &Network::same_zone, "Between nodes of one zone.")
            .field("crossZone", &Network::cross_zone, "Between zones.")
            .field("outside", &Network::outside, "Between the cluster and a client outside it.")
            .field("wakeUp", &Network::wake_up,
                   "Until a sleeping proxy thread runs, added to every pass through a proxy: next to nothing "
                   "on bare metal, tens "
                   "of microseconds in a VM.",
                   {.min = Duration(0), .max = std::chrono::seconds(1)})
            .field<Bandwidth>("bandwidth", &Network::bytes_per_second, "Of one flow.",
                              {.min = 125.0, .max = 1.25e12, .example = "10Gbps"})
            .field("machineSpeed", &Network::machine_speed,
                   "Scales every CPU time: 1 is the bare-metal server of 2024 that the plane profiles were "
                   "fitted on, 0.6 a "
                   "small cloud VM.",
                   {.min = 0.01, .max = 100.0});
    return object;
}

} // namespace meshcast
