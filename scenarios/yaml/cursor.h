#pragma once

#include "scenarios/diagnostics/diagnostic.h"
#include "scenarios/yaml/node.h"

#include <tl/expected.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meshcast::yaml {

/// A place in a document, filled or not, and the way to it. Reads typed values; what is wrong with one is
/// reported at once, by file, line, column and path, and reads as absent. Absent and null fields read as
/// nullopt without complaint. Lives no longer than the document and the diagnostics it was made with.
class Cursor {
  public:
    Cursor(const Document& document, Diagnostics& diagnostics);                     // the root
    Cursor(const Document& document, const Node& object, Diagnostics& diagnostics); // paths begin at `object`

    bool present() const { return node_ != nullptr && !node_->is_null(); }

    /// Not there, though the mapping that should hold it is.
    bool missing() const { return !present() && (node_ != nullptr || nearest_->is_mapping()); }

    const Node* node() const { return node_; } // nullptr: absent

    /// Of the node, or where it is absent of the nearest node around it.
    Origin origin() const;

    Origin origin_of(const Node& node) const { return document_->origin(node); } // any node of the document

    /// "spec.template.spec.containers[0].ports[1]"; empty at the root.
    std::string path() const;

    /// The value of a mapping's key, a name that outlives the cursor. Reports a node that is not a mapping.
    Cursor operator[](std::string_view key) const;

    /// The elements of a sequence, the entries of a mapping. Report a node of another kind.
    std::vector<Cursor> items() const;
    std::vector<std::pair<std::string, Cursor>> entries() const;

    std::optional<std::string> string() const;
    std::optional<std::int64_t> integer(std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                                        std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
    std::optional<bool> boolean() const;

    /// A scalar in a grammar of its own, as units.h has them.
    template <class Value>
    std::optional<Value> parsed(tl::expected<Value, std::string> (*parse)(std::string_view)) const {
        const Node* scalar = scalar_or_report();
        if (scalar == nullptr) {
            return std::nullopt;
        }
        tl::expected<Value, std::string> value = parse(scalar->text);
        if (!value) {
            report_bad_value(value.error());
            return std::nullopt;
        }
        return *std::move(value);
    }

    void report(const Message& message, std::string text, std::string hint = {}) const;

    /// WrongType, in the words "spec.replicas must be a whole number, not a list".
    void report_type(std::string_view wanted) const;
    void report_bad_value(const std::string& why) const;

    Diagnostics& diagnostics() const { return *diagnostics_; }

  private:
    struct Step {
        std::string_view key; // of the document's own text; empty: an element
        std::size_t index = 0;
    };

    Cursor child(const Node* node, Step step) const;
    const Node* scalar_or_report() const;

    const Document* document_;
    const Node* node_;
    const Node* nearest_; // node_, or the last node on the way to it
    Diagnostics* diagnostics_;
    std::vector<Step> steps_;
};

/// "a mapping", "a list", "the text \"abc\"": for messages.
std::string describe(const Node& node);

} // namespace meshcast::yaml
