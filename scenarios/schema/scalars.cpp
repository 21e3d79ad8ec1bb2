#include "scenarios/diagnostics/suggest.h"
#include "scenarios/schema/codec.h"
#include "scenarios/units.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace meshcast {

namespace {

/// Reads a scalar with a unit grammar; its error is a sentence that says what to write.
template <class T, class Parse>
bool read_parsed(ReadContext& context, const yaml::Node& node, T& value, std::string_view wanted,
                 Parse parse) {
    if (!node.is_scalar()) {
        return context.wrong_type(node, wanted);
    }
    const auto parsed = parse(std::string_view(node.text));
    if (!parsed) {
        return context.bad_value(node, parsed.error());
    }
    value = static_cast<T>(*parsed);
    return true;
}

/// A string in a notation of its own, defined once.
Json notation(Definitions& definitions, const std::string& name, const std::string& help,
              const Json& examples) {
    return definitions.refer(name, [&](Definitions&) {
        return Json{{"description", help}, {"type", {"string", "number"}}, {"examples", examples}};
    });
}

template <class Number>
bool read_number(ReadContext& context, const yaml::Node& node, Number& value, std::string_view wanted) {
    if (!node.is_scalar() || node.quoted) {
        return context.wrong_type(node, wanted);
    }
    const char* end = node.text.data() + node.text.size();
    Number number{};
    const auto [stop, error] = std::from_chars(node.text.data(), end, number);
    if (error == std::errc::result_out_of_range) {
        return context.error(message::OutOfRange, node,
                             fill(message::OutOfRange, context.path(),
                                  fmt::format("at most {}", std::numeric_limits<Number>::max()), node.text));
    }
    if (error != std::errc{} || stop != end) {
        return context.wrong_type(node, wanted);
    }
    value = number;
    return true;
}

struct BitPrefix {
    std::string_view text;
    double bytes_per_second;
};

constexpr BitPrefix kBandwidthUnits[] = {
    {"Tbps", 1.25e11}, {"Gbps", 1.25e8}, {"Mbps", 1.25e5}, {"kbps", 125}, {"bps", 0.125},
};

units::Parsed<double> parse_bandwidth(std::string_view text) {
    for (const BitPrefix& unit : kBandwidthUnits) {
        if (!text.ends_with(unit.text)) {
            continue;
        }
        const std::string_view digits = text.substr(0, text.size() - unit.text.size());
        double number = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error == std::errc{} && stop == digits.data() + digits.size() && std::isfinite(number) &&
            number >= 0) {
            return number * unit.bytes_per_second;
        }
        break;
    }
    return tl::unexpected(fmt::format("\"{}\" is not a bandwidth; write 10Gbps or 100Mbps", text));
}

} // namespace

bool Codec<bool>::read(ReadContext& context, const yaml::Node& node, bool& value) {
    if (!node.is_scalar() || node.quoted || (node.text != "true" && node.text != "false")) {
        const auto meant = units::parse_boolean(node.text);
        return context.wrong_type(node, "true or false",
                                  meant ? fmt::format("write {}", *meant ? "true" : "false") : "");
    }
    value = node.text == "true";
    return true;
}

Json Codec<bool>::schema(Definitions&) {
    return {{"type", "boolean"}};
}

Json Codec<bool>::write(bool value) {
    return value;
}

bool Codec<int>::read(ReadContext& context, const yaml::Node& node, int& value) {
    return read_number(context, node, value, "a whole number");
}

Json Codec<int>::schema(Definitions&) {
    return {{"type", "integer"}};
}

Json Codec<int>::write(int value) {
    return value;
}

bool Codec<std::uint64_t>::read(ReadContext& context, const yaml::Node& node, std::uint64_t& value) {
    return read_number(context, node, value, "a whole number, not negative");
}

Json Codec<std::uint64_t>::schema(Definitions&) {
    return {{"type", "integer"}, {"minimum", 0}};
}

Json Codec<std::uint64_t>::write(std::uint64_t value) {
    return value;
}

bool Codec<double>::read(ReadContext& context, const yaml::Node& node, double& value) {
    return read_number(context, node, value, "a number") &&
           (std::isfinite(value) || context.wrong_type(node, "a number"));
}

Json Codec<double>::schema(Definitions&) {
    return {{"type", "number"}};
}

Json Codec<double>::write(double value) {
    return value;
}

bool Percent::read(ReadContext& context, const yaml::Node& node, double& value) {
    return read_parsed(context, node, value, "a percentage such as 50%", units::parse_fraction);
}

Json Percent::schema(Definitions& definitions) {
    return notation(definitions, "Percent", "A share: a percentage, or a number from 0 to 1.", {"50%", 0.5});
}

Json Percent::write(double value) {
    return units::format_fraction(value);
}

bool Bandwidth::read(ReadContext& context, const yaml::Node& node, double& value) {
    return read_parsed(context, node, value, "a bandwidth such as 10Gbps", parse_bandwidth);
}

Json Bandwidth::schema(Definitions& definitions) {
    return notation(definitions, "Bandwidth", "Bits a second: a number with bps, kbps, Mbps, Gbps or Tbps.",
                    {"10Gbps", "100Mbps"});
}

Json Bandwidth::write(double value) {
    for (const BitPrefix& unit : kBandwidthUnits) {
        if (value >= unit.bytes_per_second) {
            return fmt::format("{}{}", value / unit.bytes_per_second, unit.text);
        }
    }
    return fmt::format("{}bps", value * 8);
}

bool Codec<std::string>::read(ReadContext& context, const yaml::Node& node, std::string& value) {
    if (!node.is_scalar()) {
        return context.wrong_type(node, "text");
    }
    value = node.text;
    return true;
}

Json Codec<std::string>::schema(Definitions&) {
    return {{"type", "string"}};
}

Json Codec<std::string>::write(const std::string& value) {
    return value.empty() ? Json() : Json(value);
}

bool Codec<Duration>::read(ReadContext& context, const yaml::Node& node, Duration& value) {
    return read_parsed(context, node, value, "a time such as 10ms", units::parse_duration);
}

Json Codec<Duration>::schema(Definitions& definitions) {
    return notation(definitions, "Duration", "A time: numbers with h, m, s, ms, us or ns; 0 needs no unit.",
                    {"250ms", "1h30m", "80us"});
}

Json Codec<Duration>::write(Duration value) {
    return units::format_duration(value);
}

bool Codec<Bytes>::read(ReadContext& context, const yaml::Node& node, Bytes& value) {
    return read_parsed(context, node, value, "a size such as 1KiB", units::parse_size);
}

Json Codec<Bytes>::schema(Definitions& definitions) {
    return notation(
        definitions, "Size",
        "Bytes: a number, alone or with B, k, M, G (thousands) or Ki, Mi, Gi (1024s), with or without B.",
        {"1KiB", "128Mi", "500B"});
}

Json Codec<Bytes>::write(Bytes value) {
    return units::format_memory(value);
}

bool Codec<MilliCpu>::read(ReadContext& context, const yaml::Node& node, MilliCpu& value) {
    return read_parsed(context, node, value, "an amount of CPU such as 500m", units::parse_cpu);
}

Json Codec<MilliCpu>::schema(Definitions& definitions) {
    return notation(definitions, "Cpu", "CPU cores, as Kubernetes writes them: m is a thousandth.",
                    {"500m", 2});
}

Json Codec<MilliCpu>::write(MilliCpu value) {
    return units::format_cpu(value);
}

bool Codec<Rate>::read(ReadContext& context, const yaml::Node& node, Rate& value) {
    return read_parsed(context, node, value, "a rate such as 200/s", units::parse_rate);
}

Json Codec<Rate>::schema(Definitions& definitions) {
    return notation(definitions, "Rate", "Events per time: a number with /s, /m, /h or rps.",
                    {"200/s", "1000rps", "1k/s"});
}

Json Codec<Rate>::write(Rate value) {
    return units::format_rate(value);
}

bool unknown_word(ReadContext& context, const yaml::Node& node, const std::vector<std::string>& known) {
    if (!node.is_scalar()) {
        return context.wrong_type(node, fmt::format("one of {}", fmt::join(known, ", ")));
    }
    return context.error(
        message::UnknownWord, node,
        fill(message::UnknownWord, context.path(), node.text, fmt::format("{}", fmt::join(known, ", "))),
        did_you_mean(node.text, known));
}

} // namespace meshcast
