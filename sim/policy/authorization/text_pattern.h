#pragma once

#include <string>
#include <string_view>

namespace meshcast {

/// A value as Istio's policies write it: "x" all of it, "x*" how it begins, "*x" how it ends, "*" that there
/// is something. https://istio.io/latest/docs/concepts/security/#value-matching
class TextPattern {
  public:
    explicit TextPattern(std::string_view written, bool ignore_case = false);

    bool matches(std::string_view text) const;

  private:
    enum class Kind { Exact, Prefix, Suffix, Present };

    Kind kind_ = Kind::Exact;
    std::string text_;
    bool ignore_case_;
};

/// "*" anywhere in the pattern stands for any text.
bool matches_wildcards(std::string_view pattern, std::string_view text);

} // namespace meshcast
