#include "scenarios/yaml/peek.h"

#include <charconv>

namespace meshcast::yaml {

Peek Peek::operator[](std::string_view key) const {
    return is_mapping() ? Peek(node_->find(key)) : Peek();
}

std::string Peek::text() const {
    return is_scalar() ? node_->text : std::string();
}

std::optional<std::int64_t> Peek::integer() const {
    const std::string digits = text();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
    return whole ? std::optional(value) : std::nullopt;
}

std::vector<Peek> Peek::items() const {
    std::vector<Peek> result;
    if (is_sequence()) {
        for (const Node& item : node_->items) {
            result.emplace_back(&item);
        }
    }
    return result;
}

std::vector<std::pair<std::string, Peek>> Peek::entries() const {
    std::vector<std::pair<std::string, Peek>> result;
    if (is_mapping()) {
        for (const Node::Entry& entry : node_->entries) {
            result.emplace_back(entry.key.text, Peek(&entry.value));
        }
    }
    return result;
}

std::size_t Peek::size() const {
    return is_sequence() ? node_->items.size() : is_mapping() ? node_->entries.size() : 0;
}

std::vector<std::string> Peek::texts() const {
    std::vector<std::string> result;
    for (const Peek& item : items()) {
        result.push_back(item.text());
    }
    return result;
}

std::map<std::string, std::string, std::less<>> Peek::map() const {
    std::map<std::string, std::string, std::less<>> result;
    for (const auto& [key, value] : entries()) {
        result[key] = value.text();
    }
    return result;
}

} // namespace meshcast::yaml
