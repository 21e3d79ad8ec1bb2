#include "sim/policy/authorization/path_template.h"

namespace meshcast {

namespace {

constexpr std::string_view kOne = "{*}";
constexpr std::string_view kAny = "{**}";

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> result;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        result.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return result;
}

bool fits(const std::string& pattern, const std::string& segment) {
    return pattern == kOne ? !segment.empty() : pattern == segment;
}

} // namespace

bool is_path_template(std::string_view text) {
    return text.find(kOne) != text.npos || text.find(kAny) != text.npos;
}

std::optional<PathTemplate> PathTemplate::parse(std::string_view text) {
    PathTemplate result;
    result.segments_ = split(text);
    bool any_before = false;
    for (const std::string& segment : result.segments_) {
        const bool is_operator = segment == kOne || segment == kAny;
        if ((is_operator && any_before) || (!is_operator && segment.find_first_of("{}*") != segment.npos)) {
            return std::nullopt;
        }
        any_before = any_before || segment == kAny;
    }
    return result;
}

bool PathTemplate::matches(std::string_view path) const {
    const std::vector<std::string> parts = split(path);
    std::size_t front = 0;
    while (front < segments_.size() && segments_[front] != kAny) {
        if (front == parts.size() || !fits(segments_[front], parts[front])) {
            return false;
        }
        ++front;
    }
    if (front == segments_.size()) {
        return front == parts.size();
    }
    // After {**} come only literal segments, at the end of the path.
    const std::size_t back = segments_.size() - front - 1;
    if (parts.size() < front + 1 + back) {
        return false;
    }
    for (std::size_t i = 0; i < back; ++i) {
        if (segments_[segments_.size() - 1 - i] != parts[parts.size() - 1 - i]) {
            return false;
        }
    }
    return true;
}

} // namespace meshcast
