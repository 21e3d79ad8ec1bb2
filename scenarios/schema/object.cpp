#include "scenarios/schema/object.h"

#include "scenarios/diagnostics/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace meshcast::detail {

namespace {

/// A bound as prose wants it: strings without their quotes, numbers as short as they are.
std::string plain(const Json& value) {
    if (value.is_number_float()) {
        return fmt::format("{}", value.get<double>());
    }
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string range_text(const Json& min, const Json& max) {
    if (min.is_null() && max.is_null()) {
        return {};
    }
    if (max.is_null()) {
        return fmt::format("at least {}", plain(min));
    }
    return min.is_null() ? fmt::format("at most {}", plain(max))
                         : fmt::format("from {} to {}", plain(min), plain(max));
}

} // namespace

void report_unknown_field(ReadContext& context, const yaml::Node& key, const std::string& object,
                          const std::vector<std::string>& known) {
    std::string hint = did_you_mean(key.text, known);
    if (hint.empty()) {
        hint = fmt::format("{} has the fields {}", object, fmt::join(known, ", "));
    }
    context.error(message::UnknownField, key, fill(message::UnknownField, key.text, context.path()),
                  std::move(hint));
}

void report_missing_field(ReadContext& context, const yaml::Node& object, const std::string& key,
                          const std::string& example) {
    context.error(message::FieldMissing, object, fill(message::FieldMissing, context.path(), key),
                  example.empty() ? std::string{} : fmt::format("write {}: {}", key, example));
}

bool report_out_of_range(ReadContext& context, const yaml::Node& node, const Json& min, const Json& max) {
    return context.error(message::OutOfRange, node,
                         fill(message::OutOfRange, context.path(), range_text(min, max), node.text));
}

Json describe_field(Json schema, const std::string& help, const Json& fallback, const std::string& example,
                    const Json& min, const Json& max) {
    const std::string range = range_text(min, max);
    schema["description"] = range.empty() ? help : fmt::format("{} Must be {}.", help, range);
    if (!fallback.is_null()) {
        schema["default"] = fallback;
    }
    if (!example.empty()) {
        schema["examples"] = {example};
    }
    if (min.is_number()) {
        schema["minimum"] = min;
    }
    if (max.is_number()) {
        schema["maximum"] = max;
    }
    return schema;
}

} // namespace meshcast::detail
