#include "scenarios/schema/read_context.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

std::string_view kind_name(const yaml::Node& node) {
    switch (node.kind) {
    case yaml::Node::Kind::Null:
        return "nothing";
    case yaml::Node::Kind::Scalar:
        return "a single value";
    case yaml::Node::Kind::Sequence:
        return "a list";
    case yaml::Node::Kind::Mapping:
        return "a mapping";
    }
    return "something else";
}

bool plain_word(std::string_view key) {
    return key.find_first_of(" .[]/") == std::string_view::npos;
}

} // namespace

ReadContext::Field::Field(ReadContext& context, std::string_view key)
    : context_(context), length_(context.path_.size()) {
    if (!plain_word(key)) {
        context_.path_ += fmt::format("[\"{}\"]", key);
    } else {
        context_.path_ += (length_ == 0 ? "" : ".");
        context_.path_ += key;
    }
}

ReadContext::Field::Field(ReadContext& context, std::size_t index)
    : context_(context), length_(context.path_.size()) {
    context_.path_ += fmt::format("[{}]", index);
}

Origin ReadContext::origin(const yaml::Node& node) const {
    return {file_, static_cast<int>(node.line), static_cast<int>(node.column)};
}

bool ReadContext::error(const Message& message, const yaml::Node& at, std::string text, std::string hint) {
    diagnostics_.add(message, origin(at), std::move(text), std::move(hint));
    return false;
}

bool ReadContext::wrong_type(const yaml::Node& at, std::string_view wanted, std::string hint) {
    const std::string found = at.is_scalar() ? fmt::format("\"{}\"", at.text) : std::string(kind_name(at));
    return error(message::WrongKindOfValue, at, fill(message::WrongKindOfValue, path(), wanted, found),
                 std::move(hint));
}

bool ReadContext::bad_value(const yaml::Node& at, std::string_view why, std::string hint) {
    return error(message::BadValue, at, fill(message::BadValue, path(), why), std::move(hint));
}

std::string ReadContext::path() const {
    return path_.empty() ? "the document" : path_;
}

} // namespace meshcast
