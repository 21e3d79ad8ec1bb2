#pragma once

#include "sim/model/route_rule.h"

#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

/// ASCII, case aside.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// The value of a header, several ones joined by commas as Envoy does; nullopt where there is none.
std::optional<std::string> find_header(const HeaderValues& headers, std::string_view name);

} // namespace meshcast
