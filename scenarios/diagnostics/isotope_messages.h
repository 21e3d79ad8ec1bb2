#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of isotope's service graphs. catalogue.h says how codes are given.
namespace meshcast::message {

inline constexpr Message IsotopeUndefinedService{
    "MS0150", Severity::Error, "IsotopeUndefinedService",
    "a call to service \"{}\", which the graph does not define",
    "isotope refuses the graph. Add the service, or correct the name."};
inline constexpr Message IsotopeRepeatedService{
    "MS0151", Severity::Error, "IsotopeRepeatedService", "service \"{}\" is defined again, first in line {}",
    "The two would become one Deployment of that name. Rename or remove one."};
inline constexpr Message IsotopeNestedConcurrent{
    "MS0152", Severity::Error, "IsotopeNestedConcurrent", "a list inside a list of concurrent commands",
    "A list in a script runs its commands at once; isotope allows one level of it."};
inline constexpr Message IsotopeCommand{"MS0153", Severity::Error, "IsotopeCommand", "{}",
                                        "A command of an isotope script is `call: name` or `sleep: 10ms`."};
inline constexpr Message IsotopeUnknownField{"MS0154", Severity::Warning, "IsotopeUnknownField",
                                             "isotope knows no field {}; it has no effect",
                                             "isotope ignores fields it does not know."};

} // namespace meshcast::message
