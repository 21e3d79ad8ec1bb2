#pragma once

#include "engine/random.h"
#include "engine/time.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace meshcast {

/// A distribution of durations, as a value. Samples are never negative; times that round to no nanosecond are
/// zero.
class Distribution {
  public:
    enum class Kind { Constant, Exponential, Uniform, Lognormal, Erlang, Empirical };

    /// The duration that a share `p` (0 to 1) of samples does not exceed.
    struct Percentile {
        double p;
        Duration value;
        friend bool operator==(const Percentile&, const Percentile&) = default;
    };

    /// Always zero.
    Distribution() : Distribution(Constant{Duration::zero()}) {}

    static Distribution constant(Duration value);
    static Distribution exponential(Duration mean);
    static Distribution uniform(Duration low, Duration high);

    /// By median and another percentile: 0.5 < q < 1, 0 < p50 <= value_at_q.
    static Distribution lognormal_percentiles(Duration p50, double q, Duration value_at_q);

    /// By mean and coefficient of variation (standard deviation / mean); mean > 0, cv >= 0.
    static Distribution lognormal_mean_cv(Duration mean, double cv);

    /// Sum of `k` >= 1 exponentials of mean `mean / k`.
    static Distribution erlang(int k, Duration mean);

    /// Through the given points, at least one, p and value ascending. Between two points the logarithm of the
    /// value is linear in p (the value itself when the lower is zero); below the first and above the last it
    /// is constant.
    static Distribution empirical(std::vector<Percentile> points);

    Duration sample(RandomStream& random) const {
        if (const auto* constant = std::get_if<Constant>(&shape_)) {
            return std::max(constant->value, Duration::zero());
        }
        return draw(random);
    }

    /// From a stream of its own.
    Duration sample(std::uint64_t random_key) const {
        if (const auto* constant = std::get_if<Constant>(&shape_)) {
            return std::max(constant->value, Duration::zero());
        }
        RandomStream random(random_key);
        return draw(random);
    }

    /// Exact (to the nanosecond): every kind has a closed form.
    Duration mean() const;

    Kind kind() const { return static_cast<Kind>(shape_.index()); }

    /// "lognormal p50 3ms p99 12ms"
    std::string description() const;

    friend bool operator==(const Distribution&, const Distribution&) = default;

  private:
    struct Constant {
        Duration value;
        friend bool operator==(const Constant&, const Constant&) = default;
    };

    struct Exponential {
        Duration mean;
        friend bool operator==(const Exponential&, const Exponential&) = default;
    };

    struct Uniform {
        Duration low;
        Duration high;
        friend bool operator==(const Uniform&, const Uniform&) = default;
    };

    /// exp(mu + sigma Z) nanoseconds.
    struct Lognormal {
        double mu;
        double sigma;
        Duration given; ///< the median, or the mean
        double q;       ///< 0 when given by mean and cv
        Duration value_at_q;
        double cv;
        friend bool operator==(const Lognormal&, const Lognormal&) = default;
    };

    struct Erlang {
        int k;
        Duration mean;
        friend bool operator==(const Erlang&, const Erlang&) = default;
    };

    /// Its points are a member of their own, so that shapes stay trivially copyable.
    struct Empirical {
        friend bool operator==(const Empirical&, const Empirical&) = default;
    };

    using Shape = std::variant<Constant, Exponential, Uniform, Lognormal, Erlang, Empirical>;

    explicit Distribution(Shape shape, std::vector<Percentile> points = {})
        : shape_(shape), points_(std::move(points)) {}

    Duration draw(RandomStream& random) const;

    double sample_from(const Constant& shape, RandomStream& random) const;
    double sample_from(const Exponential& shape, RandomStream& random) const;
    double sample_from(const Uniform& shape, RandomStream& random) const;
    double sample_from(const Lognormal& shape, RandomStream& random) const;
    double sample_from(const Erlang& shape, RandomStream& random) const;
    double sample_from(const Empirical& shape, RandomStream& random) const;

    double mean_of_points() const;

    Shape shape_;
    std::vector<Percentile> points_; ///< of an empirical distribution
};

} // namespace meshcast
