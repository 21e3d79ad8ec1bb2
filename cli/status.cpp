#include "cli/status.h"

#include "reports/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace meshcast {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRedrawEvery{100};
constexpr milliseconds kLineEvery{10'000};
constexpr std::string_view kClearLine = "\r\033[K";

class NoStatus : public Status {
  public:
    void progress(const ExperimentProgress&) override {}

    void finish() override {}
};

/// Shares the clock: elapsed time, and whether it is time to speak again.
class TimedStatus : public Status {
  public:
    TimedStatus(std::function<void(std::string_view)> write, WallClock clock, milliseconds every)
        : write_(std::move(write)),
          clock_(std::move(clock)),
          every_(every),
          started_(clock_()),
          spoke_(started_) {}

  protected:
    void write(std::string_view text) const { write_(text); }

    /// Time since the start, when the last time it said so is long enough ago.
    std::optional<milliseconds> due() {
        const milliseconds now = clock_();
        if (now - spoke_ < every_) {
            return std::nullopt;
        }
        spoke_ = now;
        return now - started_;
    }

  private:
    std::function<void(std::string_view)> write_;
    WallClock clock_;
    milliseconds every_;
    milliseconds started_;
    milliseconds spoke_;
};

class StatusLine : public TimedStatus {
  public:
    StatusLine(std::function<void(std::string_view)> write, WallClock clock, int width)
        : TimedStatus(std::move(write), std::move(clock), kRedrawEvery),
          room_(static_cast<std::size_t>(std::max(width - 1, 1))) {}

    void progress(const ExperimentProgress& progress) override {
        if (const auto elapsed = due()) {
            write(fmt::format("{}{:.{}}", kClearLine, describe_progress(progress, *elapsed), room_));
            drawn_ = true;
        }
    }

    void finish() override {
        if (drawn_) {
            write(kClearLine);
        }
    }

  private:
    std::size_t room_; // columns; a full last column would wrap
    bool drawn_ = false;
};

class StatusLines : public TimedStatus {
  public:
    StatusLines(std::function<void(std::string_view)> write, WallClock clock)
        : TimedStatus(std::move(write), std::move(clock), kLineEvery) {}

    void progress(const ExperimentProgress& progress) override {
        if (const auto elapsed = due()) {
            write(describe_progress(progress, *elapsed) + "\n");
        }
    }

    void finish() override {}
};

} // namespace

std::unique_ptr<Status> make_status(StatusStyle style, std::function<void(std::string_view)> write,
                                    WallClock clock, int width) {
    switch (style) {
    case StatusStyle::Line:
        return std::make_unique<StatusLine>(std::move(write), std::move(clock), width);
    case StatusStyle::Lines:
        return std::make_unique<StatusLines>(std::move(write), std::move(clock));
    case StatusStyle::None:
        break;
    }
    return std::make_unique<NoStatus>();
}

std::string describe_progress(const ExperimentProgress& progress, milliseconds elapsed) {
    const double seconds = std::chrono::duration<double>(elapsed).count();
    const double fraction = std::clamp(progress.done_fraction, 0.0, 1.0);
    const int run = std::min(progress.runs_done + 1, progress.runs_total);
    std::string text =
        fmt::format("{}  run {}/{}  {:.0f} %  {} simulated", progress.plane, run, progress.runs_total,
                    std::floor(fraction * 100),
                    format_exact(std::chrono::floor<std::chrono::seconds>(progress.simulated)));
    if (seconds > 0) {
        const double rate = std::round(static_cast<double>(progress.events) / seconds);
        text += fmt::format("  {} events/s", format_count(static_cast<std::uint64_t>(rate)));
    }
    if (fraction > 0 && seconds > 0) {
        const double left = std::ceil(seconds * (1 - fraction) / fraction);
        text += fmt::format("  {} left", format_exact(from_seconds(left)));
    }
    return text;
}

} // namespace meshcast
