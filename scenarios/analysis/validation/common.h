#pragma once

#include "scenarios/analysis/validation/schema.h"

/// Pieces that several kinds have in common.
namespace meshcast::analysis {

Schema port_number();         // 1 to 65535
Schema duration();            // "1.5s", at least 1ms
Schema workload_selector();   // matchLabels
Schema networking_selector(); // labels
Schema target_reference();
Schema target_references();
Schema export_to();
Schema string_match();   // exact, prefix or regex
Schema workload_entry(); // an endpoint of a ServiceEntry, too
Schema destination();
Schema percentage(); // {value: 12.5}

/// At most one of selector, targetRef and targetRefs.
bool one_way_to_select(const Peek& spec);

inline constexpr std::string_view kOneWayToSelect = "only one of targetRefs or selector can be set";

} // namespace meshcast::analysis
