#pragma once

#include "scenarios/schema/declarations.h"

#include <string>
#include <vector>

namespace meshcast {

/// A file of kind Prices.
struct PricesDocument : Prices {
    std::string description;
};

template <>
struct Declaration<PricesDocument> {
    static const Object<PricesDocument>& object();
};

} // namespace meshcast
