#include "scenarios/yaml/outline.h"

#include <algorithm>

namespace meshcast::yaml {

namespace {

constexpr auto kNone = std::string_view::npos;

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Walks the text once, character by character, keeping just enough state.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    Outline run() {
        while (at_ < text_.size() && !result_.template_mark) {
            line();
        }
        return result_;
    }

  private:
    void line() {
        const std::size_t start = at_;
        const std::size_t content = text_.find_first_not_of(' ', start);
        const std::size_t indent = (content == kNone ? text_.size() : content) - start;
        const bool blank = content == kNone || text_[content] == '\n' || text_[content] == '\r';
        if (in_block_ && (blank || indent > block_parent_ || starts_within_root_block(start))) {
            skip_line();
            return;
        }
        in_block_ = false;
        at_ = start + indent;
        parent_ = indent;
        value_may_start_ = true;
        while (at_ < text_.size() && text_[at_] != '\n' && !result_.template_mark) {
            token(start);
        }
        if (at_ < text_.size() && text_[at_] == '\n') {
            ++at_;
        }
    }

    void token(std::size_t line_start) {
        const char c = text_[at_];
        const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\n';
        const bool before_blank = is_blank(next) || next == '\n';
        if (c == '{' && (next == '{' || next == '%')) {
            result_.template_mark = at_;
        } else if (c == '#' && (at_ == line_start || is_blank(text_[at_ - 1]))) {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (value_may_start_ && (c == '"' || c == '\'')) {
            quoted(c);
            value_may_start_ = false;
        } else if (value_may_start_ && (c == '|' || c == '>') && block_header()) {
            in_block_ = true;
            block_parent_ = parent_;
            root_block_ = text_.substr(line_start, at_ - line_start).starts_with("---");
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else {
            plain(c, before_blank, line_start);
        }
    }

    void plain(char c, bool before_blank, std::size_t line_start) {
        const bool dash = c == '-' && before_blank && value_may_start_;
        const bool after_quote =
            at_ > 0 && (text_[at_ - 1] == '"' || text_[at_ - 1] == '\''); // {"key":"value"}
        if (c == '[' || c == '{' || c == ',' || (c == ':' && (before_blank || after_quote))) {
            value_may_start_ = true;
        } else if (value_may_start_ && (c == '!' || c == '&')) {
            while (at_ + 1 < text_.size() && !is_blank(text_[at_ + 1]) && text_[at_ + 1] != '\n') {
                ++at_; // a tag or an anchor, before its value
            }
        } else if (!is_blank(c) && !dash && !document_start(line_start)) {
            value_may_start_ = false;
        }
        ++at_;
        if (dash) { // the entry's own content sets the indentation
            const std::size_t content = text_.find_first_not_of(' ', at_);
            if (content != kNone && text_[content] != '\n' && text_[content] != '|' &&
                text_[content] != '>') {
                parent_ = content - line_start;
            }
        }
    }

    bool document_start(std::size_t line_start) const {
        return at_ < line_start + 3 && text_.substr(line_start, 3) == "---";
    }

    /// Content of `--- |` may begin in the first column.
    bool starts_within_root_block(std::size_t line_start) const {
        return root_block_ && text_.substr(line_start, 3) != "---";
    }

    void quoted(char quote) {
        const std::size_t start = at_++;
        while (at_ < text_.size()) {
            const bool ends = text_[at_] == quote;
            const bool escapes = quote == '"' && text_[at_] == '\\';
            const bool doubled = quote == '\'' && ends && text_.substr(at_ + 1, 1) == "'";
            if (escapes || doubled) {
                at_ += 2;
                continue;
            }
            ++at_;
            if (ends) {
                return;
            }
        }
        at_ = text_.size();
        result_.open_quote = start;
    }

    /// `|` or `>`, its indicators, and nothing but a comment after it.
    bool block_header() const {
        std::size_t i = text_.find_first_not_of("+-0123456789", at_ + 1);
        i = i == kNone ? i : text_.find_first_not_of(" \t\r", i);
        return i == kNone || text_[i] == '\n' || text_[i] == '#';
    }

    void skip_line() {
        const std::size_t end = text_.find('\n', at_);
        at_ = end == kNone ? text_.size() : end + 1;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t parent_ = 0; // indentation of the mapping or list the current line belongs to
    bool value_may_start_ = true;
    bool in_block_ = false;
    bool root_block_ = false;
    std::size_t block_parent_ = 0;
    Outline result_;
};

} // namespace

Outline outline(std::string_view text) {
    return Scanner(text).run();
}

} // namespace meshcast::yaml
