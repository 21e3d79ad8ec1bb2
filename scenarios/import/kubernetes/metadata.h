#pragma once

#include "scenarios/yaml/cursor.h"
#include "sim/model/label_selector.h"
#include "sim/model/topology.h"

#include <optional>
#include <string>

namespace meshcast::kubernetes {

/// An object's `metadata`. Nothing, and a report, without a usable name. `name_space` stays empty for kinds
/// outside namespaces.
std::optional<Metadata> read_metadata(const yaml::Cursor& object, bool namespaced);

/// Labels, annotations, selectors: a mapping of strings. Values Kubernetes refuses because they are not
/// strings are taken as written and reported, but for the injection label that everybody writes as a bare
/// `true`.
Labels read_labels(const yaml::Cursor& mapping);

/// `matchLabels` and `matchExpressions`.
LabelSelector read_label_selector(const yaml::Cursor& selector);

/// Says that Kubernetes insists on the field, where it is missing.
void warn_if_missing(const yaml::Cursor& field, std::string_view hint);

/// A string field; unquoted numbers and booleans are taken as written and reported.
std::optional<std::string> read_string(const yaml::Cursor& field);

} // namespace meshcast::kubernetes
