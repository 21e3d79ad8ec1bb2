#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of what changes while a scenario runs. catalogue.h says how codes
/// are given.
namespace meshcast::message {

inline constexpr Message ChangeNotSimulated{
    "MS0660", Severity::Warning, "ChangeNotSimulated", "{} cannot {} while the scenario runs; left out",
    "Routes, gateways, ServiceEntries, Sidecars and destination policies can change. Workloads, services and "
    "policies of who may talk stay as they are at first; kill, slow and rollouts change pods."};
inline constexpr Message NothingToDelete{
    "MS0661", Severity::Error, "NothingToDelete", "there is no {} to delete at that time",
    "An object is named by its kind, and its name or namespace/name: VirtualService shop/reviews."};
inline constexpr Message ChangesNothing{"MS0662", Severity::Warning, "ChangesNothing",
                                        "this change leaves everything as it was",
                                        "What is applied equals what is declared already."};

} // namespace meshcast::message
