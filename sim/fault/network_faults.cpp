#include "sim/fault/effect.h"

namespace meshcast {

namespace {

template <class Trouble>
class NetworkDisturbed : public Effect {
  public:
    NetworkDisturbed(Trouble trouble, NetworkTrouble& network)
        : trouble_(std::move(trouble)), network_(network) {}

    void begin(Time until) override {
        if constexpr (requires { trouble_.until; }) {
            trouble_.until = until;
        }
        network_.begin(trouble_);
    }

    void end() override { network_.end(trouble_); }

  private:
    Trouble trouble_;
    NetworkTrouble& network_;
};

class EndpointsFrozen : public Effect {
  public:
    explicit EndpointsFrozen(EndpointPublisher& endpoints) : endpoints_(endpoints) {}

    void begin(Time) override { endpoints_.stop(); }

    void end() override { endpoints_.go_on(); }

  private:
    EndpointPublisher& endpoints_;
};

} // namespace

std::unique_ptr<Effect> make_effect(const Partition& fault, FaultTargets& targets) {
    LinkTrouble trouble{.from = sites_of(fault.from, targets), .to = sites_of(fault.to, targets)};
    trouble.cut = true;
    return std::make_unique<NetworkDisturbed<LinkTrouble>>(std::move(trouble), targets.network);
}

std::unique_ptr<Effect> make_effect(const DisturbNetwork& fault, FaultTargets& targets) {
    LinkTrouble trouble{.from = sites_of(fault.from, targets), .to = sites_of(fault.to, targets)};
    trouble.latency = fault.latency;
    trouble.jitter = fault.jitter;
    trouble.loss = fault.loss;
    trouble.nanoseconds_per_byte = fault.bytes_per_second > 0 ? 1e9 / fault.bytes_per_second : 0;
    return std::make_unique<NetworkDisturbed<LinkTrouble>>(std::move(trouble), targets.network);
}

std::unique_ptr<Effect> make_effect(const FailDns& fault, FaultTargets& targets) {
    return std::make_unique<NetworkDisturbed<NameTrouble>>(
        NameTrouble{sites_of(fault.from, targets), fault.share, fault.takes}, targets.network);
}

std::unique_ptr<Effect> make_effect(const StopControlPlane&, FaultTargets& targets) {
    return std::make_unique<EndpointsFrozen>(targets.endpoints);
}

} // namespace meshcast
