#pragma once

#include "scenarios/schema/object.h"

#include <string>
#include <string_view>

namespace meshcast {

inline constexpr std::string_view kApiVersion = "meshcast/v1";

/// Says that `document` is of meshcast's own kinds: apiVersion begins with "meshcast/".
bool is_meshcast_document(const yaml::Node& root);

/// `kind:` of a document, or nothing.
std::string_view document_kind(const yaml::Node& root);

/// Reports an apiVersion or kind that this version does not read.
bool check_header(ReadContext& context, const yaml::Node& root, std::string_view kind);

/// Adds the two fields every document of ours begins with.
template <class T>
Object<T> with_header(Object<T> object, std::string_view kind) {
    return std::move(object)
        .constant("apiVersion", kApiVersion, "Version of this format.")
        .constant("kind", kind, "What the document is.");
}

} // namespace meshcast
