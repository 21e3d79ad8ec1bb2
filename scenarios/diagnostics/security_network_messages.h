#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of network policies. catalogue.h says how codes are given.
namespace meshcast::message {

inline constexpr Message PolicyFieldNotModelled{"MS0600", Severity::Warning, "PolicyFieldNotModelled",
                                                "{} is not modelled; here it matches nothing",
                                                "Its value comes from outside the manifests, or from a "
                                                "system's older version. Decisions on this rule may "
                                                "differ from those of the cluster."};

} // namespace meshcast::message
