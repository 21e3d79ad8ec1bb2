#include "scenarios/load/overrides.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/yaml/reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tl/expected.hpp>

#include <charconv>
#include <string_view>
#include <vector>

namespace meshcast {

namespace {

struct Problem {
    std::string text;
    std::string hint;
};

/// Where the path ends and the value begins: the first "=" outside quotes.
std::size_t find_equals(std::string_view set) {
    bool quoted = false;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (set[i] == '"') {
            quoted = !quoted;
        }
        if (set[i] == '=' && !quoted) {
            return i;
        }
    }
    return std::string_view::npos;
}

/// "a.b[2].\"c.d\"" as its keys; empty when a key is empty or a quote is open.
std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> keys(1);
    bool quoted = false;
    for (const char c : path) {
        if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '.' || c == '[')) {
            keys.emplace_back();
        } else if (quoted || c != ']') {
            keys.back() += c;
        }
    }
    for (const std::string& key : keys) {
        if (key.empty() || quoted) {
            return {};
        }
    }
    return keys;
}

/// A value typed on a command line has no place in a file.
void forget_position(yaml::Node& node) {
    node.line = 0;
    node.column = 0;
    for (yaml::Node& item : node.items) {
        forget_position(item);
    }
    for (auto& [key, value] : node.entries) {
        forget_position(key);
        forget_position(value);
    }
}

tl::expected<yaml::Node, Problem> parse_value(std::string_view text) {
    Diagnostics found;
    auto documents = yaml::read_documents(text, "--set", found);
    if (found.has_errors() || documents.size() > 1) {
        return tl::unexpected(Problem{fmt::format("\"{}\" is not a YAML value", text), ""});
    }
    yaml::Node value = documents.empty() ? yaml::Node{} : std::move(documents.front().root);
    forget_position(value);
    return value;
}

tl::expected<yaml::Node*, Problem> list_item(yaml::Node& list, const std::string& key) {
    std::vector<std::string> names;
    for (yaml::Node& item : list.items) {
        const yaml::Node* name = item.is_mapping() ? item.find("name") : nullptr;
        if (name != nullptr && name->text == key) {
            return &item;
        }
        if (name != nullptr) {
            names.push_back(name->text);
        }
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (error == std::errc{} && end == key.data() + key.size() && index < list.items.size()) {
        return &list.items[index];
    }
    std::string hint = did_you_mean(key, names);
    if (hint.empty()) {
        hint = fmt::format("the list has {} items, numbered from 0", list.items.size());
    }
    return tl::unexpected(Problem{fmt::format("the list has no item \"{}\"", key), std::move(hint)});
}

yaml::Node& mapping_entry(yaml::Node& mapping, const std::string& key) {
    for (auto& [name, value] : mapping.entries) {
        if (name.text == key) {
            return value;
        }
    }
    yaml::Node name;
    name.kind = yaml::Node::Kind::Scalar;
    name.text = key;
    return mapping.entries.emplace_back(std::move(name), yaml::Node{}).value;
}

tl::expected<yaml::Node*, Problem> descend(yaml::Node& node, const std::string& key) {
    if (node.is_null()) {
        node.kind = yaml::Node::Kind::Mapping;
    }
    if (node.is_mapping()) {
        return &mapping_entry(node, key);
    }
    if (node.is_sequence()) {
        return list_item(node, key);
    }
    return tl::unexpected(Problem{fmt::format("\"{}\" has no fields, so no \"{}\"", node.text, key), ""});
}

tl::expected<void, Problem> write_field(std::string_view set, yaml::Node& root) {
    const std::size_t equals = find_equals(set);
    const std::vector<std::string> keys =
        equals == std::string_view::npos ? std::vector<std::string>{} : split_path(set.substr(0, equals));
    if (keys.empty()) {
        return tl::unexpected(
            Problem{"not of the form path.to.field=value", "write --set traffic.0.rate=300/s"});
    }
    yaml::Node* node = &root;
    for (const std::string& key : keys) {
        const auto next = descend(*node, key);
        if (!next) {
            return tl::unexpected(next.error());
        }
        node = *next;
    }
    auto value = parse_value(set.substr(equals + 1));
    if (!value) {
        return tl::unexpected(value.error());
    }
    *node = *std::move(value);
    return {};
}

} // namespace

void apply_overrides(std::span<const std::string> sets, yaml::Document& document, Diagnostics& diagnostics) {
    for (const std::string& set : sets) {
        if (const auto applied = write_field(set, document.root); !applied) {
            diagnostics.add(message::BadOverride, {}, fill(message::BadOverride, set, applied.error().text),
                            applied.error().hint);
        }
    }
}

} // namespace meshcast
