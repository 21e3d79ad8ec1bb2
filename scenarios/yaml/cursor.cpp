#include "scenarios/yaml/cursor.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/units.h"

namespace meshcast::yaml {

Cursor::Cursor(const Document& document, Diagnostics& diagnostics)
    : Cursor(document, document.root, diagnostics) {}

Cursor::Cursor(const Document& document, const Node& object, Diagnostics& diagnostics)
    : document_(&document), node_(&object), nearest_(&object), diagnostics_(&diagnostics) {}

Origin Cursor::origin() const {
    return document_->origin(*nearest_);
}

std::string Cursor::path() const {
    std::string result;
    for (const Step& step : steps_) {
        if (step.key.data() == nullptr) {
            result += fmt::format("[{}]", step.index);
        } else if (step.key.find_first_of(".[]\" ") != step.key.npos) {
            result += fmt::format("[\"{}\"]", step.key);
        } else {
            result += result.empty() ? "" : ".";
            result += step.key;
        }
    }
    return result;
}

Cursor Cursor::child(const Node* node, Step step) const {
    Cursor result = *this;
    result.node_ = node;
    result.nearest_ = node == nullptr ? nearest_ : node;
    result.steps_.push_back(step);
    return result;
}

Cursor Cursor::operator[](std::string_view key) const {
    if (present() && !node_->is_mapping()) {
        report_type("a mapping");
    }
    return child(node_ == nullptr ? nullptr : node_->find(key), {key});
}

std::vector<Cursor> Cursor::items() const {
    std::vector<Cursor> result;
    if (!present()) {
        return result;
    }
    if (!node_->is_sequence()) {
        report_type("a list");
        return result;
    }
    result.reserve(node_->items.size());
    for (const Node& item : node_->items) {
        result.push_back(child(&item, {{}, result.size()}));
    }
    return result;
}

std::vector<std::pair<std::string, Cursor>> Cursor::entries() const {
    std::vector<std::pair<std::string, Cursor>> result;
    if (!present()) {
        return result;
    }
    if (!node_->is_mapping()) {
        report_type("a mapping");
        return result;
    }
    result.reserve(node_->entries.size());
    for (const auto& [key, value] : node_->entries) {
        result.emplace_back(key.text, child(&value, {key.text}));
    }
    return result;
}

const Node* Cursor::scalar_or_report() const {
    if (!present()) {
        return nullptr;
    }
    if (!node_->is_scalar()) {
        report_type("a single value");
        return nullptr;
    }
    return node_;
}

std::optional<std::string> Cursor::string() const {
    if (present() && !node_->is_scalar()) {
        report_type("a string");
        return std::nullopt;
    }
    return present() ? std::optional(node_->text) : std::nullopt;
}

std::optional<std::int64_t> Cursor::integer(std::int64_t least, std::int64_t most) const {
    if (!present()) {
        return std::nullopt;
    }
    if (!node_->is_scalar() || node_->quoted) {
        report_type("a whole number");
        return std::nullopt;
    }
    const units::Parsed<std::int64_t> value = units::parse_integer(node_->text, least, most);
    if (!value) {
        report_bad_value(value.error());
        return std::nullopt;
    }
    return *value;
}

std::optional<bool> Cursor::boolean() const {
    if (present() && (!node_->is_scalar() || node_->quoted)) {
        report_type("true or false");
        return std::nullopt;
    }
    return parsed(units::parse_boolean);
}

void Cursor::report(const Message& message, std::string text, std::string hint) const {
    diagnostics_->add(message, origin(), std::move(text), std::move(hint));
}

void Cursor::report_type(std::string_view wanted) const {
    report(message::WrongType,
           fill(message::WrongType, steps_.empty() ? "the document" : path(), wanted, describe(*nearest_)));
}

void Cursor::report_bad_value(const std::string& why) const {
    report(message::BadValue, fill(message::BadValue, path(), why));
}

std::string describe(const Node& node) {
    constexpr std::size_t kLongest = 40;
    switch (node.kind) {
    case Node::Kind::Null:
        return "nothing";
    case Node::Kind::Sequence:
        return "a list";
    case Node::Kind::Mapping:
        return "a mapping";
    case Node::Kind::Scalar:
        break;
    }
    std::size_t end = std::min(node.text.size(), kLongest);
    while (end < node.text.size() && (static_cast<unsigned char>(node.text[end]) & 0xC0u) == 0x80u) {
        --end; // not in the middle of a character
    }
    return fmt::format("\"{}{}\"", node.text.substr(0, end), end < node.text.size() ? "..." : "");
}

} // namespace meshcast::yaml
