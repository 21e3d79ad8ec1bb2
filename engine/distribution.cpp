#include "engine/distribution.h"

#include "engine/portable_math.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>

namespace meshcast {

namespace {

double nanoseconds(Duration duration) {
    return static_cast<double>(duration.count());
}

/// At most four significant decimals, in the largest unit that keeps the number at 1 or above.
std::string text(Duration duration) {
    struct Unit {
        double size;
        const char* name;
    };

    constexpr std::array kUnits{Unit{1e9, "s"}, Unit{1e6, "ms"}, Unit{1e3, "us"}, Unit{1, "ns"}};
    if (duration == Duration::zero()) {
        return "0s";
    }
    const double value = nanoseconds(duration);
    const auto* unit =
        std::find_if(kUnits.begin(), kUnits.end() - 1, [&](const Unit& u) { return value >= u.size; });
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.5g%s", value / unit->size, unit->name);
    return buffer.data();
}

std::string text(double number) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.6g", number);
    return buffer.data();
}

/// 0.99 is "p99", 0.999 is "p99.9".
std::string percentile_name(double p) {
    return "p" + text(p * 100);
}

/// Overloads of a visitor.
template <class... Calls>
struct Overloaded : Calls... {
    using Calls::operator()...;
};

template <class... Calls>
Overloaded(Calls...) -> Overloaded<Calls...>;

} // namespace

Distribution Distribution::constant(Duration value) {
    return Distribution(Constant{value});
}

Distribution Distribution::exponential(Duration mean) {
    return Distribution(Exponential{mean});
}

Distribution Distribution::uniform(Duration low, Duration high) {
    assert(low <= high);
    return Distribution(Uniform{low, high});
}

Distribution Distribution::lognormal_percentiles(Duration p50, double q, Duration value_at_q) {
    assert(p50 > Duration::zero() && value_at_q >= p50 && q > 0.5 && q < 1);
    const double mu = portable_log(nanoseconds(p50));
    const double sigma = (portable_log(nanoseconds(value_at_q)) - mu) / normal_quantile(q);
    return Distribution(Lognormal{mu, sigma, p50, q, value_at_q, 0});
}

Distribution Distribution::lognormal_mean_cv(Duration mean, double cv) {
    assert(mean > Duration::zero() && cv >= 0);
    const double variance = portable_log(1 + cv * cv);
    const double mu = portable_log(nanoseconds(mean)) - variance / 2;
    return Distribution(Lognormal{mu, std::sqrt(variance), mean, 0, Duration::zero(), cv});
}

Distribution Distribution::erlang(int k, Duration mean) {
    assert(k >= 1);
    return Distribution(Erlang{k, mean});
}

Distribution Distribution::empirical(std::vector<Percentile> points) {
    assert(!points.empty() && std::ranges::is_sorted(points, [](const auto& a, const auto& b) {
        return a.p < b.p || a.value < b.value;
    }));
    return Distribution(Empirical{}, std::move(points));
}

double Distribution::sample_from(const Constant& shape, RandomStream&) const {
    return nanoseconds(shape.value);
}

double Distribution::sample_from(const Exponential& shape, RandomStream& random) const {
    return nanoseconds(shape.mean) * random.standard_exponential();
}

double Distribution::sample_from(const Uniform& shape, RandomStream& random) const {
    return nanoseconds(shape.low) + random.uniform() * nanoseconds(shape.high - shape.low);
}

double Distribution::sample_from(const Lognormal& shape, RandomStream& random) const {
    return portable_exp(shape.mu + shape.sigma * random.standard_normal());
}

double Distribution::sample_from(const Erlang& shape, RandomStream& random) const {
    // The logarithm of a product is the sum of the logarithms; 16 factors of at least 2^-53 cannot underflow.
    double sum = 0;
    for (int left = shape.k; left > 0; left -= 16) {
        double product = 1;
        for (int i = std::min(left, 16); i > 0; --i) {
            product *= 1 - random.uniform();
        }
        sum -= portable_log(product);
    }
    return nanoseconds(shape.mean) / shape.k * sum;
}

double Distribution::sample_from(const Empirical&, RandomStream& random) const {
    const double u = random.uniform();
    const auto above = std::ranges::upper_bound(points_, u, {}, &Percentile::p);
    if (above == points_.begin() || above == points_.end()) {
        return nanoseconds((above == points_.end() ? points_.back() : points_.front()).value);
    }
    const auto below = above - 1;
    const double low = nanoseconds(below->value);
    const double high = nanoseconds(above->value);
    const double share = (u - below->p) / (above->p - below->p);
    return low > 0 ? low * portable_exp(share * portable_log(high / low)) : low + share * (high - low);
}

Duration Distribution::draw(RandomStream& random) const {
    const double drawn = std::visit([&](const auto& shape) { return sample_from(shape, random); }, shape_);
    return std::max(from_nanoseconds(drawn), Duration::zero());
}

double Distribution::mean_of_points() const {
    double sum = points_.front().p * nanoseconds(points_.front().value) +
                 (1 - points_.back().p) * nanoseconds(points_.back().value);
    for (std::size_t i = 1; i < points_.size(); ++i) {
        const double low = nanoseconds(points_[i - 1].value);
        const double high = nanoseconds(points_[i].value);
        // The mean of low (high / low)^x over x in [0, 1] is their logarithmic mean.
        const double middle =
            low > 0 && high > low ? (high - low) / portable_log(high / low) : (low + high) / 2;
        sum += (points_[i].p - points_[i - 1].p) * middle;
    }
    return sum;
}

Duration Distribution::mean() const {
    const double mean = std::visit(
        Overloaded{
            [](const Constant& shape) { return nanoseconds(shape.value); },
            [](const Exponential& shape) { return nanoseconds(shape.mean); },
            [](const Uniform& shape) { return (nanoseconds(shape.low) + nanoseconds(shape.high)) / 2; },
            [](const Lognormal& shape) { return portable_exp(shape.mu + shape.sigma * shape.sigma / 2); },
            [](const Erlang& shape) { return nanoseconds(shape.mean); },
            [this](const Empirical&) { return mean_of_points(); },
        },
        shape_);
    return std::max(from_nanoseconds(mean), Duration::zero());
}

std::string Distribution::description() const {
    return std::visit(
        Overloaded{
            [](const Constant& shape) { return "constant " + text(shape.value); },
            [](const Exponential& shape) { return "exponential mean " + text(shape.mean); },
            [](const Uniform& shape) { return "uniform " + text(shape.low) + " to " + text(shape.high); },
            [](const Lognormal& shape) {
                return shape.q > 0 ? "lognormal p50 " + text(shape.given) + " " + percentile_name(shape.q) +
                                         " " + text(shape.value_at_q)
                                   : "lognormal mean " + text(shape.given) + " cv " + text(shape.cv);
            },
            [](const Erlang& shape) {
                return "erlang k " + std::to_string(shape.k) + " mean " + text(shape.mean);
            },
            [this](const Empirical&) {
                std::string description = "empirical";
                for (const Percentile& point : points_) {
                    description += " " + percentile_name(point.p) + " " + text(point.value);
                }
                return description;
            },
        },
        shape_);
}

} // namespace meshcast
