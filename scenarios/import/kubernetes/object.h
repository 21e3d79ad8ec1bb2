#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/cursor.h"
#include "scenarios/yaml/node.h"

#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace meshcast::kubernetes {

/// A Kubernetes object somewhere in the input, before its kind's reader looks into it.
struct Object {
    const yaml::Document* document = nullptr;
    const yaml::Node* node = nullptr; // in the document; in an element of `items` for an object in a list
    std::string api_version;          // "apps/v1"
    std::string kind;
    std::string name;
    std::string name_space = "default";

    std::string_view group() const; // "apps"; empty for the core group

    std::string_view version() const; // "v1"

    Origin origin() const { return document->origin(*node); }

    yaml::Cursor cursor(Diagnostics& diagnostics) const { return {*document, *node, diagnostics}; }

    /// What makes two objects the same one; the version does not.
    auto identity() const { return std::tie(kind, name_space, name); }
};

/// Every object of the documents, those inside lists included. Documents that are something else are
/// reported; meshcast's own are passed over.
std::vector<Object> find_objects(std::span<const yaml::Document> documents, Diagnostics& diagnostics);

} // namespace meshcast::kubernetes
