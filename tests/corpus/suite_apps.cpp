#include "tests/corpus/suite_apps.h"

#include "tests/corpus/files.h"
#include "tests/corpus/import.h"

namespace meshcast::corpus {

std::vector<Case> apps_cases(const std::filesystem::path& root) {
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root / "apps")) {
        cases.push_back({name_below(root, file), "no error", [root, file] {
                             const std::string errors = errors_of(import_file(root, file).diagnostics);
                             return errors.empty() ? "no error" : errors;
                         }});
    }
    return cases;
}

} // namespace meshcast::corpus
