#include "tests/engine/counting_new.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> calls = 0;
std::atomic<std::size_t> in_use = 0;

void* counted(std::size_t bytes) {
    void* memory = std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    calls.fetch_add(1, std::memory_order_relaxed);
    in_use.fetch_add(malloc_usable_size(memory), std::memory_order_relaxed);
    return memory;
}

void give_back(void* memory) {
    in_use.fetch_sub(malloc_usable_size(memory), std::memory_order_relaxed);
    std::free(memory);
}

} // namespace

void* operator new(std::size_t bytes) {
    return counted(bytes);
}

void* operator new[](std::size_t bytes) {
    return counted(bytes);
}

void operator delete(void* memory) noexcept {
    give_back(memory);
}

void operator delete[](void* memory) noexcept {
    give_back(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
    give_back(memory);
}

namespace meshcast {

std::size_t allocations() {
    return calls.load(std::memory_order_relaxed);
}

std::size_t heap_in_use() {
    return in_use.load(std::memory_order_relaxed);
}

} // namespace meshcast
