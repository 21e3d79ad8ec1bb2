#include "scenarios/yaml/json_document.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/node_builder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace meshcast::yaml {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Where nlohmann's parser is: it tells its handler what a token is, not where.
struct Progress {
    std::size_t next = 0;       // offset of the character to be read next
    std::size_t token = 0;      // offset of the token being read
    bool between_tokens = true; // no character of the next token was read yet

    void read(char c) {
        if (between_tokens && kBlanks.find(c) == std::string_view::npos && c != ',' && c != ':') {
            token = next;
            between_tokens = false;
        }
        ++next;
    }
};

/// Input iterator that tells `Progress` about every character taken.
class Input {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    Input(const char* at, Progress* progress) : at_(at), progress_(progress) {}

    char operator*() const { return *at_; }

    Input& operator++() {
        progress_->read(*at_++);
        return *this;
    }

    Input operator++(int) {
        Input before = *this;
        ++*this;
        return before;
    }

    friend bool operator==(const Input& a, const Input& b) { return a.at_ == b.at_; }

  private:
    const char* at_;
    Progress* progress_;
};

/// nlohmann's events as nodes.
class Events : public nlohmann::json_sax<nlohmann::json> {
  public:
    Events(const Source& source, NodeBuilder& builder, Progress& progress)
        : source_(source), builder_(builder), progress_(progress) {}

    bool null() override { return builder_.add_null(token(), true); }

    bool boolean(bool value) override {
        return builder_.add_scalar(token(), value ? "true" : "false", false);
    }

    bool number_integer(number_integer_t) override { return number(); }

    bool number_unsigned(number_unsigned_t) override { return number(); }

    bool number_float(number_float_t, const string_t&) override { return number(); }

    bool string(string_t& value) override { return builder_.add_scalar(token(), std::move(value), true); }

    bool binary(binary_t&) override { return false; } // not in text

    bool start_object(std::size_t) override {
        return builder_.open(Node::Kind::Mapping, token(), NodeBuilder::Style::Flow);
    }

    bool key(string_t& value) override { return builder_.add_scalar(token(), std::move(value), true); }

    bool end_object() override { return end(); }

    bool start_array(std::size_t) override {
        return builder_.open(Node::Kind::Sequence, token(), NodeBuilder::Style::Flow);
    }

    bool end_array() override { return end(); }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::json::exception& error) override {
        std::string_view what =
            error.what(); // [json.exception...] parse error at line 1, column 5: syntax error while ...
        for (const std::string_view prefix : {": ", "syntax error "}) {
            if (const std::size_t at = what.find(prefix); at != what.npos) {
                what.remove_prefix(at + prefix.size());
            }
        }
        builder_.report(
            message::JsonSyntax, position == 0 ? 0 : position - 1, fill(message::JsonSyntax, what),
            "JSON needs double quotes around keys and texts, no comments, no comma after the last entry");
        return false;
    }

  private:
    std::size_t token() {
        progress_.between_tokens = true;
        return progress_.token;
    }

    bool number() {
        const std::size_t at = token();
        const std::size_t end = source_.text.find_first_not_of("+-.0123456789eE", at);
        return builder_.add_scalar(at, std::string(source_.text.substr(at, end - at)), false);
    }

    bool end() {
        progress_.between_tokens = true;
        return builder_.close();
    }

    const Source& source_;
    NodeBuilder& builder_;
    Progress& progress_;
};

} // namespace

bool begins_as_json(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kBlanks);
    const std::size_t second = first == text.npos ? first : text.find_first_not_of(kBlanks, first + 1);
    if (second == text.npos) {
        return false;
    }
    const std::string_view after = text[first] == '{' ? "\"}" : text[first] == '[' ? "{[\"]" : "";
    return after.find(text[second]) != after.npos;
}

std::optional<Node> read_json(const Source& source, Diagnostics& diagnostics) {
    AliasBudget no_aliases{0};
    NodeBuilder builder(source, no_aliases, diagnostics);
    Progress progress;
    Events events(source, builder, progress);
    const char* begin = source.text.data();
    nlohmann::json::sax_parse(Input(begin, &progress), Input(begin + source.text.size(), &progress), &events);
    return builder.take_root();
}

} // namespace meshcast::yaml
