#include "scenarios/analysis/validation/schema.h"

#include "scenarios/units.h"
#include "scenarios/yaml/plain_scalar.h"
#include "sim/policy/regex.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace meshcast::analysis {

namespace {

using Type = Schema::Type;

std::string_view type_name(Type type) {
    switch (type) {
    case Type::Object:
    case Type::Map:
        return "object";
    case Type::List:
        return "array";
    case Type::Text:
        return "string";
    case Type::Integer:
        return "integer";
    case Type::Number:
        return "number";
    case Type::Boolean:
        return "boolean";
    case Type::Any:
        break;
    }
    return "any";
}

bool is_number(const Peek& value) {
    const std::string text = value.text();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool is_quoted(const Peek& value) {
    return value.is_scalar() && value.node()->quoted;
}

/// As YAML reads a scalar: "1.5", "yes" and "web" are of three types.
std::string found_type(const Peek& value) {
    if (!value.present()) {
        return "null";
    }
    if (value.is_mapping()) {
        return "object";
    }
    if (value.is_sequence()) {
        return "array";
    }
    if (is_quoted(value) || yaml::is_plain_string(value.text())) {
        return "string";
    }
    return value.integer() ? "integer" : is_number(value) ? "number" : "boolean";
}

bool has_type(Type type, const Peek& value) {
    const std::string found = found_type(value);
    return type == Type::Any || found == type_name(type) || (type == Type::Number && found == "integer");
}

std::string child(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
}

} // namespace

void report_invalid(Diagnostics& diagnostics, const Object& object, const Peek& where, std::string_view text,
                    std::string_view hint) {
    report(diagnostics, object, where, message::InvalidObject, fill(message::InvalidObject, text), hint);
}

Schema Schema::object(std::vector<Field> fields) {
    Schema schema(Type::Object);
    schema.fields_ = std::move(fields);
    return schema;
}

Schema Schema::list(Schema element) {
    Schema schema(Type::List);
    schema.element_ = std::make_shared<const Schema>(std::move(element));
    return schema;
}

Schema Schema::map(Schema element) {
    Schema schema(Type::Map);
    schema.element_ = std::make_shared<const Schema>(std::move(element));
    return schema;
}

Schema Schema::at_least(std::int64_t least) && {
    least_ = least;
    return std::move(*this);
}

Schema Schema::at_most(std::int64_t most) && {
    most_ = most;
    return std::move(*this);
}

Schema Schema::matching(std::string_view pattern) && {
    pattern_ = pattern;
    return std::move(*this);
}

Schema Schema::one_of(std::vector<std::string> words) && {
    words_ = std::move(words);
    return std::move(*this);
}

Schema Schema::unique_by(std::vector<std::string> keys) && {
    keys_ = std::move(keys);
    return std::move(*this);
}

Schema Schema::where(std::string_view message, bool (*holds)(const Peek& value)) && {
    rules_.push_back({message, holds});
    return std::move(*this);
}

Schema Schema::only_one(std::vector<std::string> fields) && {
    exclusive_.push_back(std::move(fields));
    return std::move(*this);
}

void Schema::check(const Object& object, const Peek& value, const std::string& path,
                   Diagnostics& diagnostics) const {
    if (!has_type(type_, value)) {
        report_invalid(
            diagnostics, object, value,
            fmt::format("{} in body must be of type {}: \"{}\"", path, type_name(type_), found_type(value)));
        return;
    }
    switch (type_) {
    case Type::Text:
        check_text(object, value, path, diagnostics);
        break;
    case Type::Integer:
    case Type::Number:
        check_number(object, value, path, diagnostics);
        break;
    case Type::List:
        check_list(object, value, path, diagnostics);
        break;
    case Type::Object:
    case Type::Map:
        check_fields(object, value, path, diagnostics);
        break;
    case Type::Any:
    case Type::Boolean:
        break;
    }
    check_rules(object, value, path, diagnostics);
}

void Schema::check_text(const Object& object, const Peek& value, const std::string& path,
                        Diagnostics& diagnostics) const {
    const std::string given = value.text();
    const auto size = static_cast<std::int64_t>(given.size());
    const auto complain = [&](const std::string& what, std::string_view hint = {}) {
        report_invalid(diagnostics, object, value, what, hint);
    };
    if (least_ && size < *least_) {
        complain(fmt::format("{0}: Invalid value: \"{1}\": {0} in body should be at least {2} chars long",
                             path, given, *least_));
    }
    if (most_ && size > *most_) {
        complain(fmt::format("{}: Too long: may not be longer than {}", path, *most_));
    }
    if (!pattern_.empty() && !regex_matches(pattern_, given)) {
        complain(fmt::format("{0}: Invalid value: \"{1}\": {0} in body should match '{2}'", path, given,
                             pattern_));
    }
    if (!words_.empty() && std::ranges::find(words_, given) == words_.end()) {
        complain(fmt::format("{}: Unsupported value: \"{}\": supported values: \"{}\"", path, given,
                             fmt::join(words_, "\", \"")));
    }
}

void Schema::check_number(const Object& object, const Peek& value, const std::string& path,
                          Diagnostics& diagnostics) const {
    double given = 0;
    const std::string digits = value.text();
    std::from_chars(digits.data(), digits.data() + digits.size(), given);
    if (least_ && given < static_cast<double>(*least_)) {
        report_invalid(
            diagnostics, object, value,
            fmt::format("{0}: Invalid value: {1}: {0} in body should be greater than or equal to {2}", path,
                        digits, *least_));
    }
    if (most_ && given > static_cast<double>(*most_)) {
        report_invalid(diagnostics, object, value,
                       fmt::format("{0}: Invalid value: {1}: {0} in body should be less than or equal to {2}",
                                   path, digits, *most_));
    }
}

void Schema::check_list(const Object& object, const Peek& value, const std::string& path,
                        Diagnostics& diagnostics) const {
    const std::vector<Peek> items = value.items();
    const auto size = static_cast<std::int64_t>(items.size());
    if (least_ && size < *least_) {
        report_invalid(diagnostics, object, value,
                       fmt::format("{0}: Invalid value: {1}: {0} in body should have at least {2} items",
                                   path, size, *least_));
    }
    if (most_ && size > *most_) {
        report_invalid(diagnostics, object, value,
                       fmt::format("{}: Too many: {}: must have at most {} items", path, size, *most_));
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string at = fmt::format("{}[{}]", path, i);
        element_->check(object, items[i], at, diagnostics);
        std::string identity;
        for (const std::string& key : keys_) {
            identity +=
                fmt::format("{}\"{}\":\"{}\"", identity.empty() ? "" : ", ", key, items[i][key].text());
        }
        if (!keys_.empty() && !seen.insert(identity).second) {
            report_invalid(diagnostics, object, items[i],
                           fmt::format("{}: Duplicate value: {{{}}}", at, identity));
        }
    }
}

void Schema::check_fields(const Object& object, const Peek& value, const std::string& path,
                          Diagnostics& diagnostics) const {
    for (const Field& field : fields_) {
        const Peek given = value[field.name];
        if (given.node() != nullptr) {
            field.schema.check(object, given, child(path, field.name), diagnostics);
        } else if (field.required) {
            report_invalid(diagnostics, object, value,
                           fmt::format("{}: Required value", child(path, field.name)),
                           fmt::format("write {}", field.name));
        }
    }
    if (type_ == Type::Map) {
        for (const auto& [key, element] : value.entries()) {
            element_->check(object, element, child(path, key), diagnostics);
        }
    }
    for (const std::vector<std::string>& group : exclusive_) {
        const auto given = std::ranges::count_if(
            group, [&](const std::string& name) { return value[name].node() != nullptr; });
        if (given > 1) {
            report_invalid(
                diagnostics, object, value,
                fmt::format("{0}: Invalid value: \"\": \"{0}\" must validate one and only one schema "
                            "(oneOf). Found {1} valid alternatives",
                            path, given),
                fmt::format("give one of {}", fmt::join(group, ", ")));
        }
    }
}

void Schema::check_rules(const Object& object, const Peek& value, const std::string& path,
                         Diagnostics& diagnostics) const {
    for (const Rule& rule : rules_) {
        if (!rule.holds(value)) {
            report_invalid(diagnostics, object, value,
                           fmt::format("{}: Invalid value: \"{}\": {}", path,
                                       type_ == Type::Any ? found_type(value) : std::string(type_name(type_)),
                                       rule.message));
        }
    }
}

} // namespace meshcast::analysis
