#include "sim/arrivals/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace meshcast {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = text.find_first_not_of(kBlank);
    return first == text.npos ? std::string_view{}
                              : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// A finite number that is not negative.
std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) && value >= 0 ? std::optional(value) : std::nullopt;
}

struct Row {
    int line;
    double seconds;
    std::string_view rest; // after the first comma
};

/// The rows by time, from 0 on; later ones than 292 years are refused.
tl::expected<std::vector<Row>, ReplayFault> read_rows(std::string_view csv) {
    constexpr double kLatest = 9e9;
    std::vector<Row> rows;
    int line = 0;
    bool may_be_header = true;
    while (!csv.empty()) {
        const std::size_t end = csv.find('\n');
        const std::string_view text = trimmed(csv.substr(0, end));
        csv = end == csv.npos ? std::string_view{} : csv.substr(end + 1);
        ++line;
        if (text.empty() || text.front() == '#') {
            continue;
        }
        const std::size_t comma = text.find(',');
        const std::string_view first = trimmed(text.substr(0, comma));
        const std::optional<double> seconds = number(first);
        const bool header = may_be_header && !seconds;
        may_be_header = false;
        if (header) {
            continue;
        }
        if (!seconds || *seconds > kLatest) {
            return tl::unexpected(ReplayFault{line, fmt::format("'{}' is no time in seconds", first)});
        }
        if (!rows.empty() && *seconds < rows.back().seconds) {
            return tl::unexpected(ReplayFault{line, fmt::format("{} s comes after {} s: rows must be by time",
                                                                *seconds, rows.back().seconds)});
        }
        rows.push_back(
            {line, *seconds, comma == text.npos ? std::string_view{} : trimmed(text.substr(comma + 1))});
    }
    if (rows.empty()) {
        return tl::unexpected(ReplayFault{std::max(line, 1), "no row with a time"});
    }
    return rows;
}

} // namespace

tl::expected<RateCurve, ReplayFault> read_rates(std::string_view csv, RateCurve::After after) {
    const auto rows = read_rows(csv);
    if (!rows) {
        return tl::unexpected(rows.error());
    }
    std::vector<RateCurve::Point> points;
    for (const Row& row : *rows) {
        const std::optional<double> rate = number(row.rest);
        if (!rate) {
            return tl::unexpected(
                ReplayFault{row.line, fmt::format("'{}' is no rate in requests per second", row.rest)});
        }
        points.push_back({from_seconds(row.seconds), *rate});
    }
    return RateCurve(std::move(points), RateCurve::Between::Hold, after);
}

tl::expected<Recording, ReplayFault> read_recording(std::string_view csv) {
    const auto rows = read_rows(csv);
    if (!rows) {
        return tl::unexpected(rows.error());
    }
    Recording recording;
    for (const Row& row : *rows) {
        Arrival arrival{from_seconds(row.seconds)};
        if (!row.rest.empty()) {
            const auto known = std::ranges::find(recording.operations, row.rest);
            arrival.operation = static_cast<std::uint32_t>(known - recording.operations.begin());
            if (known == recording.operations.end()) {
                recording.operations.emplace_back(row.rest);
            }
        }
        recording.arrivals.push_back(arrival);
    }
    return recording;
}

std::optional<Arrival> ReplayedArrivals::next(RandomStream& /*random*/) {
    return next_ < arrivals_.size() ? std::optional(arrivals_[next_++]) : std::nullopt;
}

} // namespace meshcast
