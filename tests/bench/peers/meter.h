#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <string>

namespace meshcast::peers {

/// The model of tests/bench/hand_written_chain.h at a load of 0.8, in mean service times.
struct Model {
    std::size_t stations;
    std::size_t servers;
    double mean_gap;
    double mean_sojourn; // by theory
};

/// What every program here is asked, measures and prints: PROGRAM mm1|chain REQUESTS. After a warm-up as long
/// as that of chain_benchmark.cpp it takes the CPU time of so many requests; the mean is over all.
class Meter {
  public:
    Meter(int argc, char** argv) {
        if (argc != 3) {
            throw std::invalid_argument("usage: PROGRAM mm1|chain REQUESTS");
        }
        name_ = argv[1];
        timed_ = std::stoull(argv[2]);
    }

    Model model() const {
        if (name_ == "mm1") {
            return {1, 1, 1.25, 5};
        }
        if (name_ == "chain") {
            return {3, 4, 0.3125, 5.2366};
        }
        throw std::invalid_argument("no model " + name_);
    }

    /// A request has left, so many mean service times after it came.
    void finish(double sojourn) {
        sojourns_ += sojourn;
        ++finished_;
        if (finished_ == kWarmup) {
            from_ = std::clock();
        } else if (finished_ == kWarmup + timed_) {
            to_ = std::clock();
            mean_ = sojourns_ / static_cast<double>(finished_);
        }
    }

    bool done() const { return finished_ >= kWarmup + timed_; }

    /// Prints a line of JSON; the exit code says whether the mean is what it should be.
    int report(const std::string& peer, const std::string& version) const {
        const double seconds = static_cast<double>(to_ - from_) / CLOCKS_PER_SEC;
        std::printf("{\"peer\": \"%s\", \"version\": \"%s\", \"model\": \"%s\", \"requests\": %llu, "
                    "\"cpu_seconds\": %.3f, \"requests_per_second\": %.0f, \"mean\": %.6f}\n",
                    peer.c_str(), version.c_str(), name_.c_str(), static_cast<unsigned long long>(timed_),
                    seconds, static_cast<double>(timed_) / seconds, mean_);
        return std::abs(mean_ / model().mean_sojourn - 1) < 0.05 ? 0 : 1;
    }

  private:
    static constexpr std::uint64_t kWarmup = 50'000;

    std::string name_;
    std::uint64_t timed_ = 0;
    std::uint64_t finished_ = 0;
    double sojourns_ = 0;
    double mean_ = 0;
    std::clock_t from_ = 0;
    std::clock_t to_ = 0;
};

} // namespace meshcast::peers
