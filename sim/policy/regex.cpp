#include "sim/policy/regex.h"

#include <re2/re2.h>

namespace meshcast {

namespace {

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

re2::RE2::Options quiet() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    return options;
}

} // namespace

std::string regex_error(std::string_view regex) {
    const re2::RE2 compiled(piece(regex), quiet());
    return compiled.ok() ? "" : compiled.error();
}

Regex::Regex(std::string_view regex) : compiled_(std::make_shared<const re2::RE2>(piece(regex), quiet())) {}

bool Regex::matches(std::string_view text) const {
    return compiled_->ok() && re2::RE2::FullMatch(piece(text), *compiled_);
}

bool regex_matches(std::string_view regex, std::string_view text) {
    return Regex(regex).matches(text);
}

std::string regex_replace(std::string_view regex, std::string_view text, std::string_view replacement) {
    std::string result(text);
    const re2::RE2 compiled(piece(regex), quiet());
    if (compiled.ok()) {
        re2::RE2::GlobalReplace(&result, compiled, piece(replacement));
    }
    return result;
}

} // namespace meshcast
