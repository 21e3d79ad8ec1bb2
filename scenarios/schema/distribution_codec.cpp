#include "scenarios/schema/codec.h"
#include "scenarios/schema/object.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace meshcast {

namespace {

enum class Shape { Constant, Exponential, Uniform, Lognormal, Erlang };

} // namespace

template <>
struct EnumNames<Shape> {
    static constexpr EnumName<Shape> names[] = {{"constant", Shape::Constant},
                                                {"exponential", Shape::Exponential},
                                                {"uniform", Shape::Uniform},
                                                {"lognormal", Shape::Lognormal},
                                                {"erlang", Shape::Erlang}};
};

namespace {

/// Every word a distribution may be written with; which ones belong together is decided after reading.
struct Parameters {
    Shape dist = Shape::Lognormal;
    std::optional<Duration> p50, p90, p95, p99, p999;
    std::optional<Duration> mean, stddev, min, max, value;
    std::optional<double> cv;
    std::optional<int> k;
};

constexpr Duration kShortest{0};
constexpr Duration kLongest = std::chrono::hours(24);

const Object<Parameters>& parameters_object() {
    const FieldNotes<Duration> time{.min = kShortest, .max = kLongest};
    static const auto object =
        Object<Parameters>("DistributionParameters", "A distribution of times, by its parameters.")
            .field("dist", &Parameters::dist, "Its shape.")
            .field("p50", &Parameters::p50, "lognormal: median.", time)
            .field("p90", &Parameters::p90,
                   "lognormal: 90th percentile; one of p90, p95, p99 and p99.9 goes with p50.", time)
            .field("p95", &Parameters::p95, "lognormal: 95th percentile.", time)
            .field("p99", &Parameters::p99, "lognormal: 99th percentile.", time)
            .field("p99.9", &Parameters::p999, "lognormal: 99.9th percentile.", time)
            .field("mean", &Parameters::mean,
                   "Mean: exponential, erlang, or lognormal together with cv or stddev.", time)
            .field("cv", &Parameters::cv, "lognormal: standard deviation divided by mean.",
                   {.min = 0.0, .max = 100.0})
            .field("stddev", &Parameters::stddev, "lognormal: standard deviation, instead of cv.", time)
            .field("min", &Parameters::min, "uniform: shortest.", time)
            .field("max", &Parameters::max, "uniform: longest.", time)
            .field("value", &Parameters::value, "constant: the time.", time)
            .field("k", &Parameters::k, "erlang: number of stages.", {.min = 1, .max = 1000});
    return object;
}

/// Builds a distribution, or says why the parameters do not make one.
class Builder {
  public:
    Builder(ReadContext& context, const yaml::Node& node, const Parameters& given)
        : context_(context), node_(node), given_(given) {}

    std::optional<Distribution> build() {
        switch (given_.dist) {
        case Shape::Constant:
            return only({"value"}) ? std::optional(Distribution::constant(*given_.value)) : std::nullopt;
        case Shape::Exponential:
            return only({"mean"}) ? std::optional(Distribution::exponential(*given_.mean)) : std::nullopt;
        case Shape::Erlang:
            return only({"k", "mean"}) ? std::optional(Distribution::erlang(*given_.k, *given_.mean))
                                       : std::nullopt;
        case Shape::Uniform:
            return uniform();
        case Shape::Lognormal:
            return lognormal();
        }
        return std::nullopt;
    }

  private:
    std::optional<Distribution> uniform() {
        if (!only({"min", "max"})) {
            return std::nullopt;
        }
        if (*given_.min > *given_.max) {
            return conflict("min is larger than max");
        }
        return Distribution::uniform(*given_.min, *given_.max);
    }

    std::optional<Distribution> lognormal() {
        if (given_.mean) {
            return by_mean();
        }

        struct Upper {
            std::string_view name;
            double q;
            std::optional<Duration> value;
        };

        const std::array uppers = {Upper{"p90", 0.9, given_.p90}, Upper{"p95", 0.95, given_.p95},
                                   Upper{"p99", 0.99, given_.p99}, Upper{"p99.9", 0.999, given_.p999}};
        for (const Upper& upper : uppers) {
            if (!upper.value) {
                continue;
            }
            if (!only({"p50", upper.name})) {
                return std::nullopt;
            }
            if (*given_.p50 <= Duration::zero() || *given_.p50 > *upper.value) {
                return conflict(fmt::format("p50 must be above 0 and not above {}", upper.name));
            }
            return Distribution::lognormal_percentiles(*given_.p50, upper.q, *upper.value);
        }
        return conflict(
            "give p50 with a higher percentile, mean with cv, or dist with its own parameters; a constant "
            "is written as the time alone");
    }

    std::optional<Distribution> by_mean() {
        if (*given_.mean <= Duration::zero()) {
            return conflict("mean must be above 0");
        }
        if (given_.stddev) {
            return only({"mean", "stddev"})
                       ? std::optional(Distribution::lognormal_mean_cv(
                             *given_.mean, to_seconds(*given_.stddev) / to_seconds(*given_.mean)))
                       : std::nullopt;
        }
        return only({"mean", "cv"}) ? std::optional(Distribution::lognormal_mean_cv(*given_.mean, *given_.cv))
                                    : std::nullopt;
    }

    /// Exactly these keys, beside dist.
    bool only(std::initializer_list<std::string_view> wanted) {
        std::string list;
        for (const std::string_view key : wanted) {
            list += list.empty() ? "" : " and ";
            list += key;
        }
        for (const std::string_view key : wanted) {
            if (node_.find(key) == nullptr) {
                conflict(fmt::format("{} is missing; {} takes {}", key, shape_name(), list));
                return false;
            }
        }
        for (const auto& [key, value] : node_.entries) {
            if (key.text != "dist" && std::ranges::find(wanted, key.text) == wanted.end()) {
                conflict(fmt::format("{} is one too many; {} takes {}", key.text, shape_name(), list));
                return false;
            }
        }
        return true;
    }

    std::string shape_name() const { return Codec<Shape>::write(given_.dist).get<std::string>(); }

    std::nullopt_t conflict(const std::string& why) {
        context_.error(message::FieldsConflict, node_, fill(message::FieldsConflict, context_.path(), why));
        return std::nullopt;
    }

    ReadContext& context_;
    const yaml::Node& node_;
    const Parameters& given_;
};

} // namespace

bool Codec<Distribution>::read(ReadContext& context, const yaml::Node& node, Distribution& value) {
    if (node.is_scalar()) {
        Duration constant{};
        if (!Codec<Duration>::read(context, node, constant)) {
            return false;
        }
        if (constant < kShortest || constant > kLongest) {
            return detail::report_out_of_range(context, node, Codec<Duration>::write(kShortest),
                                               Codec<Duration>::write(kLongest));
        }
        value = Distribution::constant(constant);
        return true;
    }
    if (!node.is_mapping()) {
        return context.wrong_type(node,
                                  "a time such as 3ms, or a distribution such as {p50: 3ms, p99: 12ms}");
    }
    Parameters given;
    if (!parameters_object().read(context, node, given)) {
        return false;
    }
    const auto built = Builder(context, node, given).build();
    value = built.value_or(value);
    return built.has_value();
}

Json Codec<Distribution>::schema(Definitions& definitions) {
    return definitions.refer("Distribution", [](Definitions& all) {
        return Json{{"description", "How long something takes. A time alone is constant; {p50, p99} and "
                                    "{mean, cv} are lognormal; dist "
                                    "names another shape."},
                    {"examples",
                     {"3ms", {{"p50", "3ms"}, {"p99", "12ms"}}, {{"dist", "exponential"}, {"mean", "4ms"}}}},
                    {"anyOf", {Codec<Duration>::schema(all), parameters_object().schema(all)}}};
    });
}

Json Codec<Distribution>::write(const Distribution& value) {
    return value.kind() == Distribution::Kind::Constant ? Codec<Duration>::write(value.mean())
                                                        : Json(value.description());
}

} // namespace meshcast
