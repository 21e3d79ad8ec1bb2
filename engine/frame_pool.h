#pragma once

#include <array>
#include <cstddef>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define MESHCAST_REUSE_FRAMES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MESHCAST_REUSE_FRAMES 0
#endif
#endif
#ifndef MESHCAST_REUSE_FRAMES
#define MESHCAST_REUSE_FRAMES 1
#endif

namespace meshcast {

namespace detail {

struct FreeFrame {
    FreeFrame* next;
};

inline constexpr bool kReuseFrames = MESHCAST_REUSE_FRAMES;
inline constexpr std::size_t kFrameGranularity = 32;
inline constexpr std::size_t kFrameClasses = 128; // frames up to 4 KiB; larger ones go to operator new

// Plain pointers, so that the hot path needs no check for initialisation.
extern constinit thread_local std::array<FreeFrame*, kFrameClasses> free_frames;

void* new_frame(std::size_t size_class);

constexpr std::size_t frame_class(std::size_t bytes) {
    return (bytes - 1) / kFrameGranularity;
}

} // namespace detail

/// Memory for coroutine frames: one free list per 32-byte size class, so that a request served in steady
/// state allocates nothing. The lists are per thread because coroutine_handle offers no way to hand an
/// allocator to frames created deep inside a model, and a simulation runs on one thread. Each block comes
/// from operator new by itself, so a simulation may be destroyed on another thread than the one that ran it.
/// Under AddressSanitizer blocks are not reused, which keeps use after free visible.
inline void* allocate_frame(std::size_t bytes) {
    const std::size_t index = detail::frame_class(bytes);
    if (!detail::kReuseFrames || index >= detail::kFrameClasses) {
        return ::operator new(bytes);
    }
    if (detail::FreeFrame* frame = detail::free_frames[index]; frame != nullptr) {
        detail::free_frames[index] = frame->next;
        return frame;
    }
    return detail::new_frame(index);
}

inline void free_frame(void* frame, std::size_t bytes) noexcept {
    const std::size_t index = detail::frame_class(bytes);
    if (!detail::kReuseFrames || index >= detail::kFrameClasses) {
        ::operator delete(frame);
        return;
    }
    detail::free_frames[index] = ::new (frame) detail::FreeFrame{detail::free_frames[index]};
}

/// Base of promise types whose frames come from the pool.
struct PooledFrame {
    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }

    static void operator delete(void* frame, std::size_t bytes) noexcept { free_frame(frame, bytes); }
};

} // namespace meshcast
