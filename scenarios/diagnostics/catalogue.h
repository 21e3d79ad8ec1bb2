#pragma once

#include "scenarios/diagnostics/analysis_messages.h"
#include "scenarios/diagnostics/authorization_messages.h"
#include "scenarios/diagnostics/certificate_messages.h"
#include "scenarios/diagnostics/change_messages.h"
#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/diagnostics/isotope_messages.h"
#include "scenarios/diagnostics/kubernetes_messages.h"
#include "scenarios/diagnostics/mesh_messages.h"
#include "scenarios/diagnostics/routing_messages.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/security_istio_messages.h"
#include "scenarios/diagnostics/security_network_messages.h"
#include "scenarios/diagnostics/source_messages.h"

#include <fmt/format.h>

#include <span>
#include <string>

/// Every diagnostic meshcast can give. 00xx files and syntax, 01xx references, 02xx units and values, 03xx
/// capacity, 04xx traffic, 05xx thresholds, 06xx security and what changes during a run, 07xx and 08xx
/// analysis, 09xx deprecated and unmodelled. A code is never used for anything else. To add one: an entry in
/// the header of its subject, and a line in catalogue.cpp.
namespace meshcast {

/// The whole catalogue, in order of code.
std::span<const Message* const> catalogue();

/// The catalogue's words with their blanks filled in. As many arguments as the text has blanks, of a fitting
/// type.
template <class... Values>
std::string fill(const Message& message, const Values&... values) {
    return fmt::format(fmt::runtime(message.text), values...);
}

} // namespace meshcast
