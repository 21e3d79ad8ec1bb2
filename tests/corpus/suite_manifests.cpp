#include "tests/corpus/suite_manifests.h"

#include "tests/corpus/files.h"
#include "tests/corpus/import.h"

#include <algorithm>

namespace meshcast::corpus {

std::vector<Case> manifests_cases(const std::filesystem::path& root) {
    constexpr std::string_view kElsewhere[] = {"apps/", "isotope/", "negative/"};
    std::vector<Case> cases;
    for (const std::filesystem::path& file : manifests_below(root)) {
        const std::string name = name_below(root, file);
        if (std::ranges::none_of(kElsewhere,
                                 [&](std::string_view folder) { return name.starts_with(folder); })) {
            cases.push_back({name, "read", [root, file] {
                                 import_file(root, file);
                                 return std::string("read");
                             }});
        }
    }
    return cases;
}

} // namespace meshcast::corpus
