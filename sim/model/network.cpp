#include "sim/model/network.h"

namespace meshcast {

using namespace std::chrono_literals;

Network default_network() {
    return {
        .same_pod = Distribution::constant(0us),
        .same_node = Distribution::lognormal_percentiles(25us, 0.99, 40us),
        .same_zone = Distribution::lognormal_percentiles(45us, 0.99, 68us),
        .cross_zone = Distribution::lognormal_percentiles(350us, 0.99, 700us),
        .outside = Distribution::lognormal_percentiles(500us, 0.99, 1500us),
    };
}

} // namespace meshcast
