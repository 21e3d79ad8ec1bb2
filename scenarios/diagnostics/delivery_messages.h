#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of objects that roll new versions out. catalogue.h says how codes
/// are given.
namespace meshcast::message {

inline constexpr Message RolloutTargetMissing{
    "MS0670", Severity::Warning, "RolloutTargetMissing", "{} {}: there is no {} in namespace {}",
    "Nothing is rolled out. The objects that a roll-out names must be among the manifests."};
inline constexpr Message RolloutFieldLeftOut{
    "MS0671", Severity::Warning, "RolloutFieldLeftOut", "{} is not modelled; left out",
    "The roll-out goes on as if it were not there. Success rates and durations can be checked: name the "
    "canary under `rollouts` in a scenario."};
inline constexpr Message RolloutNotRouted{
    "MS0672", Severity::Warning, "RolloutNotRouted", "Rollout {} splits traffic by its number of pods only",
    "Roll-outs that a route carries out are simulated; this one is read as the workload it is."};

} // namespace meshcast::message
