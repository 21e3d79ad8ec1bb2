#include "sim/model/network.h"

namespace meshcast {

using namespace std::chrono_literals;

Network default_network() {
    return {
        .same_pod = Distribution::constant(0us),
        .same_node = Distribution::lognormal_percentiles(16us, 0.99, 24us),
        .same_zone = Distribution::lognormal_percentiles(32us, 0.99, 48us),
        .cross_zone = Distribution::lognormal_percentiles(350us, 0.99, 700us),
        .outside = Distribution::lognormal_percentiles(500us, 0.99, 1500us),
    };
}

} // namespace meshcast
