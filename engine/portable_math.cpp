#include "engine/portable_math.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace meshcast {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLn2High = 6.93147180369123816490e-01; // 33 significant bits, so k * kLn2High is exact
constexpr double kLn2Low = 1.90821492927058770002e-10;

/// c[0] + c[1] x + c[2] x^2 + ...
template <std::size_t N>
double polynomial(const std::array<double, N>& c, double x) {
    double sum = c[N - 1];
    for (std::size_t i = N - 1; i-- > 0;) {
        sum = sum * x + c[i];
    }
    return sum;
}

struct Split {
    double mantissa;
    int exponent;
};

/// std::frexp for finite x > 0, in line: a mantissa in [1/2, 1) and an exponent.
Split split(double x) {
    constexpr int kBias = 1022;
    constexpr std::uint64_t kMantissaMask = (std::uint64_t{1} << 52) - 1;
    int exponent = -kBias;
    if (x < std::numeric_limits<double>::min()) { // subnormal
        x *= 0x1p54;
        exponent -= 54;
    }
    const auto bits = std::bit_cast<std::uint64_t>(x);
    exponent += static_cast<int>(bits >> 52);
    return {std::bit_cast<double>((bits & kMantissaMask) | std::uint64_t{kBias} << 52), exponent};
}

} // namespace

// The minimax coefficients of both functions are those of fdlibm (Sun Microsystems, 1993), e_log.c and
// e_exp.c.

double portable_log(double x) {
    if (!(x > 0)) {
        return x == 0 ? -kInfinity : std::numeric_limits<double>::quiet_NaN();
    }
    if (x == kInfinity) {
        return x;
    }
    // x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2); log(1 + f) = 2 artanh(s), s = f / (2 + f).
    constexpr std::array kTail{6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01,
                               2.222219843214978396e-01, 1.818357216161805012e-01, 1.531383769920937332e-01,
                               1.479819860511658591e-01};
    constexpr double kSqrtHalf = 0.70710678118654752440;
    auto [mantissa, k] = split(x);
    if (mantissa < kSqrtHalf) {
        mantissa *= 2;
        --k;
    }
    const double f = mantissa - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    const double r = z * polynomial(kTail, z);
    const double half_square = 0.5 * f * f;
    return k * kLn2High - ((half_square - (s * (half_square + r) + k * kLn2Low)) - f);
}

double portable_exp(double x) {
    if (x != x || x > 709.782712893383973096) {
        return x != x ? x : kInfinity;
    }
    if (x < -745.13321910194110842) {
        return 0;
    }
    // x = k ln 2 + r with |r| <= ln(2) / 2; exp(r) from its Remez approximation on that interval.
    constexpr std::array kRemez{1.66666666666666019037e-01, -2.77777777770155933842e-03,
                                6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                4.13813679705723846039e-08};
    constexpr double kInverseLn2 = 1.44269504088896338700;
    const int k = static_cast<int>(x * kInverseLn2 + (x < 0 ? -0.5 : 0.5));
    const double high = x - k * kLn2High;
    const double low = k * kLn2Low;
    const double r = high - low;
    const double t = r * r;
    const double c = r - t * polynomial(kRemez, t);
    const double exp_r = 1 - ((low - (r * c) / (2 - c)) - high);
    constexpr int kBias = 1023;
    if (std::abs(k) >= kBias) { // to or from the subnormal range
        return std::ldexp(exp_r, k);
    }
    return exp_r * std::bit_cast<double>(static_cast<std::uint64_t>(kBias + k) << 52);
}

/// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37(3),
/// 1988, routine PPND16: relative error about 1e-16.
double normal_quantile(double probability) {
    constexpr std::array kA{3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                            1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                            3.3430575583588128105e+4, 2.5090809287301226727e+3};
    constexpr std::array kB{1.0,
                            4.2313330701600911252e+1,
                            6.8718700749205790830e+2,
                            5.3941960214247511077e+3,
                            2.1213794301586595867e+4,
                            3.9307895800092710610e+4,
                            2.8729085735721942674e+4,
                            5.2264952788528545610e+3};
    constexpr std::array kC{1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                            3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                            2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr std::array kD{1.0,
                            2.05319162663775882187e0,
                            1.67638483018380384940e0,
                            6.89767334985100004550e-1,
                            1.48103976427480074590e-1,
                            1.51986665636164571966e-2,
                            5.47593808499534494600e-4,
                            1.05075007164441684324e-9};
    constexpr std::array kE{6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                            2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                            2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr std::array kF{1.0,
                            5.99832206555887937690e-1,
                            1.36929880922735805310e-1,
                            1.48753612908506148525e-2,
                            7.86869131145613259100e-4,
                            1.84631831751005468180e-5,
                            1.42151175831644588870e-7,
                            2.04426310338993978564e-15};

    const double q = probability - 0.5;
    if (std::abs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(kA, r) / polynomial(kB, r);
    }
    const double tail = q < 0 ? probability : 1 - probability;
    if (!(tail > 0)) {
        return q < 0 ? -kInfinity : kInfinity;
    }
    const double r = std::sqrt(-portable_log(tail));
    const double z = r <= 5 ? polynomial(kC, r - 1.6) / polynomial(kD, r - 1.6)
                            : polynomial(kE, r - 5) / polynomial(kF, r - 5);
    return q < 0 ? -z : z;
}

} // namespace meshcast
