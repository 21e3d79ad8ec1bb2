#pragma once

#include <string_view>

namespace meshcast::yaml {

/// Whether an unquoted scalar is a string to Kubernetes, whose parser follows YAML 1.1: not a number, not
/// null, not one of true, false, yes, no, on, off in their three spellings.
bool is_plain_string(std::string_view text);

} // namespace meshcast::yaml
