#include "scenarios/schema/resilience.h"

namespace meshcast {

const Object<Hedging>& Declaration<Hedging>::object() {
    static const auto object =
        Object<Hedging>(
            "Hedging", "Asks again while the first answer is awaited; the first good one counts, the other "
                       "requests are given up. Workloads that call the service do so at their layer-7 proxy, "
                       "else in a library of theirs; clients outside the cluster do not.")
            .required("to", &Hedging::to, "Service that is called, by name or name.namespace.",
                      {.example = "reviews"})
            .required("after", &Hedging::after,
                      "How long the latest request may take before the next is sent.",
                      {.min = std::chrono::microseconds(1), .max = std::chrono::hours(1), .example = "20ms"})
            .field("attempts", &Hedging::attempts, "Requests beyond the first.",
                   {.min = 1, .max = Hedging::kMostAttempts});
    return object;
}

const Object<RateLimit>& Declaration<RateLimit>::object() {
    static const auto object =
        Object<RateLimit>("RateLimit",
                          "A token bucket at the layer-7 proxies on a service's side: the servers' own, else "
                          "its waypoint. Requests without a token are answered 429 (RL).")
            .required("service", &RateLimit::service, "Service that is protected, by name or name.namespace.",
                      {.example = "reviews"})
            .field("scope", &RateLimit::scope,
                   "local: each proxy has a bucket. global: one for all, in a rate limit service that the "
                   "proxies ask.")
            .required("rate", &RateLimit::rate, "Tokens that come back per second.",
                      {.min = Rate{1e-3}, .max = Rate{1e6}, .example = "100/s"})
            .field("burst", &RateLimit::burst, "Tokens the bucket holds.", {.min = 1, .max = 1'000'000'000})
            .field("latency", &RateLimit::latency, "global: what asking takes.",
                   {.min = Duration::zero(), .max = std::chrono::seconds(60)});
    return object;
}

} // namespace meshcast
