#pragma once

#include <cstddef>

namespace meshcast {

/// Linking counting_new.cpp replaces operator new by one that counts.

/// Calls so far.
std::size_t allocations();

/// Bytes handed out and not given back, the allocator's rounding included.
std::size_t heap_in_use();

} // namespace meshcast
