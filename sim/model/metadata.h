#pragma once

#include "sim/model/origin.h"

#include <map>
#include <string>

namespace meshcast {

using Labels = std::map<std::string, std::string, std::less<>>;

struct Metadata {
    std::string name;
    std::string name_space = "default";
    Labels labels;
    Labels annotations;
    Origin origin;
};

} // namespace meshcast
