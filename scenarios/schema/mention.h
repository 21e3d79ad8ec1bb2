#pragma once

#include "scenarios/schema/codec.h"

#include <string>

namespace meshcast {

/// A word that names something elsewhere, and where it was written.
struct Reference {
    std::string text;
    Origin origin;
};

template <>
struct Codec<Reference> {
    static bool read(ReadContext&, const yaml::Node&, Reference&);
    static Json schema(Definitions&);

    static Json write(const Reference&) { return nullptr; }
};

} // namespace meshcast
