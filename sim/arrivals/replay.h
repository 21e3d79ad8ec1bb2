#pragma once

#include "sim/arrivals/arrivals.h"
#include "sim/arrivals/rate_curve.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meshcast {

/// What is wrong with a CSV text, and where.
struct ReplayFault {
    int line = 0; // from 1
    std::string message;
};

/// Rows "seconds,requests per second": each rate holds until the next row's time. A first row that is not
/// numbers is a header; empty rows and rows that start with # are left out.
tl::expected<RateCurve, ReplayFault> read_rates(std::string_view csv,
                                                RateCurve::After after = RateCurve::After::Stop);

/// Recorded requests: rows "seconds,operation", or only "seconds" for the usual operation, by time.
struct Recording {
    std::vector<Arrival> arrivals;
    std::vector<std::string> operations; // what Arrival::operation is an index of
};

tl::expected<Recording, ReplayFault> read_recording(std::string_view csv);

/// Starts requests when the recorded ones started.
class ReplayedArrivals final : public ArrivalProcess {
  public:
    explicit ReplayedArrivals(std::vector<Arrival> arrivals) : arrivals_(std::move(arrivals)) {}

    std::optional<Arrival> next(RandomStream& random) override;

  private:
    std::vector<Arrival> arrivals_;
    std::size_t next_ = 0;
};

} // namespace meshcast
