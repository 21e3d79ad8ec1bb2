#pragma once

#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/yaml/cursor.h"
#include "sim/model/routing.h"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Pieces that Istio's objects, and partly those of the Gateway API, have in common. Everything that cannot
/// be read is reported and reads as absent.
namespace meshcast::routes {

template <class Value>
using Words = std::span<const std::pair<std::string_view, Value>>;

void report_unknown_word(const yaml::Cursor& field, std::vector<std::string> words);

/// One of a few words, in capitals or not as Kubernetes has them.
template <class Value>
std::optional<Value> read_word(const yaml::Cursor& field, Words<Value> words) {
    const std::optional<std::string> text = field.string();
    if (!text) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const auto& [word, value] : words) {
        if (word == *text) {
            return value;
        }
        names.emplace_back(word);
    }
    report_unknown_word(field, std::move(names));
    return std::nullopt;
}

std::string lower_case(std::string_view text);

/// `metadata.creationTimestamp` as written; it orders objects.
std::string read_created(const yaml::Cursor& object);

/// What every route object begins with; checks the names of its spec's fields. Nothing without a name.
std::optional<Route> begin_route(const yaml::Cursor& object, Dialect dialect, std::string_view kind,
                                 const kubernetes::Fields& spec_fields);

std::vector<std::string> read_strings(const yaml::Cursor& list);

std::optional<Duration> read_duration(const yaml::Cursor& field);

/// 0..100 as written, 0..1 as read.
std::optional<double> read_percent(const yaml::Cursor& field);

std::optional<int> read_port(const yaml::Cursor& field);

/// A whole number from 0 that fits where Envoy puts it (uint32).
std::optional<std::int64_t> read_count(const yaml::Cursor& field);

/// Checks the expression.
std::optional<std::string> read_regex(const yaml::Cursor& field);

/// `exact`, `prefix` or `regex`; none of them: any value.
TextMatch read_text_match(const yaml::Cursor& match);

/// Istio's `headers.request` or `headers.response`.
HeaderEdits read_header_edits(const yaml::Cursor& edits);

/// A short name is one of the object's own namespace; other names are full already.
/// https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
std::string full_host(std::string_view host, std::string_view name_space);

/// Istio's exportTo: "." becomes the object's namespace.
std::vector<std::string> read_export_to(const yaml::Cursor& list, const Metadata& metadata);

/// "namespace/host" of Gateways and Sidecars; "." is the object's namespace, none is `otherwise`.
ScopedHost read_scoped_host(const yaml::Cursor& field, const Metadata& metadata, std::string_view otherwise);

/// Leaves `into` as it is where the field is absent.
template <class Read, class Into>
void read_if_present(const yaml::Cursor& field, Read read, Into& into) {
    if (field.present()) {
        into = read(field);
    }
}

/// `value` of an optional is present but zero means "none" in Istio.
std::optional<Duration> unless_zero(std::optional<Duration> duration);

} // namespace meshcast::routes
