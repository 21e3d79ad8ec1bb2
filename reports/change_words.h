#pragma once

#include "sim/telemetry/change.h"

#include <string>
#include <string_view>

namespace meshcast {

std::string_view name_of(OutlookChange::Kind kind);  // "newly-denied", for programs
std::string_view title_of(OutlookChange::Kind kind); // "Newly denied"

std::string_view name_of(Concern concern); // "outcome"

std::string text_of(const RequestKind& request); // "shop/cart to shop/payments:80 GET /cards"

/// One side of a change: what it comes to, and which object says so.
struct Side {
    std::string what;   // "denied 403", "v1 90 %, v2 10 %"
    std::string object; // "VirtualService shop/cart"; empty: none, or a default
    Origin origin;      // line 0: not from a file
    std::string because;
};

/// In the respect of `kind`.
Side side_of(OutlookChange::Kind kind, const Outlook& outlook);

} // namespace meshcast
