#include "scenarios/schema/reference.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace meshcast {

namespace {

/// A definition is a mapping with fields, or a notation for one value.
const Json* mapping_of(const Json& schema) {
    if (schema.contains("properties")) {
        return &schema;
    }
    if (schema.contains("anyOf")) {
        for (const Json& option : schema["anyOf"]) {
            if (option.contains("properties")) {
                return &option;
            }
        }
    }
    return nullptr;
}

std::string words_of(const Json& values) {
    std::vector<std::string> words;
    for (const Json& value : values) {
        words.push_back(fmt::format("`{}`", value.is_string() ? value.get<std::string>() : value.dump()));
    }
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string title_of(const Json& reference) {
    const std::string path = reference.get<std::string>();
    return path.substr(path.rfind('/') + 1);
}

/// GitHub's anchor of a heading.
std::string anchor_of(std::string title) {
    for (char& c : title) {
        c = c == ' ' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return title;
}

std::string type_text(const Json& schema);

std::string options_text(const Json& options) {
    std::vector<std::string> texts;
    for (const Json& option : options) {
        texts.push_back(type_text(option));
    }
    return fmt::format("{}", fmt::join(texts, " or "));
}

std::string type_text(const Json& schema) {
    if (schema.contains("$ref")) {
        const std::string title = title_of(schema["$ref"]);
        return fmt::format("[{}](#{})", title, anchor_of(title));
    }
    if (schema.contains("const")) {
        return words_of(Json::array({schema["const"]}));
    }
    if (schema.contains("enum")) {
        return words_of(schema["enum"]);
    }
    if (schema.contains("anyOf")) {
        return options_text(schema["anyOf"]);
    }
    if (schema.contains("items")) {
        return "list of " + type_text(schema["items"]);
    }
    if (schema.contains("properties")) {
        return "mapping, see below";
    }
    if (schema.contains("additionalProperties")) {
        return fmt::format("mapping from {} to {}", schema.value("x-key", "name"),
                           type_text(schema["additionalProperties"]));
    }
    const std::string type = schema.value("type", "");
    return type == "string" ? "text" : type == "boolean" ? "true or false" : type;
}

/// Markdown tables have no line breaks and end cells at "|".
std::string cell(std::string text) {
    for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
        text.insert(at, "\\");
    }
    return text;
}

std::string default_text(const Json& field, bool required) {
    if (required) {
        return "required";
    }
    return field.contains("default") ? words_of(Json::array({field["default"]})) : "";
}

class Page {
  public:
    void kind(const std::string& title, const Json& schema) {
        text_ += fmt::format("## {}\n\n{}\n\n", title, schema.value("description", ""));
        fields(schema);
        for (const auto& [name, definition] : schema["$defs"].items()) {
            if (described_.insert(name).second) {
                describe(name, definition);
            }
        }
    }

    std::string take() { return std::move(text_); }

  private:
    void describe(const std::string& name, const Json& definition) {
        text_ += fmt::format("### {}\n\n{}\n\n", name, definition.value("description", ""));
        if (definition.contains("examples")) {
            text_ += fmt::format("Examples: {}.\n\n", words_of(definition["examples"]));
        }
        const Json* mapping = mapping_of(definition);
        if (mapping == nullptr) {
            return;
        }
        if (mapping != &definition) {
            text_ += fmt::format("Either {}, or a mapping:\n\n", type_text(definition["anyOf"][0]));
        }
        fields(*mapping);
    }

    void fields(const Json& mapping) {
        std::set<std::string> required;
        for (const Json& name : mapping.value("required", Json::array())) {
            required.insert(name.get<std::string>());
        }
        text_ += "| field | value | default | meaning |\n| --- | --- | --- | --- |\n";
        rows("", mapping["properties"], required);
        text_ += "\n";
    }

    /// Nested mappings without a name of their own are rows with a dotted field.
    void rows(const std::string& prefix, const Json& properties, const std::set<std::string>& required) {
        for (const auto& [name, field] : properties.items()) {
            if (field.contains("properties")) {
                std::set<std::string> inner;
                for (const Json& key : field.value("required", Json::array())) {
                    inner.insert(key.get<std::string>());
                }
                rows(prefix + name + ".", field["properties"], inner);
                continue;
            }
            text_ += "| " + cell(fmt::format("`{}{}`", prefix, name)) + row(field, required.contains(name));
        }
    }

    static std::string row(const Json& field, bool required) {
        std::string meaning = field.value("description", "");
        if (field.contains("examples")) {
            meaning += fmt::format(" Example: {}.", words_of(field["examples"]));
        }
        return fmt::format(" | {} | {} | {} |\n", cell(type_text(field)), cell(default_text(field, required)),
                           cell(meaning));
    }

    std::string text_;
    std::set<std::string> described_; // definitions that several kinds share are described once
};

constexpr std::string_view kIntroduction = R"(# Reference of meshcast's files

<!-- Generated from the declarations in scenarios/schema and scenarios/planes. Regenerate with:
     meshcast schema --reference > docs/scenario-reference.md -->

A file is YAML or JSON and begins with `apiVersion: meshcast/v1` and its `kind`. Unknown fields are errors. Lists and mappings
may use anchors and merge keys. An editor that speaks the YAML language server checks files as you type, given
`meshcast schema > scenario.schema.json` and, in a scenario's first line, `# yaml-language-server: $schema=scenario.schema.json`.

)";

} // namespace

std::string reference_page(const std::vector<std::pair<std::string, Json>>& kinds) {
    Page page;
    for (const auto& [title, schema] : kinds) {
        page.kind(title, schema);
    }
    std::string text = std::string(kIntroduction) + page.take();
    while (text.ends_with("\n\n")) {
        text.pop_back();
    }
    return text;
}

} // namespace meshcast
