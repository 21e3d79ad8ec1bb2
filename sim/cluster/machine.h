#pragma once

#include "engine/resource.h"
#include "engine/simulation.h"
#include "sim/balance/istio_locality.h"

#include <string>

namespace meshcast {

/// A node while it runs: cores that its containers share.
class Machine {
  public:
    /// `speed` scales CPU work: 1 is the machine the plane profiles were fitted on.
    Machine(Simulation& simulation, std::string name, std::string zone, int cores, double speed,
            std::string region = {}, std::string subzone = {})
        : name_(std::move(name)),
          locality_{std::move(region), std::move(zone), std::move(subzone)},
          speed_(speed),
          cores_(simulation, static_cast<std::size_t>(cores)) {}

    const std::string& name() const { return name_; }

    const LocalityName& locality() const { return locality_; }

    bool shares_zone_with(const Machine& other) const {
        return locality_.zone == other.locality_.zone && locality_.region == other.locality_.region;
    }

    double speed() const { return speed_; }

    std::size_t core_count() const { return cores_.capacity(); }

    Resource& cores() { return cores_; }

  private:
    std::string name_;
    LocalityName locality_;
    double speed_;
    Resource cores_;
};

} // namespace meshcast
