#include "scenarios/schema/rate_pattern.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace meshcast {

template <>
struct EnumNames<RatePhases::Lengths> {
    static constexpr EnumName<RatePhases::Lengths> names[] = {
        {"exponential", RatePhases::Lengths::Exponential}, {"fixed", RatePhases::Lengths::Fixed}};
};

namespace {

/// From `at` on, or over `ramp` from then, the rate becomes `to`.
struct RateStep {
    Duration at{};
    Rate to;
    Duration ramp{};
};

/// k6's: in a straight line to `target`.
struct RateStage {
    Duration duration{};
    Rate target;
};

struct Diurnal {
    Rate mean;
    double amplitude = 0.5;
    Duration period = std::chrono::hours(24);
};

struct OnOff {
    Duration on{};
    Duration off{};
    Rate rate;
    Rate off_rate;
    RatePhases::Lengths lengths = RatePhases::Lengths::Exponential;
};

/// Every pattern a mapping may hold; exactly one is given.
struct RateShape {
    std::vector<RateStep> steps;
    std::vector<RateStage> stages;
    Rate start_rate;
    Duration repeat{};
    Diurnal diurnal;
    OnOff on_off;
    std::vector<RatePhases::Phase> mmpp;
};

constexpr Duration kLongest = std::chrono::hours(168);
constexpr Duration kShortest = std::chrono::milliseconds(1); // of a phase: each costs time to simulate

FieldNotes<Rate> any_rate(std::string example) {
    return {.min = Rate{}, .max = kHighestRate, .example = std::move(example)};
}

FieldNotes<Duration> time_from(Duration least, std::string example) {
    return {.min = least, .max = kLongest, .example = std::move(example)};
}

bool conflict(ReadContext& context, const yaml::Node& at, const std::string& why, std::string hint) {
    return context.error(message::FieldsConflict, at, fill(message::FieldsConflict, context.path(), why),
                         std::move(hint));
}

/// By time, and none within the ramp of the last.
bool check_order(ReadContext& context, const yaml::Node& list, const std::vector<RateStep>& steps) {
    for (std::size_t i = 1; i < steps.size(); ++i) {
        const Duration free = steps[i - 1].at + steps[i - 1].ramp;
        if (steps[i].at < free || steps[i].at == steps[i - 1].at) {
            const ReadContext::Field item(context, i);
            return conflict(context, list.items[i],
                            fmt::format("at {} comes before the last step is done, at {}",
                                        Codec<Duration>::write(steps[i].at).get<std::string>(),
                                        Codec<Duration>::write(free).get<std::string>()),
                            "steps are listed by time, and ramps end before the next");
        }
    }
    return true;
}

using Points = std::vector<RateCurve::Point>;

Points points_of(const std::vector<RateStep>& steps) {
    Points points{{Duration::zero(), 0}};
    for (const RateStep& step : steps) {
        points.push_back({step.at, points.back().per_second});
        points.push_back({step.at + step.ramp, step.to.per_second});
    }
    return points;
}

Points points_of(const std::vector<RateStage>& stages, Rate start) {
    Points points{{Duration::zero(), start.per_second}};
    for (const RateStage& stage : stages) {
        points.push_back({points.back().at + stage.duration, stage.target.per_second});
    }
    return points;
}

/// The curve through the points, which starts again after `period` unless that is 0.
RateCurve curve_through(Points points, Duration period) {
    const bool repeats = period > Duration::zero();
    if (repeats) {
        points.push_back({period, points.back().per_second});
    }
    return {std::move(points), RateCurve::Between::Line,
            repeats ? RateCurve::After::Repeat : RateCurve::After::Hold};
}

bool check_repeat(ReadContext& context, const yaml::Node& node, const RateShape& shape,
                  const Points& points) {
    if (shape.repeat == Duration::zero() || shape.repeat >= points.back().at) {
        return true;
    }
    return conflict(context, *node.find("repeat"),
                    fmt::format("the rate still changes at {}, after it is to start again",
                                Codec<Duration>::write(points.back().at).get<std::string>()),
                    "lengthen repeat");
}

} // namespace

template <>
struct Declaration<RateStep> {
    static const Object<RateStep>& object() {
        static const auto object =
            Object<RateStep>("RateStep", "A change of the rate, which then stays.")
                .required("at", &RateStep::at, "When, since the run began.",
                          time_from(Duration::zero(), "2m"))
                .required("to", &RateStep::to, "The rate from then on; 0/s: none.", any_rate("500/s"))
                .field("ramp", &RateStep::ramp, "Time in which the rate gets there, in a straight line.",
                       time_from(Duration::zero(), "30s"));
        return object;
    }
};

template <>
struct Declaration<RateStage> {
    static const Object<RateStage>& object() {
        static const auto object =
            Object<RateStage>("RateStage", "A stage as k6 has it: a straight line to a rate.")
                .required("duration", &RateStage::duration, "How long it takes; 0 is a jump.",
                          time_from(Duration::zero(), "2m"))
                .required("target", &RateStage::target, "The rate at its end.", any_rate("500/s"));
        return object;
    }
};

template <>
struct Declaration<Diurnal> {
    static const Object<Diurnal>& object() {
        static const auto object =
            Object<Diurnal>("Diurnal", "A day's rise and fall, like a cosine, lowest at the run's start.")
                .required("mean", &Diurnal::mean, "Rate on average.",
                          {.min = kLowestRate, .max = kHighestRate, .example = "200/s"})
                .field<Percent>("amplitude", &Diurnal::amplitude,
                                "How far above and below the mean it goes, of the mean.",
                                {.min = 0.0, .max = 1.0, .example = "50%"})
                .field("period", &Diurnal::period, "How long a day is.",
                       time_from(std::chrono::seconds(1), "10m"));
        return object;
    }
};

template <>
struct Declaration<OnOff> {
    static const Object<OnOff>& object() {
        static const auto object =
            Object<OnOff>("OnOff", "A rate that is on and off in turn, for random times.")
                .required("on", &OnOff::on, "How long it is on, on average.", time_from(kShortest, "10s"))
                .required("off", &OnOff::off, "How long it is off, on average.", time_from(kShortest, "50s"))
                .required("rate", &OnOff::rate, "Rate while on.",
                          {.min = kLowestRate, .max = kHighestRate, .example = "500/s"})
                .field("offRate", &OnOff::off_rate, "Rate while off.", any_rate("10/s"))
                .field("lengths", &OnOff::lengths, "How the times vary about their means: or not at all.");
        return object;
    }
};

template <>
struct Declaration<RatePhases::Phase> {
    static const Object<RatePhases::Phase>& object() {
        using Phase = RatePhases::Phase;
        static const auto object =
            Object<Phase>("RatePhase", "A phase of a Markov-modulated Poisson process.")
                .required("rate", &Phase::rate, "Rate within it; 0/s: none.", any_rate("500/s"))
                .required("for", &Phase::mean, "How long it is, on average (exponential).",
                          time_from(kShortest, "10s"));
        return object;
    }
};

template <>
struct Declaration<RateShape> {
    static const Object<RateShape>& object() {
        static const auto object =
            Object<RateShape>("RatePattern", "A rate that varies with time: exactly one of steps, stages, "
                                             "diurnal, onOff and mmpp.")
                .field("steps", &RateShape::steps,
                       "Changes by time, from no requests on. A list alone is the same.")
                .field("stages", &RateShape::stages,
                       "Straight lines one after the other, as in k6; the last target stays.")
                .field("startRate", &RateShape::start_rate, "stages: rate at the start.", any_rate("50/s"))
                .field("repeat", &RateShape::repeat,
                       "steps and stages: time after which they start again; 0: never.",
                       time_from(Duration::zero(), "10m"))
                .field("diurnal", &RateShape::diurnal, "A day's rise and fall.")
                .field("onOff", &RateShape::on_off, "Bursts with silence between them.")
                .field("mmpp", &RateShape::mmpp,
                       "A Markov-modulated Poisson process: phases of random length, one after the other, "
                       "round and round.");
        return object;
    }
};

namespace {

constexpr std::string_view kPatterns[] = {"steps", "stages", "diurnal", "onOff", "mmpp"};

/// Builds the pattern that a mapping gives, or says why it gives none.
class ShapeReader {
  public:
    ShapeReader(ReadContext& context, const yaml::Node& node) : context_(context), node_(node) {}

    bool read(RatePattern& pattern) {
        if (!Declaration<RateShape>::object().read(context_, node_, shape_) || !one_pattern()) {
            return false;
        }
        if (node_.find("diurnal") != nullptr) {
            const auto& [mean, amplitude, period] = shape_.diurnal;
            pattern = RateCurve::diurnal(mean.per_second * (1 - amplitude), mean.per_second * (1 + amplitude),
                                         period);
        } else if (node_.find("onOff") != nullptr) {
            const OnOff& turns = shape_.on_off;
            pattern = RatePhases{{{turns.rate, turns.on}, {turns.off_rate, turns.off}}, turns.lengths};
        } else if (const yaml::Node* mmpp = node_.find("mmpp")) {
            if (std::ranges::none_of(shape_.mmpp, [](const auto& p) { return p.rate.per_second > 0; })) {
                return conflict(context_, *mmpp, "no phase has a rate", "write a rate above 0/s");
            }
            pattern = RatePhases{shape_.mmpp};
        } else {
            return read_curve(pattern);
        }
        return true;
    }

  private:
    bool one_pattern() {
        const auto given = [&](std::string_view key) { return node_.find(key) != nullptr; };
        if (std::ranges::count_if(kPatterns, given) != 1) {
            return conflict(context_, node_,
                            fmt::format("takes exactly one of {}", fmt::join(kPatterns, ", ")),
                            "write rate: [{at: 0s, to: 100/s}, {at: 2m, to: 500/s, ramp: 30s}]");
        }
        if (given("startRate") && !given("stages")) {
            return conflict(context_, *node_.find("startRate"), "only stages have a start rate",
                            "steps begin with {at: 0s, to: 50/s}");
        }
        if (given("repeat") && !given("steps") && !given("stages")) {
            return conflict(context_, *node_.find("repeat"), "this pattern repeats by itself",
                            "remove repeat");
        }
        return true;
    }

    bool read_curve(RatePattern& pattern) {
        const yaml::Node* steps = node_.find("steps");
        {
            const ReadContext::Field inside(context_, "steps");
            if (steps != nullptr && !check_order(context_, *steps, shape_.steps)) {
                return false;
            }
        }
        Points points =
            steps != nullptr ? points_of(shape_.steps) : points_of(shape_.stages, shape_.start_rate);
        if (!check_repeat(context_, node_, shape_, points)) {
            return false;
        }
        pattern = curve_through(std::move(points), shape_.repeat);
        return true;
    }

    ReadContext& context_;
    const yaml::Node& node_;
    RateShape shape_;
};

bool read_steps(ReadContext& context, const yaml::Node& node, RatePattern& pattern) {
    std::vector<RateStep> steps;
    if (!Codec<std::vector<RateStep>>::read(context, node, steps) || !check_order(context, node, steps)) {
        return false;
    }
    pattern = curve_through(points_of(steps), Duration::zero());
    return true;
}

} // namespace

bool RateField::read(ReadContext& context, const yaml::Node& node, Traffic& traffic) {
    if (node.is_sequence()) {
        return read_steps(context, node, traffic.pattern);
    }
    if (node.is_mapping()) {
        return ShapeReader(context, node).read(traffic.pattern);
    }
    if (!Codec<Rate>::read(context, node, traffic.rate)) {
        return false;
    }
    if (traffic.rate < kLowestRate || traffic.rate > kHighestRate) {
        return detail::report_out_of_range(context, node, Codec<Rate>::write(kLowestRate),
                                           Codec<Rate>::write(kHighestRate));
    }
    return true;
}

Json RateField::schema(Definitions& definitions) {
    return {{"anyOf",
             {Codec<Rate>::schema(definitions), Codec<std::vector<RateStep>>::schema(definitions),
              Codec<RateShape>::schema(definitions)}}};
}

Json RateField::write(const Traffic& traffic) {
    return Codec<Rate>::write(traffic.rate);
}

} // namespace meshcast
