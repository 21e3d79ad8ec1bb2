#include "scenarios/yaml/reader.h"

#include "scenarios/yaml/json_document.h"
#include "scenarios/yaml/source_check.h"
#include "scenarios/yaml/yaml_document.h"

#include <algorithm>
#include <utility>

namespace meshcast::yaml {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_marker(std::string_view line, std::string_view marker) {
    return line.starts_with(marker) &&
           (line.size() == marker.size() || line.find_first_of(" \t\r") == marker.size());
}

/// Parts of a file between its `---` and `...` lines. Neither can be inside a value, so a broken document
/// cannot hide the next.
class Splitter {
  public:
    explicit Splitter(std::string_view text) : text_(text) {}

    struct Part {
        std::string_view text;
        std::size_t offset;
    };

    std::vector<Part> run() {
        for (std::size_t at = 0; at < text_.size();) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            const std::string_view line = text_.substr(at, end - at);
            const std::size_t next = std::min(end + 1, text_.size());
            if (is_marker(line, "---") && !directives_only_) {
                cut(at);
            }
            if (is_marker(line, "...")) {
                cut(at);
                start_ = next;
            } else if (line.starts_with('%') && !content_) {
                directives_only_ = true; // they belong to the document that the next `---` begins
            } else if (!line.empty() && line.front() != '#' && line != "\r") {
                directives_only_ = false;
                content_ = true;
            }
            at = next;
        }
        cut(text_.size());
        return std::move(parts_);
    }

  private:
    void cut(std::size_t end) {
        if (end > start_) {
            parts_.push_back({text_.substr(start_, end - start_), start_});
        }
        start_ = end;
        content_ = false;
        directives_only_ = false;
    }

    std::string_view text_;
    std::vector<Part> parts_;
    std::size_t start_ = 0;
    bool content_ = false; // something but comments and directives, since start_
    bool directives_only_ = false;
};

} // namespace

std::vector<Document> read_documents(std::string_view text, const std::string& file,
                                     Diagnostics& diagnostics) {
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    if (!check_source(text, file, diagnostics)) {
        return {};
    }
    std::vector<Document> documents;
    AliasBudget aliases{kMaxAliasNodes};
    TextPosition position(text);
    for (const Splitter::Part& part : Splitter(text).run()) {
        const Source source{part.text, part.offset, file, position};
        std::optional<Node> root = begins_as_json(part.text) ? read_json(source, diagnostics)
                                                             : read_yaml(source, aliases, diagnostics);
        if (root) {
            documents.push_back({file, *std::move(root)});
        }
    }
    return documents;
}

} // namespace meshcast::yaml
