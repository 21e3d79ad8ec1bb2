#pragma once

#include "scenarios/yaml/node.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast::yaml {

/// A node or nothing, read without complaint, for those who look at an object after its reader has said what
/// is wrong with it. Everything of another kind than asked for reads as absent. Lives as long as the
/// document.
class Peek {
  public:
    Peek() = default;

    explicit Peek(const Node* node) : node_(node) {}

    const Node* node() const { return node_; } // nullptr: absent

    bool present() const { return node_ != nullptr && !node_->is_null(); }

    explicit operator bool() const { return present(); }

    Peek operator[](std::string_view key) const;

    std::string text() const; // empty: absent, or no scalar

    std::optional<std::int64_t> integer() const;

    bool is(std::string_view wanted) const { return present() && text() == wanted; }

    bool is_true() const { return text() == "true"; }

    bool is_mapping() const { return node_ != nullptr && node_->is_mapping(); }

    bool is_sequence() const { return node_ != nullptr && node_->is_sequence(); }

    bool is_scalar() const { return node_ != nullptr && node_->is_scalar(); }

    std::vector<Peek> items() const;
    std::vector<std::pair<std::string, Peek>> entries() const;

    std::size_t size() const; // of a list or mapping

    std::vector<std::string> texts() const;                      // of a list
    std::map<std::string, std::string, std::less<>> map() const; // of texts

  private:
    const Node* node_ = nullptr;
};

} // namespace meshcast::yaml
