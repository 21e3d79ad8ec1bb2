#include "engine/frame_pool.h"

namespace meshcast::detail {

constinit thread_local std::array<FreeFrame*, kFrameClasses> free_frames{};

namespace {

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

} // namespace

void* new_frame(std::size_t size_class) {
    thread_local Cleaner cleaner; // NOLINT(misc-use-internal-linkage): it has none, being local
    static_cast<void>(&cleaner);
    return ::operator new((size_class + 1) * kFrameGranularity);
}

} // namespace meshcast::detail
