#include "scenarios/yaml/yaml_document.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/cursor.h"
#include "scenarios/yaml/node_builder.h"
#include "scenarios/yaml/outline.h"
#include "scenarios/yaml/yaml_errors.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>

namespace meshcast::yaml {

namespace {

/// Reads from memory that somebody else owns.
class MemoryBuffer : public std::streambuf {
  public:
    explicit MemoryBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data()); // a get area is never written to
        setg(begin, begin, begin + text.size());
    }
};

/// Thrown through yaml-cpp to leave a document whose error is reported already.
struct Abandoned {};

std::size_t offset_of(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
}

/// Turns yaml-cpp's events into nodes.
class Events : public YAML::EventHandler {
  public:
    Events(const Source& source, NodeBuilder& builder) : source_(source), builder_(builder) {}

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (document_seen_) {
            builder_.report(message::YamlSyntax, offset_of(mark),
                            fill(message::YamlSyntax, "text after the end of the document"),
                            "indent it like the lines above, or begin a new document with a line ---");
            throw Abandoned{};
        }
        document_seen_ = true;
    }

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const std::size_t at = offset_of(mark);
        const Node* key = builder_.pending_key();
        if (char_at(at) == ',' && builder_.inside(Node::Kind::Sequence, NodeBuilder::Style::Flow)) {
            builder_.report(message::YamlSyntax, at, fill(message::YamlSyntax, "an empty element in a list"),
                            "remove one of the commas");
        } else if (key != nullptr && builder_.inside(Node::Kind::Mapping, NodeBuilder::Style::Block) &&
                   builder_.stands_at(*key, at)) { // no colon after it
            builder_.report(
                message::YamlSyntax, at,
                fill(message::YamlSyntax, describe(*key) + " is neither a key nor part of a value"),
                "write \"KEY: VALUE\", or indent it to continue the line above");
        }
        const bool written = std::string_view("~nN").find(char_at(at)) != std::string_view::npos;
        go_on_if(builder_.add_null(at, written, anchor));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        go_on_if(builder_.add_alias(offset_of(mark), anchor));
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        const std::size_t at = offset_of(mark);
        const bool quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
        if (quoted && (char_at(at) == '\'' || char_at(at) == '"')) {
            last_quote_ = at;
        }
        go_on_if(builder_.add_scalar(at, value, quoted, anchor));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        open(Node::Kind::Sequence, mark, anchor, style);
    }

    void OnSequenceEnd() override { go_on_if(builder_.close()); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        open(Node::Kind::Mapping, mark, anchor, style);
    }

    void OnMapEnd() override { go_on_if(builder_.close()); }

    /// yaml-cpp takes a quote that never ends for one that ends with the text. Only the last one can.
    void check_last_quote() {
        if (last_quote_ && !closes(*last_quote_)) {
            report_open_quote(builder_, *last_quote_);
        }
    }

  private:
    char char_at(std::size_t at) const { return at < source_.text.size() ? source_.text[at] : '\0'; }

    static void go_on_if(bool sound) {
        if (!sound) {
            throw Abandoned{};
        }
    }

    void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor,
              YAML::EmitterStyle::value style) {
        const std::size_t at = offset_of(mark);
        NodeBuilder::Style as = NodeBuilder::Style::Block;
        if (style == YAML::EmitterStyle::Flow) {
            const bool bracket = std::string_view("{[&!").find(char_at(at)) != std::string_view::npos;
            as = bracket ? NodeBuilder::Style::Flow : NodeBuilder::Style::Pair;
        }
        go_on_if(builder_.open(kind, at, as, anchor));
    }

    bool closes(std::size_t quote) const { return !outline(source_.text.substr(quote)).open_quote; }

    const Source& source_;
    NodeBuilder& builder_;
    bool document_seen_ = false;
    std::optional<std::size_t> last_quote_;
};

} // namespace

std::optional<Node> read_yaml(const Source& source, AliasBudget& budget, Diagnostics& diagnostics) {
    NodeBuilder builder(source, budget, diagnostics);
    Events events(source, builder);
    MemoryBuffer buffer(source.text);
    std::istream stream(&buffer);
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(events)) {
        }
        events.check_last_quote();
    } catch (const Abandoned&) {
        // What made it stop is reported already.
    } catch (const YAML::Exception& error) {
        report_syntax_error(builder, source, error);
    }
    return builder.take_root();
}

} // namespace meshcast::yaml
