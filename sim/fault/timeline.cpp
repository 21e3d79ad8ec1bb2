#include "sim/fault/timeline.h"

#include "sim/telemetry/event_kind.h"

#include <variant>

namespace meshcast {

FaultTimeline::FaultTimeline(std::span<const TimedFault> faults, FaultTargets targets)
    : faults_(faults), targets_(targets) {
    for (const TimedFault& fault : faults) {
        effects_.push_back(std::visit(
            [&](const auto& what) -> std::unique_ptr<Effect> {
                if constexpr (requires { make_effect(what, targets_); }) {
                    return make_effect(what, targets_);
                } else {
                    return nullptr; // load generators know of surges themselves
                }
            },
            fault.what));
    }
}

void FaultTimeline::start() {
    for (std::size_t i = 0; i < effects_.size(); ++i) {
        if (effects_[i] != nullptr) {
            targets_.simulation.spawn(run(i));
        }
    }
}

Task<> FaultTimeline::run(std::size_t number) {
    const TimedFault& fault = faults_[number];
    Simulation& simulation = targets_.simulation;
    co_await simulation.elapse(fault.at);
    note(simulation, EventKind::FaultBegan, static_cast<std::uint32_t>(number));
    const Time until = fault.lasts ? time_after(simulation.now(), *fault.lasts) : kForever;
    effects_[number]->begin(until);
    if (until == kForever) {
        co_return;
    }
    co_await simulation.elapse(*fault.lasts);
    note(simulation, EventKind::FaultEnded, static_cast<std::uint32_t>(number));
    effects_[number]->end();
}

} // namespace meshcast
