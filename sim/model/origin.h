#pragma once

#include <string>

namespace meshcast {

/// Where in the user's files something was declared. Lines and columns count from 1; 0 means "not from a
/// file".
struct Origin {
    std::string file;
    int line = 0;
    int column = 0;

    friend bool operator==(const Origin&, const Origin&) = default;
};

} // namespace meshcast
