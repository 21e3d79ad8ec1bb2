#include "scenarios/import/kubernetes/metadata.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"
#include "scenarios/yaml/plain_scalar.h"

#include <algorithm>

namespace meshcast::kubernetes {

namespace {

constexpr std::string_view kInjectionLabel = "sidecar.istio.io/inject";
constexpr std::size_t kLongestName = 253;

const Fields kMetadataFields{{"name", "namespace", "labels", "annotations", "generateName"},
                             {"uid", "resourceVersion", "generation", "creationTimestamp",
                              "deletionTimestamp", "deletionGracePeriodSeconds", "ownerReferences",
                              "finalizers", "managedFields", "selfLink", "clusterName"}};

/// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names, all that
/// names may hold
bool is_name(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, allowed) &&
           text.front() != '-' && text.back() != '-';
}

std::string read_name(const yaml::Cursor& field) {
    const std::string text = read_string(field).value_or("");
    if (field.present() && field.node()->is_scalar() && !is_name(text)) {
        field.report_bad_value(describe(*field.node()) +
                               " is not a name; names are lower-case letters, digits, \"-\" and \".\"");
    }
    return text;
}

} // namespace

std::optional<std::string> read_string(const yaml::Cursor& field) {
    std::optional<std::string> text = field.string();
    if (text && !field.node()->quoted && !yaml::is_plain_string(*text)) {
        field.report(message::UnquotedString, fill(message::UnquotedString, field.path(), *text),
                     fmt::format("write \"{}\" in quotes", *text));
    }
    return text;
}

void warn_if_missing(const yaml::Cursor& field, std::string_view hint) {
    if (field.missing()) {
        field.report(message::IncompleteObject, fill(message::IncompleteObject, field.path()),
                     std::string(hint));
    }
}

Labels read_labels(const yaml::Cursor& mapping) {
    Labels labels;
    for (const auto& [key, value] : mapping.entries()) {
        if (key == kInjectionLabel && value.present() && value.node()->is_scalar()) {
            const units::Parsed<bool> inject = units::parse_boolean(value.node()->text);
            labels[key] = !inject || value.node()->quoted ? value.node()->text : *inject ? "true" : "false";
        } else if (value.node()->is_null() || value.node()->is_scalar()) {
            labels[key] = read_string(value).value_or("");
        } else {
            value.report_type("a string");
        }
    }
    return labels;
}

LabelSelector read_label_selector(const yaml::Cursor& selector) {
    LabelSelector result;
    result.labels = read_labels(selector["matchLabels"]);
    for (const yaml::Cursor& item : selector["matchExpressions"].items()) {
        LabelRequirement& requirement = result.expressions.emplace_back();
        requirement.key = item["key"].string().value_or("");
        requirement.operation = item["operator"].string().value_or("");
        for (const yaml::Cursor& value : item["values"].items()) {
            requirement.values.push_back(read_string(value).value_or(""));
        }
    }
    return result;
}

std::optional<Metadata> read_metadata(const yaml::Cursor& object, bool namespaced) {
    const yaml::Cursor metadata = object["metadata"];
    if (!metadata.present() || !metadata.node()->is_mapping()) {
        if (metadata.present()) {
            metadata.report_type("a mapping");
        } else {
            object.report(message::MissingField, fill(message::MissingField, "metadata"),
                          "write metadata: {name: NAME}");
        }
        return std::nullopt;
    }
    check_spelling(metadata, kMetadataFields);
    Metadata result;
    result.origin = object.origin();
    result.name = read_name(metadata["name"]);
    if (result.name.empty()) { // `kubectl create` makes the rest of the name up
        result.name = read_string(metadata["generateName"]).value_or("");
        result.name.erase(std::min(result.name.find_last_not_of('-') + 1, result.name.size()));
    }
    if (result.name.empty()) {
        if (metadata["name"].missing()) {
            metadata.report(message::MissingField, fill(message::MissingField, "metadata.name"),
                            "write name: NAME");
        }
        return std::nullopt;
    }
    const std::string name_space = read_name(metadata["namespace"]);
    result.name_space = !namespaced ? "" : name_space.empty() ? "default" : name_space;
    result.labels = read_labels(metadata["labels"]);
    result.annotations = read_labels(metadata["annotations"]);
    return result;
}

} // namespace meshcast::kubernetes
