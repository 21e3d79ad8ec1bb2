#include "scenarios/yaml/node_builder.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/cursor.h"
#include "scenarios/yaml/reader.h"

#include <algorithm>
#include <numeric>
#include <ranges>
#include <unordered_set>
#include <utility>

namespace meshcast::yaml {

namespace {

constexpr std::size_t kBytesPerNode = 64; // a long text counts for as many nodes as it fills

std::size_t cost(const Node& node) {
    std::size_t sum = 1 + node.text.size() / kBytesPerNode;
    for (const Node& item : node.items) {
        sum += cost(item);
    }
    for (const auto& [key, value] : node.entries) {
        sum += cost(key) + cost(value);
    }
    return sum;
}

std::size_t depth(const Node& node) {
    std::size_t deepest = 0;
    for (const Node& item : node.items) {
        deepest = std::max(deepest, depth(item));
    }
    for (const auto& [key, value] : node.entries) {
        deepest = std::max(deepest, depth(value));
    }
    return node.is_sequence() || node.is_mapping() ? deepest + 1 : 0;
}

bool is_merge_key(const Node& key) {
    return key.text == "<<" && !key.quoted;
}

/// `[001:db8::, 1.2.3.4]`: a colon that no blank follows ends no key, though yaml-cpp takes it for one before
/// `,` or `]`.
bool is_text_ending_in_colon(const Node& pair) {
    if (pair.entries.size() != 1) {
        return false;
    }
    const auto& [key, value] = pair.entries.front();
    return value.is_null() && !key.quoted && value.line == key.line &&
           value.column == key.column + key.text.size() + 1;
}

} // namespace

NodeBuilder::NodeBuilder(const Source& source, AliasBudget& budget, Diagnostics& diagnostics)
    : source_(source), budget_(budget), diagnostics_(diagnostics) {}

Node NodeBuilder::make(Node::Kind kind, std::size_t offset) const {
    const TextPosition::Place place = source_.position.at(source_.offset + offset);
    Node node;
    node.kind = kind;
    node.line = place.line;
    node.column = place.column;
    return node;
}

bool NodeBuilder::add_null(std::size_t offset, bool written, std::size_t anchor) {
    Node node = make(Node::Kind::Null, offset);
    const bool key_wanted = !levels_.empty() && levels_.back().node.is_mapping() && !levels_.back().has_key;
    if (key_wanted && written) {
        node.kind = Node::Kind::Scalar;
        node.text = "null";
    } else if (const Node* key = pending_key(); key != nullptr && node.line != key->line) {
        node.line = key->line; // a parser looks for the missing value as far as the next line
        node.column = key->column;
    }
    return add(std::move(node), anchor);
}

bool NodeBuilder::add_scalar(std::size_t offset, std::string text, bool quoted, std::size_t anchor) {
    Node node = make(Node::Kind::Scalar, offset);
    node.text = std::move(text);
    node.quoted = quoted;
    return add(std::move(node), anchor);
}

bool NodeBuilder::add(Node&& node, std::size_t anchor) {
    if (anchor != 0) {
        const std::size_t nodes = cost(node);
        if (!budget_.spend(nodes)) {
            report(message::AliasLimit, node, fill(message::AliasLimit, kMaxAliasNodes),
                   "write the values out");
            return false;
        }
        anchors_[anchor] = {node, nodes, depth(node)};
    }
    place(std::move(node));
    return true;
}

bool NodeBuilder::add_alias(std::size_t offset, std::size_t anchor) {
    Node here = make(Node::Kind::Null, offset);
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
        report(message::AliasInItself, here, fill(message::AliasInItself), "write the value out");
        return false;
    }
    const Anchored& target = found->second;
    if (levels_.size() + target.depth > static_cast<std::size_t>(kMaxDepth)) {
        report(message::NestingTooDeep, here, fill(message::NestingTooDeep, kMaxDepth),
               "write the values out");
        return false;
    }
    if (!budget_.spend(target.cost)) {
        report(message::AliasLimit, here, fill(message::AliasLimit, kMaxAliasNodes), "write the values out");
        return false;
    }
    place(Node(target.node));
    return true;
}

bool NodeBuilder::open(Node::Kind kind, std::size_t offset, Style style, std::size_t anchor) {
    Level level;
    level.node = make(kind, offset);
    if (levels_.size() >= static_cast<std::size_t>(kMaxDepth)) {
        report(message::NestingTooDeep, level.node, fill(message::NestingTooDeep, kMaxDepth),
               "check the brackets and the indentation");
        return false;
    }
    level.style = style;
    level.anchor = anchor;
    levels_.push_back(std::move(level));
    return true;
}

bool NodeBuilder::close() {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    if (level.style == Style::Pair && is_text_ending_in_colon(level.node)) {
        Node text = std::move(level.node.entries.front().key);
        text.text += ':';
        return add(std::move(text), level.anchor);
    }
    if (level.node.is_mapping()) {
        check_duplicates(level.node);
        apply_merges(level.node);
    }
    return add(std::move(level.node), level.anchor);
}

void NodeBuilder::place(Node&& node) {
    if (levels_.empty()) {
        root_ = std::move(node);
        return;
    }
    Level& level = levels_.back();
    if (level.node.is_sequence()) {
        level.node.items.push_back(std::move(node));
    } else if (!level.has_key) {
        take_key(std::move(node));
    } else {
        level.has_key = false;
        if (!level.drop) {
            level.node.entries.emplace_back(std::move(level.key), std::move(node));
        }
    }
}

void NodeBuilder::take_key(Node&& node) {
    Level& level = levels_.back();
    level.drop = !node.is_scalar();
    if (level.drop) {
        report(message::NotAKey, node,
               fill(message::NotAKey, node.is_null() ? "an empty text" : describe(node)),
               node.is_null() ? "write the key before the colon" : "quote it if it is text");
    }
    level.key = std::move(node);
    level.has_key = true;
}

void NodeBuilder::check_duplicates(Node& mapping) {
    auto& entries = mapping.entries;
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {},
                             [&](std::size_t i) -> const std::string& { return entries[i].key.text; });
    for (std::size_t k = 1, first = 0; k < order.size(); ++k) {
        const Node& key = entries[order[k]].key;
        const Node& before = entries[order[first]].key;
        if (key.text != before.text) {
            first = k;
            continue;
        }
        report(message::DuplicateKey, key, fill(message::DuplicateKey, key.text, before.line),
               "keep one of the two");
    }
}

void NodeBuilder::apply_merges(Node& mapping) {
    auto& entries = mapping.entries;
    const auto merges =
        std::ranges::stable_partition(entries, [](const auto& e) { return !is_merge_key(e.key); });
    if (merges.empty()) {
        return;
    }
    std::vector<Node::Entry> sources(std::move_iterator(merges.begin()), std::move_iterator(merges.end()));
    entries.erase(merges.begin(), merges.end());
    std::unordered_set<std::string> known;
    for (const auto& [key, value] : entries) {
        known.insert(key.text);
    }
    const auto merge = [&](Node&& from) {
        if (!from.is_mapping()) {
            report(message::BadMergeKey, from, fill(message::BadMergeKey, describe(from)),
                   "write <<: *anchor, or quote the key");
        }
        for (auto& [key, value] : from.entries) {
            if (known.insert(key.text).second) {
                entries.emplace_back(std::move(key), std::move(value));
            }
        }
    };
    for (auto& [key, value] : sources) {
        if (!value.is_sequence()) {
            merge(std::move(value));
            continue;
        }
        for (Node& item : value.items) {
            merge(std::move(item));
        }
    }
}

void NodeBuilder::report(const Message& message, std::size_t offset, std::string text, std::string hint) {
    report(message, make(Node::Kind::Null, offset), std::move(text), std::move(hint));
}

void NodeBuilder::report(const Message& message, const Node& at, std::string text, std::string hint) {
    diagnostics_.add(message, {source_.file, static_cast<int>(at.line), static_cast<int>(at.column)},
                     std::move(text), std::move(hint));
    failed_ = true;
}

bool NodeBuilder::inside(Node::Kind kind, Style style) const {
    return !levels_.empty() && levels_.back().node.kind == kind && levels_.back().style == style;
}

const Node* NodeBuilder::pending_key() const {
    return !levels_.empty() && levels_.back().has_key ? &levels_.back().key : nullptr;
}

const Node* NodeBuilder::open_bracket() const {
    const auto inner_first = levels_ | std::views::reverse;
    const auto level = std::ranges::find(inner_first, Style::Flow, &Level::style);
    return level == inner_first.end() ? nullptr : &level->node;
}

bool NodeBuilder::stands_at(const Node& node, std::size_t offset) const {
    const Node place = make(Node::Kind::Null, offset);
    return node.line == place.line && node.column == place.column;
}

std::optional<Node> NodeBuilder::take_root() {
    if (failed_ || root_.is_null()) {
        return std::nullopt;
    }
    return std::move(root_);
}

} // namespace meshcast::yaml
