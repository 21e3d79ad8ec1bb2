#pragma once

#include "engine/time.h"
#include "sim/model/units.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// The units of scenario files and manifests, read and written. What cannot be read says what is wrong and
/// what to write instead. Everything is exact integer arithmetic but rates and fractions.
namespace meshcast::units {

template <class Value>
using Parsed = tl::expected<Value, std::string>;

/// Go's grammar: a sequence of decimal numbers with h, m, s, ms, us, µs or ns, "1h30m", "1.5s"; "0" alone
/// needs no unit. Parts below a nanosecond are cut off, as Go does. Negative durations are refused.
Parsed<Duration> parse_duration(std::string_view text);

/// Greatest unit first, each once: "1h30m", "1s500ms", "0s".
std::string format_duration(Duration duration);

/// Kubernetes quantities: "0.5", "500m", "2"; finer than a thousandth of a core rounds up.
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
Parsed<MilliCpu> parse_cpu(std::string_view text);
std::string format_cpu(MilliCpu cpu); // "1500m", "2"

/// Kubernetes quantities: "128Mi", "1G", "1e6"; finer than a byte rounds up.
Parsed<Bytes> parse_memory(std::string_view text);
std::string format_memory(Bytes memory); // "1536Mi": the largest binary unit that divides it

/// Sizes of messages, in scenarios: "512", "512B", "16KB" or "16kB" (1000), "16 KiB" (1024), and k, K, M, G,
/// Ki, Mi, Gi as in quantities.
Parsed<Bytes> parse_size(std::string_view text);

/// "200/s", "12000/m", "5/h", "1000rps", "1k/s". A bare number is an error.
Parsed<Rate> parse_rate(std::string_view text);
std::string format_rate(Rate rate); // "200/s"

/// A share of one: "0.1%" or a bare number from 0 to 1.
Parsed<double> parse_fraction(std::string_view text);
std::string format_fraction(double fraction); // "0.1%"

/// YAML 1.1's words, as Kubernetes reads them: true, yes, on, y and their opposites, in lower, Capital or
/// UPPER letters.
Parsed<bool> parse_boolean(std::string_view text);

/// A whole number in decimal, from `least` to `most`.
Parsed<std::int64_t> parse_integer(std::string_view text, std::int64_t least, std::int64_t most);

} // namespace meshcast::units
