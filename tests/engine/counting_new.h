#pragma once

#include <cstddef>

namespace meshcast {

/// Calls of operator new so far. Linking counting_new.cpp replaces it, for programs of one thread.
std::size_t allocations();

} // namespace meshcast
