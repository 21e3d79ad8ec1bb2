#include "scenarios/load/replay_reader.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace meshcast {

namespace {

constexpr double kLatest = 168 * 3600; // seconds: no run is longer
constexpr double kHighest = 1e6;       // requests per second
constexpr std::size_t kMostRows = 5'000'000;
constexpr std::size_t kMostOperations = 1000;
constexpr int kMostFaults = 10;

/// Part of a row.
struct Cell {
    std::string_view text;
    int column = 1;
};

Cell trimmed(Cell cell) {
    constexpr std::string_view kBlank = " \t\r";
    const std::size_t first = std::min(cell.text.find_first_not_of(kBlank), cell.text.size());
    const std::size_t end = cell.text.find_last_not_of(kBlank) + 1; // npos + 1 is 0
    return {end > first ? cell.text.substr(first, end - first) : std::string_view{},
            cell.column + static_cast<int>(first)};
}

/// "GET /a, b" without the quotes a spreadsheet puts around it.
std::string unquoted(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) {
        return std::string(text);
    }
    std::string result;
    const std::string_view inner = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        result += inner[i];
        i += inner.substr(i).starts_with("\"\"") ? 1 : 0;
    }
    return result;
}

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// "90", or with a unit: "1m30s".
std::optional<double> seconds_in(std::string_view text) {
    if (const auto bare = number(text)) {
        return bare;
    }
    const auto duration = units::parse_duration(text);
    return duration ? std::optional(to_seconds(*duration)) : std::nullopt;
}

/// "200", or with a unit: "200/s".
std::optional<double> rate_in(std::string_view text) {
    if (const auto bare = number(text)) {
        return bare;
    }
    const auto rate = units::parse_rate(text);
    return rate ? std::optional(rate->per_second) : std::nullopt;
}

class ReplayReader {
  public:
    ReplayReader(const std::string& file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {}

    RatePattern read(std::string_view csv) {
        constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
        csv.remove_prefix(csv.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
        while (!csv.empty() && faults_ < kMostFaults && rows_ <= kMostRows) {
            const std::size_t end = csv.find('\n');
            ++line_;
            read_row(trimmed({csv.substr(0, end)}));
            csv = end == csv.npos ? std::string_view{} : csv.substr(end + 1);
        }
        if (faults_ == 0 && rows_ == 0) {
            line_ = 1;
            fault({}, "the file has no row with a time");
        } else if (rows_ > kMostRows) {
            too_large("rows of a replay", rows_, kMostRows);
        }
        return faults_ > 0 ? RatePattern(Steady{}) : finish();
    }

  private:
    enum class Kind { Unknown, Rates, Requests };

    void read_row(const Cell& row) {
        if (row.text.empty() || row.text.front() == '#') {
            return;
        }
        const std::size_t comma = row.text.find(',');
        const Cell first = trimmed({row.text.substr(0, comma), row.column});
        const Cell rest =
            comma == row.text.npos
                ? Cell{}
                : trimmed({row.text.substr(comma + 1), row.column + static_cast<int>(comma) + 1});
        const std::optional<double> at = seconds_in(first.text);
        const bool header = !at && !begun_;
        begun_ = true;
        if (header) {
            return;
        }
        if (!at || *at < 0 || *at > kLatest) {
            return fault(first, fmt::format("\"{}\" is not a time from 0 to {} seconds", first.text, kLatest),
                         "write seconds since the run began, such as 0.25");
        }
        if (*at < last_) {
            return fault(first, fmt::format("{} s comes after {} s", *at, last_), "sort the rows by time");
        }
        last_ = *at;
        ++rows_;
        take(from_seconds(*at), rest);
    }

    void take(Duration at, const Cell& rest) {
        const std::optional<double> rate = rate_in(rest.text);
        if (kind_ == Kind::Unknown) {
            kind_ = rate ? Kind::Rates : Kind::Requests;
        }
        if (kind_ == Kind::Requests) {
            if (rate) {
                return fault(rest,
                             fmt::format("\"{}\" is a rate, but the rows above are requests", rest.text),
                             "keep rates and operations in files of their own");
            }
            recording_.requests.push_back({at, operation(rest)});
        } else if (!rate || *rate < 0 || *rate > kHighest) {
            fault(rest,
                  fmt::format("\"{}\" is not a rate from 0 to {} requests a second", rest.text, kHighest),
                  "write a number such as 200; rows above are rates");
        } else {
            points_.push_back({at, *rate});
        }
    }

    std::uint32_t operation(const Cell& cell) {
        if (cell.text.empty()) {
            return Recording::kUsualOperation;
        }
        std::string name = unquoted(cell.text);
        const auto known = known_.find(name);
        if (known != known_.end()) {
            return known->second;
        }
        if (recording_.operations.size() == kMostOperations) {
            too_large("operations of a replay", kMostOperations + 1, kMostOperations);
            return Recording::kUsualOperation;
        }
        const auto index = static_cast<std::uint32_t>(recording_.operations.size());
        recording_.operations.push_back({name, where(cell)});
        known_.emplace(std::move(name), index);
        return index;
    }

    RatePattern finish() {
        if (kind_ == Kind::Requests) {
            return std::move(recording_);
        }
        if (points_.front().at > Duration::zero()) {
            points_.insert(points_.begin(), {Duration::zero(), 0});
        }
        return RateCurve(std::move(points_), RateCurve::Between::Hold);
    }

    Origin where(const Cell& cell) const { return {file_, line_, cell.column}; }

    void fault(const Cell& cell, const std::string& why, std::string hint = "write rows such as 0.25,GET /") {
        ++faults_;
        diagnostics_.add(message::BadReplay, where(cell), fill(message::BadReplay, why), std::move(hint));
    }

    void too_large(const char* what, std::size_t count, std::size_t most) {
        faults_ = kMostFaults; // more of them would say the same
        diagnostics_.add(message::TooLarge, {file_, line_, 1}, fill(message::TooLarge, what, count, most),
                         "split the file");
    }

    const std::string& file_;
    Diagnostics& diagnostics_;
    Kind kind_ = Kind::Unknown;
    int line_ = 0;
    int faults_ = 0;
    std::size_t rows_ = 0;
    bool begun_ = false; // a row was seen, so that no header can follow
    double last_ = 0;
    std::vector<RateCurve::Point> points_;
    Recording recording_;
    std::map<std::string, std::uint32_t, std::less<>> known_;
};

} // namespace

RatePattern read_replay(std::string_view csv, const std::string& file, Diagnostics& diagnostics) {
    return ReplayReader(file, diagnostics).read(csv);
}

} // namespace meshcast
