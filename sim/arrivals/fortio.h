#pragma once

#include "sim/arrivals/arrivals.h"

#include <cstdint>
#include <span>
#include <vector>

namespace meshcast::fortio {

/// How many calls a run makes, and over how many connections.
struct Plan {
    int threads = 1;
    std::int64_t calls_per_thread = 0;
    std::int64_t left_over = 0; // the first thread's, of an exact number of calls
    double per_second = 0;

    std::int64_t calls() const { return calls_per_thread * threads + left_over; }

    /// When thread 0's call `index`, from 0, is due: the calls are stretched to fill the whole time, so that
    /// the last is due when it is over. Exact numbers of calls without a duration are not stretched.
    Duration due(std::int64_t index) const;

    bool stretched = true;
};

/// fortio -qps with -t: at least two calls in all and two a thread, else fewer threads, and what does not
/// divide by the threads is not made. https://github.com/fortio/fortio/blob/master/periodic/periodic.go
/// (runQPSSetup, runOne)
Plan plan(double per_second, Duration duration, int threads);

/// fortio -qps with -n. fortio keeps its default duration of 5 s then, so it stretches the calls too.
Plan plan_exactly(double per_second, std::int64_t calls, int threads);

enum class Pacing : std::uint8_t {
    Burst,   // all connections start together (the default)
    Uniform, // staggered over one period (-uniform)
    Jitter,  // together, but each sleep is up to 10 % longer or shorter (-jitter)
};

/// The calls of all of fortio's connections, as if each reply came at once.
class Arrivals final : public ArrivalProcess {
  public:
    /// No end, so nothing is stretched: a connection's call i is due at i x connections / rate.
    Arrivals(double per_second, int connections, Pacing pacing);

    Arrivals(const Plan& plan, Pacing pacing);

    std::optional<Arrival> next(RandomStream& random) override;

  private:
    struct Connection {
        Duration at;   // of its next call
        Duration from; // what due times count from
        std::uint32_t index;
        std::int64_t calls;
    };

    static bool comes_later(const Connection& a, const Connection& b);
    void start_connections();
    bool advance(Connection& connection, RandomStream& random) const;

    Plan plan_;
    Pacing pacing_;
    bool endless_;
    std::vector<Connection> connections_; // a heap, the next call first
};

/// A bucket of a result's histogram.
struct Bucket {
    double start = 0;
    double end = 0;
    double percent = 0; // cumulative
    std::int64_t count = 0;
};

/// A percentile as fortio takes it from its histogram: linear within a bucket, the smallest value standing
/// for the first call. https://github.com/fortio/fortio/blob/master/stats/stats.go (CalcPercentile)
double percentile(std::span<const Bucket> buckets, double min, double max, double percentile);

} // namespace meshcast::fortio
