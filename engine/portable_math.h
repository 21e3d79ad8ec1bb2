#pragma once

namespace meshcast {

/// Elementary functions within about one unit in the last place. The standard library's differ between
/// versions and processors in the last bit, which a simulation would turn into different bytes of output.

/// Natural logarithm. -infinity at 0, NaN below.
double portable_log(double x);

/// Saturates to infinity and to 0.
double portable_exp(double x);

/// The z with P(Z <= z) = probability for a standard normal Z. Infinite at 0 and 1.
double normal_quantile(double probability);

} // namespace meshcast
