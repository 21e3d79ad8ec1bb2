#pragma once

#include "tests/corpus/suite.h"

namespace meshcast::corpus {

/// negative/: a template is refused with a diagnostic that names the remedy, and nothing of it is read. What
/// lies beside templates (Chart.yaml, values.yaml) is no application either.
std::vector<Case> negative_cases(const std::filesystem::path& root);

} // namespace meshcast::corpus
