#include "tests/validation/coverage.h"

#include "engine/random.h"
#include "engine/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace meshcast::validation {

namespace {

/// Waits of an M/M/1 with a load of 0.5 and arrivals one time unit apart, by Lindley's recursion W' = max(0,
/// W + S - A) (1952), from the steady state on: W is 0 with probability 1 - rho, else exponential with mean
/// s / (1 - rho).
class Waits {
  public:
    Waits(std::uint64_t trial, std::uint64_t replication, double service = 0.5)
        : random_(trial, replication, "coverage", "waits"), service_(service) {
        const bool waits = random_.bernoulli(service);
        const double first = random_.standard_exponential() * service / (1 - service);
        wait_ = waits ? first : 0;
    }

    double next() {
        const double wait = wait_;
        const double served = service_ * random_.standard_exponential();
        wait_ = std::max(0.0, wait + served - random_.standard_exponential());
        return wait;
    }

    double mean_of(int count) {
        double sum = 0;
        for (int i = 0; i < count; ++i) {
            sum += next();
        }
        return sum / count;
    }

  private:
    RandomStream random_;
    double service_;
    double wait_;
};

/// rho s / (1 - rho); the rate of arrivals is 1, so rho = s.
constexpr double true_wait(double service = 0.5) {
    return service * service / (1 - service);
}

bool covers(const Interval& interval, double truth) {
    return interval.low() <= truth && truth <= interval.high();
}

template <class MakeInterval>
std::uint64_t count_covering(std::uint64_t intervals, double truth, MakeInterval make) {
    std::uint64_t covered = 0;
    for (std::uint64_t trial = 0; trial < intervals; ++trial) {
        covered += covers(make(trial), truth) ? 1 : 0;
    }
    return covered;
}

std::uint64_t student(std::uint64_t intervals) {
    return count_covering(intervals, true_wait(), [](std::uint64_t trial) {
        std::array<double, 10> means{};
        for (std::size_t i = 0; i < means.size(); ++i) {
            means[i] = Waits(trial, i).mean_of(1000);
        }
        return student_t_interval(means);
    });
}

template <int kBatch>
std::uint64_t batches(std::uint64_t intervals) {
    return count_covering(intervals, true_wait(), [](std::uint64_t trial) {
        Waits waits(trial, 0);
        std::vector<double> run(20 * kBatch);
        std::ranges::generate(run, [&] { return waits.next(); });
        return batch_means(run, 20);
    });
}

/// A server of 0.5 less one of 0.4, on the same random numbers.
std::uint64_t paired(std::uint64_t intervals) {
    return count_covering(intervals, true_wait() - true_wait(0.4), [](std::uint64_t trial) {
        std::array<double, 10> slow{};
        std::array<double, 10> fast{};
        for (std::size_t i = 0; i < slow.size(); ++i) {
            slow[i] = Waits(trial, i).mean_of(1000);
            fast[i] = Waits(trial, i, 0.4).mean_of(1000);
        }
        return paired_difference(slow, fast);
    });
}

constexpr std::array kCoverages{
    Coverage{"`student_t_interval`", "10 replications of 1000 customers", true, student},
    Coverage{"`batch_means`", "20 batches of 1000 customers", true, batches<1000>},
    Coverage{"`paired_difference`", "10 pairs of 1000 customers, common random numbers", true, paired},
    Coverage{"`batch_means`", "20 batches of 10 customers: far too short", false, batches<10>},
};

} // namespace

std::span<const Coverage> coverages() {
    return kCoverages;
}

std::string coverage_head() {
    return "| interval | over | intervals | hold the true mean |\n| --- | --- | --- | --- |\n";
}

std::string coverage_row(const Coverage& of, std::uint64_t covered) {
    return fmt::format("| {} | {} | {} | {:.1f} % |\n", of.interval, of.over, kIntervals,
                       100 * static_cast<double>(covered) / static_cast<double>(kIntervals));
}

} // namespace meshcast::validation
