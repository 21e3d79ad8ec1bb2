#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// A path with {*} for one segment and {**} for any number of them, at least an empty one:
/// https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
class PathTemplate {
  public:
    /// Nothing when the text is no template that Istio takes: operators are whole segments, after {**} there
    /// is none, and there are no other braces or asterisks.
    static std::optional<PathTemplate> parse(std::string_view text);

    bool matches(std::string_view path) const;

  private:
    std::vector<std::string> segments_;
};

/// Whether Istio reads it as a template.
bool is_path_template(std::string_view text);

} // namespace meshcast
