#include "scenarios/import/istio/fields.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"
#include "sim/policy/regex.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace meshcast::routes {

namespace {

constexpr std::int64_t kLargestPort = 65535;
constexpr std::int64_t kLargestCount = 4'294'967'295;

const kubernetes::Fields kMatchFields{{"exact", "prefix", "regex"}, {}};
const kubernetes::Fields kEditFields{{"set", "add", "remove"}, {}};

tl::expected<double, std::string> parse_percent(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return tl::unexpected(fmt::format("\"{}\" is not a number; write a percentage such as 12.5", text));
    }
    if (!(value >= 0 && value <= 100)) {
        return tl::unexpected(fmt::format("{} is not a percentage; write 0 to 100", text));
    }
    return value / 100;
}

HeaderValues read_header_values(const yaml::Cursor& mapping) {
    HeaderValues values;
    for (const auto& [name, value] : mapping.entries()) {
        values.emplace_back(name, value.string().value_or(""));
    }
    return values;
}

} // namespace

void report_unknown_word(const yaml::Cursor& field, std::vector<std::string> words) {
    const std::string text = field.node()->text;
    field.report(message::BadValue,
                 fill(message::BadValue, field.path(),
                      fmt::format("\"{}\" is not one of {}", text, fmt::join(words, ", "))),
                 did_you_mean(text, words));
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

std::string read_created(const yaml::Cursor& object) {
    return object["metadata"]["creationTimestamp"].string().value_or("");
}

std::vector<std::string> read_strings(const yaml::Cursor& list) {
    std::vector<std::string> result;
    for (const yaml::Cursor& item : list.items()) {
        if (auto text = item.string()) {
            result.push_back(*std::move(text));
        }
    }
    return result;
}

std::optional<Duration> read_duration(const yaml::Cursor& field) {
    return field.parsed(units::parse_duration);
}

std::optional<Duration> unless_zero(std::optional<Duration> duration) {
    return duration == Duration{} ? std::nullopt : duration;
}

std::optional<double> read_percent(const yaml::Cursor& field) {
    return field.parsed(parse_percent);
}

std::optional<int> read_port(const yaml::Cursor& field) {
    const auto port = field.integer(0, kLargestPort);
    return port ? std::optional(static_cast<int>(*port)) : std::nullopt;
}

std::optional<std::int64_t> read_count(const yaml::Cursor& field) {
    return field.integer(0, kLargestCount);
}

std::optional<std::string> read_regex(const yaml::Cursor& field) {
    std::optional<std::string> regex = field.string();
    if (regex) {
        if (const std::string error = regex_error(*regex); !error.empty()) {
            field.report_bad_value(
                fmt::format("\"{}\" is not a regular expression of RE2: {}", *regex, error));
            return std::nullopt;
        }
    }
    return regex;
}

TextMatch read_text_match(const yaml::Cursor& match) {
    if (!match.present()) {
        return {};
    }
    kubernetes::check_spelling(match, kMatchFields);
    if (const auto exact = match["exact"].string()) {
        return {TextMatch::Kind::Exact, *exact, false};
    }
    if (const auto prefix = match["prefix"].string()) {
        return {TextMatch::Kind::Prefix, *prefix, false};
    }
    const yaml::Cursor regex = match["regex"];
    // "*" is no expression; Istio takes it for "is there".
    if (!regex.present() || (regex.node()->is_scalar() && regex.node()->text == "*")) {
        return {};
    }
    return {TextMatch::Kind::Regex, read_regex(regex).value_or(""), false};
}

HeaderEdits read_header_edits(const yaml::Cursor& edits) {
    kubernetes::check_spelling(edits, kEditFields);
    return {read_header_values(edits["set"]), read_header_values(edits["add"]),
            read_strings(edits["remove"])};
}

std::string full_host(std::string_view host, std::string_view name_space) {
    std::string result = lower_case(host);
    if (!result.empty() && result.find('.') == result.npos && !result.starts_with('*')) {
        result += fmt::format(".{}.svc.cluster.local", name_space);
    }
    return result;
}

std::vector<std::string> read_export_to(const yaml::Cursor& list, const Metadata& metadata) {
    std::vector<std::string> result = read_strings(list);
    std::ranges::replace(result, std::string("."), metadata.name_space);
    return result;
}

ScopedHost read_scoped_host(const yaml::Cursor& field, const Metadata& metadata, std::string_view otherwise) {
    const std::string text = lower_case(field.string().value_or(""));
    const std::size_t slash = text.find('/');
    if (slash == text.npos) {
        return {std::string(otherwise), text};
    }
    const std::string name_space = text.substr(0, slash);
    return {name_space == "." ? metadata.name_space : name_space, text.substr(slash + 1)};
}

} // namespace meshcast::routes
