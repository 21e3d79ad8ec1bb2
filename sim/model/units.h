#pragma once

#include <compare>
#include <cstdint>

namespace meshcast {

/// An amount of data or memory. Never a bare integer, so that it cannot be mistaken for a count or a time.
struct Bytes {
    std::int64_t count = 0;

    friend constexpr auto operator<=>(Bytes, Bytes) = default;

    friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.count + b.count}; }

    friend constexpr Bytes operator*(Bytes a, std::int64_t times) { return {a.count * times}; }

    constexpr Bytes& operator+=(Bytes other) {
        count += other.count;
        return *this;
    }
};

constexpr Bytes kibibytes(std::int64_t n) {
    return {n * 1024};
}

constexpr Bytes mebibytes(std::int64_t n) {
    return {n * 1024 * 1024};
}

/// Thousandths of a CPU core, Kubernetes' unit of CPU requests and limits.
struct MilliCpu {
    std::int64_t count = 0;

    friend constexpr auto operator<=>(MilliCpu, MilliCpu) = default;

    friend constexpr MilliCpu operator+(MilliCpu a, MilliCpu b) { return {a.count + b.count}; }

    friend constexpr MilliCpu operator*(MilliCpu a, std::int64_t times) { return {a.count * times}; }

    constexpr MilliCpu& operator+=(MilliCpu other) {
        count += other.count;
        return *this;
    }

    constexpr double cores() const { return static_cast<double>(count) / 1000.0; }
};

/// Events per second of simulated time.
struct Rate {
    double per_second = 0;

    friend constexpr auto operator<=>(Rate, Rate) = default;
};

} // namespace meshcast
