#include "scenarios/data_dir.h"

#include <algorithm>
#include <cstdlib>

namespace meshcast {

namespace fs = std::filesystem;

fs::path data_dir() {
    if (const char* given = std::getenv("MESHCAST_DATA_DIR"); given != nullptr && *given != '\0') {
        return given;
    }
    std::error_code error;
    const fs::path executable = fs::read_symlink("/proc/self/exe", error);
    fs::path installed = executable.parent_path().parent_path() / "share" / "meshcast";
    if (!error && fs::is_directory(installed / "planes", error)) {
        return installed;
    }
    return MESHCAST_SOURCE_DATA_DIR;
}

std::optional<fs::path> shipped_file(std::string_view folder, std::string_view name) {
    if (name.empty() || name.find('/') != std::string_view::npos || name.front() == '.') {
        return std::nullopt;
    }
    const fs::path file = data_dir() / folder / (std::string(name) + ".yaml");
    std::error_code error;
    return fs::is_regular_file(file, error) ? std::optional(file) : std::nullopt;
}

std::vector<std::string> shipped_names(std::string_view folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(data_dir() / folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".yaml") {
            names.push_back(entry->path().stem().string());
        }
    }
    std::ranges::sort(names);
    return names;
}

bool looks_like_path(std::string_view text) {
    return text.find('/') != std::string_view::npos || text.ends_with(".yaml") || text.ends_with(".yml") ||
           text.ends_with(".json");
}

} // namespace meshcast
