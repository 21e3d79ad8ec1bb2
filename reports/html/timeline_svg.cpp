#include "reports/html/timeline_svg.h"

#include "reports/format.h"
#include "reports/html/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace meshcast {

namespace {

constexpr double kWidth = 1100;
constexpr double kLeft = 12;
constexpr double kRight = 34; // half of the last time
constexpr double kRow = 30;
constexpr double kTop = 8;
constexpr double kAxis = 30;            // height below the events
constexpr std::size_t kMostEvents = 40; // that a page shows well

std::string_view name_of(TimelineEvent::Kind kind) {
    switch (kind) {
    case TimelineEvent::Kind::Fault:
        return "fault";
    case TimelineEvent::Kind::Change:
        return "change";
    case TimelineEvent::Kind::Rollout:
        return "rollout";
    }
    return "fault";
}

/// Between ticks: 1, 2, 5, 10, 15 or 30 seconds, minutes or hours, for at most ten of them.
Duration tick_step(Duration run) {
    constexpr std::array kSteps{1, 2, 5, 10, 15, 30};
    for (const Duration unit : {Duration(std::chrono::milliseconds(1)),
                                Duration(std::chrono::milliseconds(100)), Duration(std::chrono::seconds(1)),
                                Duration(std::chrono::minutes(1)), Duration(std::chrono::hours(1))}) {
        for (const int step : kSteps) {
            if (unit * step * 10 >= run) {
                return unit * step;
            }
        }
    }
    return run / 10;
}

class TimelineDrawing {
  public:
    TimelineDrawing(Duration run, std::size_t rows)
        : run_(run), bottom_(kTop + kRow * static_cast<double>(rows)) {}

    std::string draw(std::span<const TimelineEvent> events, Duration warmup) {
        out_ = fmt::format(R"(<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-label="Timeline">)",
                           kWidth, bottom_ + kAxis);
        if (warmup > Duration{}) {
            out_ += fmt::format(
                R"(<rect class="warmup" x="{:.1f}" y="0" width="{:.1f}" height="{:.1f}"><title>warm-up, left out</title></rect>)",
                kLeft, at(warmup) - kLeft, bottom_);
        }
        axis();
        for (std::size_t i = 0; i < events.size(); ++i) {
            event(events[i], kTop + kRow * (static_cast<double>(i) + 0.5));
        }
        return out_ + "</svg>";
    }

  private:
    double at(Duration time) const {
        const double share = std::clamp(to_seconds(time) / to_seconds(run_), 0.0, 1.0);
        return kLeft + share * (kWidth - kLeft - kRight);
    }

    void axis() {
        const Duration step = tick_step(run_);
        for (Duration time{}; time <= run_; time += step) {
            const double x = at(time);
            out_ += fmt::format(
                R"(<path class="tick" d="M{0:.1f},0 V{1:.1f}"/><text class="time" x="{0:.1f}" y="{2:.1f}">{3}</text>)",
                x, bottom_ + 5, bottom_ + 21, time == Duration{} ? "0" : format_exact(time));
        }
        out_ += fmt::format(R"(<path class="axis" d="M{:.1f},{:.1f} H{:.1f}"/>)", kLeft, bottom_,
                            kWidth - kRight);
    }

    /// The text stands right of where it begins, else left of it where there is more room.
    void event(const TimelineEvent& event, double y) {
        const double x = at(event.at);
        const bool to_the_left = x > kWidth * 0.6;
        out_ += fmt::format(R"(<g class="{}">)", name_of(event.kind));
        if (event.until) {
            out_ +=
                fmt::format(R"(<rect class="span" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)", x,
                            y - 11, std::max(2.0, at(*event.until) - x), 22.0);
        }
        const std::string until = event.until ? "–" + format_exact(*event.until) : "";
        out_ += fmt::format(
            R"(<path class="mark" d="M{0:.1f},{1:.1f} V{2:.1f}"/><circle cx="{0:.1f}" cy="{1:.1f}" r="4"/><text x="{3:.1f}" y="{4:.1f}"{5}><tspan class="when">{6}{7}</tspan> {8}</text></g>)",
            x, y, bottom_, to_the_left ? x - 9 : x + 9, y + 4.5, to_the_left ? R"( text-anchor="end")" : "",
            format_exact(event.at), until, html_escaped(event.text));
    }

    Duration run_;
    double bottom_;
    std::string out_;
};

} // namespace

std::string timeline_svg(std::span<const TimelineEvent> events, Duration run, Duration warmup) {
    events = events.first(std::min(events.size(), kMostEvents));
    return events.empty() || run <= Duration{} ? std::string()
                                               : TimelineDrawing(run, events.size()).draw(events, warmup);
}

} // namespace meshcast
