#pragma once

#include <cstddef>

namespace meshcast {

/// Memory for coroutine frames: one free list per 64-byte size class, so that a request served in steady
/// state allocates nothing. The lists are per thread because coroutine_handle offers no way to hand an
/// allocator to frames created deep inside a model, and a simulation runs on one thread. Each block comes
/// from operator new by itself, so a simulation may be destroyed on another thread than the one that ran it.
/// Under AddressSanitizer blocks are not reused, which keeps use after free visible.
void* allocate_frame(std::size_t bytes);
void free_frame(void* frame, std::size_t bytes) noexcept;

/// Base of promise types whose frames come from the pool.
struct PooledFrame {
    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }

    static void operator delete(void* frame, std::size_t bytes) noexcept { free_frame(frame, bytes); }
};

} // namespace meshcast
