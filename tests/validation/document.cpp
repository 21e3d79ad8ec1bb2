#include "tests/validation/document.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace meshcast::validation {

Span table_span(const std::string& document, std::string_view name) {
    const std::string open = fmt::format("<!-- {} -->\n", name);
    const std::size_t begin = document.find(open);
    const std::size_t end = document.find(fmt::format("<!-- end {} -->", name));
    if (begin == std::string::npos || end == std::string::npos || end < begin + open.size()) {
        throw std::runtime_error(fmt::format("no table between markers {}", name));
    }
    return {begin + open.size(), end - begin - open.size()};
}

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

} // namespace meshcast::validation
