#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace meshcast {

/// RE2, as Envoy and Istio have it: https://github.com/google/re2/wiki/Syntax

/// What is wrong with an expression; empty when nothing is.
std::string regex_error(std::string_view regex);

/// An expression compiled once, which takes far longer than to match. Copies share it.
class Regex {
  public:
    explicit Regex(std::string_view regex);

    /// Whether it describes all of the text. One that is wrong describes none.
    bool matches(std::string_view text) const;

  private:
    std::shared_ptr<const re2::RE2> compiled_;
};

/// The same for one text.
bool regex_matches(std::string_view regex, std::string_view text);

/// The text with every occurrence replaced; \1 stands for the first group.
std::string regex_replace(std::string_view regex, std::string_view text, std::string_view replacement);

} // namespace meshcast
