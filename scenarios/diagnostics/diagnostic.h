#pragma once

#include "sim/model/origin.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

enum class Severity { Error, Warning, Info };

std::string_view severity_name(Severity); // "error"

/// One entry of the message catalogue (catalogue.h): the only place that knows a code's level and words.
struct Message {
    std::string_view code; // "MS0009", never reused
    Severity severity = Severity::Error;
    std::string_view name; // "DuplicateKey"
    std::string_view text; // fmt format string for what is wrong
    std::string_view
        explanation; // why it matters and what to write instead, for `list diagnostics` and the docs
    std::string_view istio = {}; // "IST0101": the code under which istioctl reports the same; empty: none
};

/// One finding in one place of the user's files.
struct Diagnostic {
    const Message* message = nullptr; // never null
    Origin where;
    std::string text;          // the catalogue's text, filled in
    std::string hint;          // what to write instead; may be empty
    std::string resource = {}; // "VirtualService default/reviews"; empty: of no object

    std::string_view code() const { return message->code; }

    Severity severity() const { return message->severity; }
};

/// Collects findings; nothing stops at the first.
class Diagnostics {
  public:
    void add(const Message& message, Origin where, std::string_view text, std::string_view hint = {},
             std::string_view resource = {});

    void add(Diagnostic finding) { items_.push_back(std::move(finding)); }

    void append(const Diagnostics& other);

    bool has_errors() const;

    bool empty() const { return items_.empty(); }

    /// In order of file, line, column, code; exact repeats once.
    std::vector<Diagnostic> sorted() const;

    std::span<const Diagnostic> items() const { return items_; }

  private:
    std::vector<Diagnostic> items_;
};

/// "file.yaml:12:5: error MS0009: duplicate key "image"\n    hint: ..." as editors expect it; with a resource
/// "file.yaml:12:5: error MS0701 [IST0101] (Gateway default/web): ...".
std::string to_string(const Diagnostic&);

} // namespace meshcast
