#include "scenarios/schema/document_header.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

std::string_view text_of(const yaml::Node& root, std::string_view key) {
    const yaml::Node* value = root.is_mapping() ? root.find(key) : nullptr;
    return value != nullptr && value->is_scalar() ? std::string_view(value->text) : std::string_view{};
}

} // namespace

bool is_meshcast_document(const yaml::Node& root) {
    return text_of(root, "apiVersion").starts_with("meshcast/");
}

std::string_view document_kind(const yaml::Node& root) {
    return text_of(root, "kind");
}

bool check_header(ReadContext& context, const yaml::Node& root, std::string_view kind) {
    const std::string_view version = text_of(root, "apiVersion");
    if (version != kApiVersion) {
        const yaml::Node* at = root.is_mapping() ? root.find("apiVersion") : nullptr;
        return context.error(message::UnknownDocument, at != nullptr ? *at : root,
                             fill(message::UnknownDocument, "apiVersion", version),
                             fmt::format("write apiVersion: {}", kApiVersion));
    }
    const std::string_view found = document_kind(root);
    if (found != kind) {
        const yaml::Node* at = root.find("kind");
        return context.error(
            message::WrongDocument, at != nullptr ? *at : root,
            fill(message::WrongDocument, found.empty() ? "document without a kind" : found, kind),
            fmt::format("write kind: {}", kind));
    }
    return true;
}

} // namespace meshcast
