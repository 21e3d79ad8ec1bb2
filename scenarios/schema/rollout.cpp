#include "scenarios/schema/rollout.h"

namespace meshcast {

template <>
struct Declaration<Rollout::Step> {
    static const Object<Rollout::Step>& object();
};

namespace {

struct MaybePercent {
    static bool read(ReadContext& context, const yaml::Node& node, std::optional<double>& value) {
        return Percent::read(context, node, value.emplace());
    }

    static Json schema(Definitions& definitions) { return Percent::schema(definitions); }

    static Json write(const std::optional<double>& value) { return value ? Percent::write(*value) : Json(); }

    static Json write(double value) { return Percent::write(value); }
};

struct Percents {
    static bool read(ReadContext& context, const yaml::Node& node, std::vector<double>& values) {
        if (!node.is_sequence()) {
            return context.wrong_type(node, "a list such as [5%, 20%, 50%]");
        }
        bool good = true;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const ReadContext::Field item(context, i);
            good = Percent::read(context, node.items[i], values.emplace_back()) && good;
        }
        return good;
    }

    static Json schema(Definitions& definitions) {
        return {{"type", "array"}, {"items", Percent::schema(definitions)}};
    }

    static Json write(const std::vector<double>&) { return nullptr; }
};

} // namespace

const Object<Rollout::Step>& Declaration<Rollout::Step>::object() {
    static const auto object =
        Object<Rollout::Step>("RolloutStep", "A weight, or a pause, as in Argo Rollouts.")
            .field<MaybePercent>("setWeight", &Rollout::Step::set_weight,
                                 "The canary's share of the traffic.",
                                 {.min = 0.0, .max = 1.0, .example = "20%"})
            .field("pause", &Rollout::Step::pause, "Wait so long, and check every `interval`.",
                   {.min = Duration{}, .max = std::chrono::hours(168), .example = "30s"});
    return object;
}

const Object<Rollout>& Declaration<Rollout>::object() {
    static const auto object =
        Object<Rollout>("Rollout",
                        "A new version that gets more and more traffic while it does well: a canary, as "
                        "Flagger or Argo Rollouts run it. Until then it gets none.")
            .required("canary", &Rollout::canary,
                      "Workload that runs the new version. A route of its service must split traffic "
                      "between it and others.",
                      {.example = "reviews-v3"})
            .field("at", &Rollout::at, "When it begins, since the start of the run.",
                   {.min = Duration{}, .max = std::chrono::hours(168)})
            .field("interval", &Rollout::interval, "Between checks.",
                   {.min = std::chrono::milliseconds(100), .max = std::chrono::hours(24)})
            .field("threshold", &Rollout::threshold, "Failed checks until it is rolled back.",
                   {.min = 1, .max = 1'000'000})
            .field<Percent>("stepWeight", &Rollout::step_weight, "More of the traffic after each good check.",
                            {.min = 0.001, .max = 1.0})
            .field<Percent>("maxWeight", &Rollout::max_weight,
                            "After a good check at this weight it gets all.", {.min = 0.001, .max = 1.0})
            .field<Percents>("stepWeights", &Rollout::step_weights,
                             "Weights in order, instead of stepWeight.",
                             {.min = {}, .max = {}, .example = "[5%, 20%, 50%]"})
            .field("steps", &Rollout::steps, "Argo Rollouts' steps, instead of Flagger's weights.",
                   {.min = {}, .max = {}, .example = "[{setWeight: 20%}, {pause: 1m}, {setWeight: 50%}]"})
            .field<MaybePercent>("requestSuccessRate", &Rollout::min_success_rate,
                                 "Least share of an interval's requests that must not end with 5xx.",
                                 {.min = 0.0, .max = 1.0, .example = "99%"})
            .field("requestDuration", &Rollout::max_duration, "Most that the p99 of an interval may be.",
                   {.min = Duration{}, .max = std::chrono::hours(1), .example = "500ms"})
            .check([](ReadContext& context, const yaml::Node& node, const Rollout& rollout) {
                if (rollout.min_success_rate || rollout.max_duration) {
                    return true;
                }
                return context.error(message::FieldMissing, node,
                                     fill(message::FieldMissing, context.path(), "what to check"),
                                     "add requestSuccessRate: 99%, or requestDuration: 500ms");
            });
    return object;
}

} // namespace meshcast
