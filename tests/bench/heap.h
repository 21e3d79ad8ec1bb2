#pragma once

#include <cstddef>

namespace meshcast {

/// Bytes that operator new handed out and nobody gave back, the allocator's rounding included.
std::size_t heap_in_use();

} // namespace meshcast
