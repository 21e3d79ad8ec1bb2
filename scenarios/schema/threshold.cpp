#include "scenarios/schema/threshold.h"

#include "scenarios/diagnostics/suggest.h"
#include "scenarios/schema/declarations.h"
#include "scenarios/units.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>
#include <charconv>
#include <cmath>
#include <vector>

namespace meshcast {

namespace {

/// What a metric counts in, and how it may be summed up.
struct Metric {
    std::string_view name;
    enum class Unit { Seconds, Share, Requests } unit;
    std::vector<std::string> aggregations;
};

const std::vector<Metric>& metrics() {
    static const std::vector<Metric> all = {
        {"http_req_duration", Metric::Unit::Seconds, {"avg", "min", "med", "max", "p(N)"}},
        {"http_req_failed", Metric::Unit::Share, {"rate", "count"}},
        {"http_reqs", Metric::Unit::Requests, {"rate", "count"}},
    };
    return all;
}

bool word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Recursive descent over one threshold; the first error ends it.
class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    tl::expected<Threshold, ThresholdError> parse() {
        result_.text = text_;
        if (metric() && selector() && symbol(":", "then a condition such as p(99) < 250ms") &&
            aggregation() && comparison() && limit()) {
            return result_;
        }
        return tl::unexpected(error_);
    }

  private:
    bool metric() {
        const std::size_t start = skip_blanks();
        result_.metric = word();
        std::vector<std::string> names;
        for (const Metric& known : metrics()) {
            if (known.name == result_.metric) {
                metric_ = &known;
                return true;
            }
            names.emplace_back(known.name);
        }
        const std::string hint = did_you_mean(result_.metric, names);
        return fail(start,
                    result_.metric.empty() ? "a metric is missing"
                                           : fmt::format("unknown metric \"{}\"", result_.metric),
                    hint.empty() ? fmt::format("metrics are {}", fmt::join(names, ", ")) : hint);
    }

    bool selector() {
        if (!accept("{")) {
            return true;
        }
        const std::size_t start = skip_blanks();
        const std::string label = word();
        if (label != "service") {
            return fail(start, fmt::format("unknown label \"{}\"", label),
                        "the one label is service=\"name\"");
        }
        return symbol("=", "the one label is service=\"name\"") && quoted(result_.service) &&
               symbol("}", "one label is all there is");
    }

    bool aggregation() {
        const std::size_t start = skip_blanks();
        result_.aggregation = word();
        std::string written = result_.aggregation;
        if (result_.aggregation == "p") {
            if (!symbol("(", "write p(99)") || !number(result_.percentile) || !symbol(")", "write p(99)")) {
                return false;
            }
            if (result_.percentile < 0 || result_.percentile > 100) {
                return fail(start, "a percentile is from 0 to 100", "write p(99)");
            }
            written = "p(N)";
        }
        for (const std::string& known : metric_->aggregations) {
            if (known == written) {
                return true;
            }
        }
        const bool bare_percentile = written.size() > 1 && written[0] == 'p' && std::isdigit(written[1]) != 0;
        return fail(start,
                    written.empty() ? "an aggregation is missing"
                                    : fmt::format("{} has no aggregation \"{}\"", metric_->name, written),
                    bare_percentile
                        ? fmt::format("write p({})", written.substr(1))
                        : fmt::format("{} has {}", metric_->name, fmt::join(metric_->aggregations, ", ")));
    }

    bool comparison() {
        for (const std::string_view known : {"<=", ">=", "===", "==", "!=", "<", ">"}) {
            if (accept(known)) {
                result_.comparison = known == "===" ? "==" : known;
                return true;
            }
        }
        return fail(skip_blanks(), "a comparison is missing", "write <, <=, >, >=, == or !=");
    }

    bool limit() {
        const std::size_t start = skip_blanks();
        std::string_view rest = text_.substr(start);
        while (!rest.empty() && rest.back() == ' ') {
            rest.remove_suffix(1);
        }
        if (rest.empty()) {
            return fail(start, "a limit is missing",
                        fmt::format("write a limit such as {}", example_limit()));
        }
        const auto limit = parse_limit(rest);
        if (!limit) {
            return fail(start, limit.error(), fmt::format("write a limit such as {}", example_limit()));
        }
        result_.limit = *limit;
        return true;
    }

    std::string_view example_limit() const {
        if (result_.aggregation == "count") {
            return "1000";
        }
        switch (metric_->unit) {
        case Metric::Unit::Seconds:
            return "250ms";
        case Metric::Unit::Share:
            return "0.1%";
        case Metric::Unit::Requests:
            return "150/s";
        }
        return "";
    }

    units::Parsed<double> parse_limit(std::string_view text) const {
        if (result_.aggregation == "count") {
            return units::parse_integer(text, 0, std::int64_t{1} << 53).map([](std::int64_t count) {
                return static_cast<double>(count);
            });
        }
        switch (metric_->unit) {
        case Metric::Unit::Seconds:
            return units::parse_duration(text).map(to_seconds);
        case Metric::Unit::Share:
            return units::parse_fraction(text);
        case Metric::Unit::Requests:
            return units::parse_rate(text).map([](Rate rate) { return rate.per_second; });
        }
        return 0;
    }

    std::size_t skip_blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') {
            ++at_;
        }
        return at_;
    }

    bool accept(std::string_view wanted) {
        skip_blanks();
        if (!text_.substr(at_).starts_with(wanted)) {
            return false;
        }
        at_ += wanted.size();
        return true;
    }

    bool symbol(std::string_view wanted, std::string_view hint) {
        return accept(wanted) || fail(at_, fmt::format("expected \"{}\"", wanted), std::string(hint));
    }

    std::string word() {
        const std::size_t start = skip_blanks();
        while (at_ < text_.size() && word_character(text_[at_])) {
            ++at_;
        }
        return std::string(text_.substr(start, at_ - start));
    }

    bool number(double& value) {
        const std::size_t start = skip_blanks();
        const char* begin = text_.data() + start;
        const auto [stop, error] = std::from_chars(begin, text_.data() + text_.size(), value);
        at_ += static_cast<std::size_t>(stop - begin);
        return (error == std::errc{} && std::isfinite(value)) ||
               fail(start, "a number is missing", "write p(99)");
    }

    bool quoted(std::string& value) {
        const std::size_t start = skip_blanks();
        if (!accept("\"")) {
            return fail(start, "expected a name in double quotes", "write service=\"cart\"");
        }
        const std::size_t end = text_.find('"', at_);
        if (end == std::string_view::npos) {
            return fail(start, "the quotes are not closed", "write service=\"cart\"");
        }
        value = text_.substr(at_, end - at_);
        at_ = end + 1;
        return !value.empty() || fail(start, "the name is empty", "write service=\"cart\"");
    }

    bool fail(std::size_t position, std::string text, std::string hint) {
        error_ = {position, std::move(text), std::move(hint)};
        return false;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    const Metric* metric_ = nullptr;
    Threshold result_;
    ThresholdError error_;
};

} // namespace

tl::expected<Threshold, ThresholdError> parse_threshold(std::string_view text) {
    return Parser(text).parse();
}

bool Codec<Threshold>::read(ReadContext& context, const yaml::Node& node, Threshold& value) {
    if (!node.is_scalar()) {
        return context.wrong_type(node, "text such as 'http_req_duration: p(99) < 250ms', in quotes");
    }
    auto parsed = parse_threshold(node.text);
    if (!parsed) {
        const ThresholdError& error = parsed.error();
        return context.error(message::BadThreshold, node,
                             fill(message::BadThreshold, error.position + 1, error.text), error.hint);
    }
    value = *std::move(parsed);
    value.origin = context.origin(node);
    return true;
}

Json Codec<Threshold>::schema(Definitions& definitions) {
    return definitions.refer("Threshold", [](Definitions&) {
        return Json{{"description",
                     "A condition, `metric{service=\"name\"}: aggregation operator limit`. Metrics: "
                     "http_req_duration (avg, min, "
                     "med, max, p(N)), http_req_failed (rate, count), http_reqs (rate, count)."},
                    {"type", "string"},
                    {"examples",
                     {"http_req_duration{service=\"cart\"}: p(99) < 250ms", "http_req_failed: rate < 0.1%"}}};
    });
}

} // namespace meshcast
