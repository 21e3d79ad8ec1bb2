#pragma once

#include "sim/model/permission.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace meshcast {

std::string in_short(const Permission& decision); // "allowed, mTLS", "denied 403", "reset"

std::string place_of(const Origin& origin); // "policy.yaml:12"; empty: not from a file

nlohmann::ordered_json permission_json(const Permission& decision);

} // namespace meshcast
