#include "engine/frame_pool.h"

#include <array>
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

namespace {

constexpr bool kReuse = MESHCAST_REUSE_FRAMES;
constexpr std::size_t kGranularity = 64;
constexpr std::size_t kClasses = 64; // frames up to 4 KiB; larger ones go to operator new

struct FreeFrame {
    FreeFrame* next;
};

// Plain pointers, so that the hot path needs no check for initialisation.
constinit thread_local std::array<FreeFrame*, kClasses> free_frames{};

/// Gives the free lists back when the thread ends.
struct Cleaner {
    ~Cleaner() {
        for (FreeFrame*& head : free_frames) {
            while (head != nullptr) {
                FreeFrame* next = head->next;
                ::operator delete(head);
                head = next;
            }
        }
    }
};

std::size_t size_class(std::size_t bytes) {
    return (bytes - 1) / kGranularity;
}

} // namespace

void* allocate_frame(std::size_t bytes) {
    const std::size_t index = size_class(bytes);
    if (!kReuse || index >= kClasses) {
        return ::operator new(bytes);
    }
    if (FreeFrame* frame = free_frames[index]; frame != nullptr) {
        free_frames[index] = frame->next;
        return frame;
    }
    thread_local Cleaner cleaner; // NOLINT(misc-use-internal-linkage): it has none, being local
    static_cast<void>(&cleaner);
    return ::operator new((index + 1) * kGranularity);
}

void free_frame(void* frame, std::size_t bytes) noexcept {
    const std::size_t index = size_class(bytes);
    if (!kReuse || index >= kClasses) {
        ::operator delete(frame);
        return;
    }
    free_frames[index] = ::new (frame) FreeFrame{free_frames[index]};
}

} // namespace meshcast
