#pragma once

#include "scenarios/yaml/yaml_document.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast::yaml {

/// Builds a document's tree from what a parser meets, in order: checks keys, expands aliases, applies merge
/// keys, keeps the limits. Offsets are those of the document's text. Anchors are numbers, 0 for none. What
/// returns false has reported an error after which the rest of the document makes no sense.
class NodeBuilder {
  public:
    NodeBuilder(const Source& source, AliasBudget& budget, Diagnostics& diagnostics);

    /// `written`: as `~` or `null`, not by absence.
    bool add_null(std::size_t offset, bool written, std::size_t anchor = 0);
    bool add_scalar(std::size_t offset, std::string text, bool quoted, std::size_t anchor = 0);
    bool add_alias(std::size_t offset, std::size_t anchor);

    enum class Style {
        Block,
        Flow, // in brackets
        Pair, // a mapping in a flow list that left its braces out: `[a: b]`
    };

    bool open(Node::Kind kind, std::size_t offset, Style style, std::size_t anchor = 0);
    bool close();

    /// Any error leaves the document without a tree.
    void report(const Message& message, std::size_t offset, std::string text, std::string hint = {});
    void report(const Message& message, const Node& at, std::string text, std::string hint = {});

    bool inside(Node::Kind kind, Style style) const;
    const Node* pending_key() const;  // that waits for its value
    const Node* open_bracket() const; // the innermost, to be asked before it is closed
    bool stands_at(const Node& node, std::size_t offset) const;

    /// The tree, unless an error was reported or there was nothing.
    std::optional<Node> take_root();

  private:
    struct Level {
        Node node;
        Style style = Style::Block;
        std::size_t anchor = 0;
        bool has_key = false;
        bool drop = false; // the pending key is no key
        Node key;
    };

    struct Anchored {
        Node node;
        std::size_t cost = 1;
        std::size_t depth = 0;
    };

    Node make(Node::Kind kind, std::size_t offset) const;
    bool add(Node&& node, std::size_t anchor);
    void place(Node&& node);
    void take_key(Node&& node);
    void check_duplicates(Node& mapping);
    void apply_merges(Node& mapping);

    const Source& source_;
    AliasBudget& budget_;
    Diagnostics& diagnostics_;
    std::vector<Level> levels_;
    std::map<std::size_t, Anchored> anchors_;
    Node root_;
    bool failed_ = false;
};

} // namespace meshcast::yaml
