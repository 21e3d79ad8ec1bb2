#pragma once

#include "sim/model/traffic.h"

#include <optional>
#include <string_view>

namespace meshcast {

/// Why a source cannot be as it is, and what to write instead.
struct Clash {
    std::string_view why;
    std::string_view hint;
};

/// Between a source's arrival and the pattern of its rate.
std::optional<Clash> pattern_clash(const Traffic& traffic);

} // namespace meshcast
