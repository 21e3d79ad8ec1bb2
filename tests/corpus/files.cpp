#include "tests/corpus/files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace meshcast::corpus {

namespace fs = std::filesystem;

std::vector<fs::path> manifests_below(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const fs::path extension = entry.path().extension();
        if (entry.is_regular_file() &&
            (extension == ".yaml" || extension == ".yml" || extension == ".json")) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + file.string());
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string name_below(const fs::path& root, const fs::path& file) {
    return file.lexically_relative(root).generic_string();
}

} // namespace meshcast::corpus
