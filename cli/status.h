#pragma once

#include "sim/experiment/experiment.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace meshcast {

/// What a person is shown while a simulation runs.
class Status {
  public:
    virtual ~Status() = default;

    virtual void progress(const ExperimentProgress& progress) = 0;

    /// The simulation is over; what must not stay on the screen goes.
    virtual void finish() = 0;
};

enum class StatusStyle {
    None,
    Line,  // one line that is redrawn, for a terminal
    Lines, // a whole line now and then, for a pipe or a log
};

/// Wall time since some fixed moment.
using WallClock = std::function<std::chrono::milliseconds()>;

/// `write` is called with text for standard error; `width` is that of the terminal.
std::unique_ptr<Status> make_status(StatusStyle style, std::function<void(std::string_view)> write,
                                    WallClock clock, int width);

/// "istio-ambient  run 13/30  42 %  1m30s simulated  3,210,000 events/s  12 s left"
std::string describe_progress(const ExperimentProgress& progress, std::chrono::milliseconds elapsed);

} // namespace meshcast
