#pragma once

#include "engine/resource.h"
#include "engine/simulation.h"

#include <string>

namespace meshcast {

/// A node while it runs: cores that its containers share.
class Machine {
  public:
    /// `speed` scales CPU work: 1 is the machine the plane profiles were fitted on.
    Machine(Simulation& simulation, std::string name, std::string zone, int cores, double speed)
        : name_(std::move(name)),
          zone_(std::move(zone)),
          speed_(speed),
          cores_(simulation, static_cast<std::size_t>(cores)) {}

    const std::string& name() const { return name_; }

    const std::string& zone() const { return zone_; }

    double speed() const { return speed_; }

    std::size_t core_count() const { return cores_.capacity(); }

    Resource& cores() { return cores_; }

  private:
    std::string name_;
    std::string zone_;
    double speed_;
    Resource cores_;
};

} // namespace meshcast
