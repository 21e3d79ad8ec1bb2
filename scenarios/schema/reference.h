#pragma once

#include "scenarios/schema/definitions.h"

#include <string>
#include <utility>
#include <vector>

namespace meshcast {

/// The reference page, in Markdown, of the kinds of documents that these schemas describe: a table of fields
/// for every mapping, a paragraph for every notation.
std::string reference_page(const std::vector<std::pair<std::string, Json>>& kinds);

} // namespace meshcast
