#pragma once

#include "sim/experiment/experiment.h"

#include <mutex>

namespace meshcast {

/// Adds up what the workers report and passes it on, one call at a time.
class ProgressMeter {
  public:
    /// `progress` may be empty and must outlive the meter.
    explicit ProgressMeter(const std::function<void(const ExperimentProgress&)>& progress)
        : tell_(progress) {}

    /// More work than was known so far: the share that is done goes back.
    void expect(std::size_t runs, Duration simulated);

    /// What one run, or its pilot, passes its progress to.
    RunProgress of(const std::string& plane);

    void run_done();

  private:
    void advance(const std::string& plane, Duration simulated, std::uint64_t events);

    const std::function<void(const ExperimentProgress&)>& tell_;
    std::mutex mutex_;
    double total_ = 0; // simulated seconds
    ExperimentProgress progress_;
};

} // namespace meshcast
