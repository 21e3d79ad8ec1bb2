#include "sim/policy/authorization/text_pattern.h"

#include "sim/policy/authorization/headers.h"

namespace meshcast {

TextPattern::TextPattern(std::string_view written, bool ignore_case) : ignore_case_(ignore_case) {
    if (written == "*") {
        kind_ = Kind::Present;
    } else if (written.starts_with('*')) {
        kind_ = Kind::Suffix;
        text_ = written.substr(1);
    } else if (written.ends_with('*')) {
        kind_ = Kind::Prefix;
        text_ = written.substr(0, written.size() - 1);
    } else {
        text_ = written;
    }
}

bool TextPattern::matches(std::string_view text) const {
    if (kind_ == Kind::Present) {
        return !text.empty();
    }
    if (text.size() < text_.size() || (kind_ == Kind::Exact && text.size() != text_.size())) {
        return false;
    }
    const std::string_view part =
        text.substr(kind_ == Kind::Suffix ? text.size() - text_.size() : 0, text_.size());
    return ignore_case_ ? equal_ignoring_case(part, text_) : part == text_;
}

bool matches_wildcards(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = pattern.npos; // the last one met, and what it has taken so far
    std::size_t taken = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != pattern.npos) {
            p = star + 1;
            t = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == pattern.npos;
}

} // namespace meshcast
