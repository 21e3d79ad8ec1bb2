#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/units.h"
#include "scenarios/yaml/cursor.h"
#include "scenarios/yaml/plain_scalar.h"
#include "scenarios/yaml/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast::yaml {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// One line, as JSON would write it but with bare scalars; quoted ones keep a mark.
std::string shown(const Node& node) {
    std::string text;
    switch (node.kind) {
    case Node::Kind::Null:
        return "null";
    case Node::Kind::Scalar:
        return node.quoted ? "'" + node.text + "'" : node.text;
    case Node::Kind::Sequence:
        for (const Node& item : node.items) {
            text += (text.empty() ? "" : ", ") + shown(item);
        }
        return "[" + text + "]";
    case Node::Kind::Mapping:
        for (const auto& [key, value] : node.entries) {
            text += (text.empty() ? "" : ", ") + key.text + ": " + shown(value);
        }
        return "{" + text + "}";
    }
    return text;
}

std::vector<std::string> findings(const Diagnostics& diagnostics) {
    std::vector<std::string> lines;
    for (const Diagnostic& d : diagnostics.sorted()) {
        lines.push_back(fmt::format("{}:{} {} {}", d.where.line, d.where.column, d.code(), d.text));
    }
    return lines;
}

std::vector<std::string> read(std::string_view text) {
    Diagnostics diagnostics;
    std::vector<std::string> lines;
    for (const Document& document : read_documents(text, "f.yaml", diagnostics)) {
        lines.push_back(shown(document.root));
    }
    EXPECT_THAT(findings(diagnostics), ElementsAre()) << text;
    return lines;
}

std::vector<std::string> refuse(std::string_view text) {
    Diagnostics diagnostics;
    read_documents(text, "f.yaml", diagnostics);
    return findings(diagnostics);
}

TEST(Reader, SkipsEmptyDocuments) {
    EXPECT_THAT(read("---\n# nothing\n---\na: b\n---\n---\n...\n---\nc: d\n...\n# end\n"),
                ElementsAre("{a: b}", "{c: d}"));
    EXPECT_THAT(read(""), ElementsAre());
    EXPECT_THAT(read("\n\n# only a comment"), ElementsAre());
    EXPECT_THAT(read("null\n"), ElementsAre());
}

TEST(Reader, TakesWindowsLineEndsAndByteOrderMark) {
    EXPECT_THAT(read("\xEF\xBB\xBF---\r\na: b\r\nc: |\r\n  x\r\n---\r\nd: e\r\n"),
                ElementsAre("{a: b, c: 'x\n'}", "{d: e}"));
}

TEST(Reader, KeepsScalarsAsWritten) {
    EXPECT_THAT(read("a: 1.10\nb: 010\nc: yes\nd: '1'\ne: ~\nf:\ng: !!str 5\nh: 2024-01-01\n"),
                ElementsAre("{a: 1.10, b: 010, c: yes, d: '1', e: null, f: null, g: '5', h: 2024-01-01}"));
}

TEST(Reader, TakesColonsWithoutBlanksForText) {
    EXPECT_THAT(read("[1.2.3.4, 001:db8::]"), ElementsAre("[1.2.3.4, 001:db8::]"));
    EXPECT_THAT(read("a: [::, fe80::1, b: c, d: , e]"),
                ElementsAre("{a: [::, fe80::1, {b: c}, {d: null}, e]}"));
}

TEST(Reader, TakesScalarKeysOfAllKinds) {
    EXPECT_THAT(read("8080: a\ntrue: b\n~: c\n'q': d"), ElementsAre("{8080: a, true: b, null: c, q: d}"));
}

TEST(Reader, ExpandsAliasesAndMergeKeys) {
    EXPECT_THAT(read("a: &x {b: 1, c: 2}\nd: *x\ne: {<<: *x, b: 3}\nf: {<<: [{b: 4}, *x], g: 5}\n"),
                ElementsAre("{a: {b: 1, c: 2}, d: {b: 1, c: 2}, e: {b: 3, c: 2}, f: {g: 5, b: 4, c: 2}}"));
    EXPECT_THAT(read("\"<<\": 1"), ElementsAre("{<<: 1}"));
}

TEST(Reader, LeavesTemplatesInsideTextAlone) {
    EXPECT_THAT(
        read("a: '{{ x }}'\nb: \"{% x %}\" # {{ y }}\nc: |\n  {{ z }}\n\n  {{ z }}\nd:\n- >-\n  {{ z }}\n- "
             "e: |\n    {{ z }}\n"),
        ElementsAre(
            "{a: '{{ x }}', b: '{% x %}', c: '{{ z }}\n\n{{ z }}\n', d: ['{{ z }}', {e: '{{ z }}\n'}]}"));
    EXPECT_THAT(read("{\"a\":\"{{ x }}\",\"b\":[\"{{ y }}\"]}"),
                ElementsAre("{a: '{{ x }}', b: ['{{ y }}']}"));
}

TEST(Reader, ReadsJson) {
    EXPECT_THAT(
        read(R"({"a": "\/ \ud83d\ude00 \u00e9 \"\n", "b": [1, -2.50e3, true, null, {}, []], "c": {}})"),
        ElementsAre("{a: '/ 😀 é \"\n', b: [1, -2.50e3, true, null, {}, []], c: {}}"));
}

TEST(Reader, GivesEveryNodeItsLineAndColumn) {
    Diagnostics diagnostics;
    const auto documents =
        read_documents("# é\na: é\n---\nü: [é, {x: y}]\nlist:\n- 1\nempty:\n", "f.yaml", diagnostics);
    ASSERT_EQ(documents.size(), 2u);
    const Node& root = documents[1].root;
    EXPECT_EQ(documents[1].origin(root), (Origin{"f.yaml", 4, 1}));
    EXPECT_EQ(documents[1].origin(root.find("ü")->items[1]),
              (Origin{"f.yaml", 4, 8})); // characters, not bytes
    EXPECT_EQ(documents[1].origin(*root.find("ü")->items[1].find("x")), (Origin{"f.yaml", 4, 12}));
    EXPECT_EQ(documents[1].origin(root.find("list")->items[0]), (Origin{"f.yaml", 6, 3}));
    EXPECT_EQ(documents[1].origin(*root.find("empty")).line, 7);
}

TEST(Reader, GivesJsonNodesTheirLineAndColumn) {
    Diagnostics diagnostics;
    const auto documents =
        read_documents("{\n  \"é\": [12 , true,\n \"x\"],\n\"k\"  : {}}", "f.json", diagnostics);
    ASSERT_EQ(documents.size(), 1u);
    const Node& root = documents[0].root;
    const Node& list = *root.find("é");
    EXPECT_EQ(documents[0].origin(root.entries[0].key), (Origin{"f.json", 2, 3}));
    EXPECT_EQ(documents[0].origin(list), (Origin{"f.json", 2, 8}));
    EXPECT_EQ(documents[0].origin(list.items[0]), (Origin{"f.json", 2, 9}));
    EXPECT_EQ(documents[0].origin(list.items[1]), (Origin{"f.json", 2, 14}));
    EXPECT_EQ(documents[0].origin(list.items[2]), (Origin{"f.json", 3, 2}));
    EXPECT_EQ(documents[0].origin(*root.find("k")), (Origin{"f.json", 4, 8}));
}

TEST(Reader, ReportsEveryBrokenDocumentAndReadsTheOthers) {
    Diagnostics diagnostics;
    const auto documents =
        read_documents("a: [\n---\nb: 1\n---\nc: 'x\n---\n\td: 2\n---\ne: 3\n", "f.yaml", diagnostics);
    ASSERT_EQ(documents.size(), 2u);
    EXPECT_EQ(shown(documents[0].root), "{b: 1}");
    EXPECT_EQ(shown(documents[1].root), "{e: 3}");
    EXPECT_THAT(findings(diagnostics), ElementsAre(HasSubstr("1:4 MS0006 this [ is never closed"),
                                                   HasSubstr("5:4 MS0006 this quote is never closed"),
                                                   HasSubstr("7:1 MS0008 a tab indents this line")));
}

TEST(Reader, ReportsAllDuplicatesOfAKey) {
    EXPECT_THAT(refuse("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n"),
                ElementsAre("2:11 MS0009 duplicate key \"c\", first given in line 2",
                            "3:1 MS0009 duplicate key \"a\", first given in line 1",
                            "4:1 MS0009 duplicate key \"a\", first given in line 1"));
}

TEST(Reader, RefusesWhatYamlCppLetsPass) {
    EXPECT_THAT(refuse("- a\nb: c\n"), ElementsAre(HasSubstr("2:1 MS0006 text after the end")));
    EXPECT_THAT(refuse("a: 1\nb\n"), ElementsAre(HasSubstr("2:1 MS0006 \"b\" is neither a key")));
    EXPECT_THAT(refuse("a: [1,,2]\n"), ElementsAre(HasSubstr("1:7 MS0006 an empty element")));
    EXPECT_THAT(refuse("a: 'x\n"), ElementsAre(HasSubstr("1:4 MS0006 this quote")));
    EXPECT_THAT(refuse("a: \"x\n"), ElementsAre(HasSubstr("1:4 MS0006 this quote")));
    EXPECT_THAT(refuse("a: \"x\\\"\n"), ElementsAre(HasSubstr("1:4 MS0006 this quote")));
    EXPECT_THAT(refuse("? [a]\n: b\n"), ElementsAre(HasSubstr("1:3 MS0010 a list cannot be a key")));
    EXPECT_THAT(read("a: [1, 2,]\nb: 'it''s'\nc: \"x\\\\\"\n"),
                ElementsAre("{a: [1, 2], b: 'it's', c: 'x\\'}"));
}

TEST(Reader, BoundsWhatAFileCosts) {
    const auto repeat = [](std::string_view text, int times) {
        std::string result;
        for (int i = 0; i < times; ++i) {
            result += text;
        }
        return result;
    };
    for (const std::string_view open :
         {"[", "{", "{\"a\":", "[[\"a\",", "- ", "? ", "{a: ", "[a: ", "&a ["}) {
        EXPECT_EQ(refuse(repeat(open, 100'000)).size(), 1u) << open;
    }
    EXPECT_THAT(refuse(repeat("[", 100'000)), ElementsAre("1:201 MS0011 nested deeper than 200 levels"));
    EXPECT_EQ(read("a: " + repeat("[", 199) + repeat("]", 199)).size(), 1u);

    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    std::string tower = "a0: &a0 [x]\n";
    for (int i = 1; i < 300; ++i) {
        bomb += fmt::format("a{}: &a{} [*a{}, *a{}, *a{}]\n", i, i, i - 1, i - 1, i - 1);
        tower += fmt::format("a{}: &a{} [*a{}]\n", i, i, i - 1);
    }
    EXPECT_THAT(refuse(bomb), ElementsAre(HasSubstr("MS0012")));
    EXPECT_THAT(refuse(tower), ElementsAre(HasSubstr("MS0011")));
    EXPECT_THAT(refuse("a: &a " + std::string(1'000'000, 'x') + "\nb: [" + repeat("*a, ", 100) + "]\n"),
                ElementsAre(HasSubstr("MS0012"))); // texts count too
    EXPECT_THAT(refuse("x: &x {a: *x}"), ElementsAre(HasSubstr("MS0013")));
}

TEST(Reader, RefusesWhatIsNoText) {
    EXPECT_THAT(refuse("a: \xC3(\n"), ElementsAre("1:4 MS0004 not UTF-8 text: invalid byte 0xC3"));
    EXPECT_THAT(refuse("a: \xED\xA0\x80\n"), ElementsAre(HasSubstr("MS0004")));     // a surrogate
    EXPECT_THAT(refuse("a: \xC0\xAF\n"), ElementsAre(HasSubstr("MS0004")));         // an overlong slash
    EXPECT_THAT(refuse("a: \xF4\x90\x80\x80\n"), ElementsAre(HasSubstr("MS0004"))); // beyond Unicode
    EXPECT_THAT(refuse(std::string_view("a\0:\0 \0", 6)), ElementsAre(HasSubstr("UTF-16")));
    EXPECT_THAT(refuse(std::string_view("a: b\n\0", 6)), ElementsAre("2:1 MS0005 control character U+0000"));
    EXPECT_THAT(refuse("a: \x04"),
                ElementsAre("1:4 MS0005 control character U+0004")); // yaml-cpp's end of file
}

TEST(Cursor, ReadsTypedValuesAndReportsWrongOnesByPath) {
    Diagnostics diagnostics;
    const auto documents = read_documents(
        "spec:\n  replicas: three\n  ports: [{port: 80}, {port: 99999}, 7]\n  \"a.b/c\": {on: off}\n"
        "  time: 10\n  name: [x]\n  empty:\n",
        "f.yaml", diagnostics);
    const Cursor root(documents.at(0), diagnostics);
    const Cursor spec = root["spec"];
    EXPECT_EQ(spec["replicas"].integer(), std::nullopt);
    std::vector<std::optional<std::int64_t>> ports;
    for (const Cursor& port : spec["ports"].items()) {
        ports.push_back(port["port"].integer(1, 65535));
    }
    EXPECT_THAT(ports, ElementsAre(80, std::nullopt, std::nullopt));
    EXPECT_EQ(spec["a.b/c"]["on"].boolean(), false);
    EXPECT_EQ(spec["a.b/c"]["on"].path(), "spec[\"a.b/c\"].on");
    EXPECT_EQ(spec["time"].parsed(units::parse_duration), std::nullopt);
    EXPECT_EQ(spec["name"].string(), std::nullopt);
    EXPECT_EQ(spec["empty"].string(), std::nullopt);
    EXPECT_EQ(spec["gone"]["deeper"].integer(), std::nullopt);
    EXPECT_EQ(spec["gone"]["deeper"].origin(), spec.origin());
    EXPECT_THAT(findings(diagnostics),
                ElementsAre("2:13 MS0201 spec.replicas: \"three\" is not a whole number",
                            "3:30 MS0201 spec.ports[1].port: \"99999\" is out of range; write 1 to 65535",
                            "3:38 MS0020 spec.ports[2] must be a mapping, not \"7\"",
                            "5:9 MS0201 spec.time: \"10\" has no unit; write 10ms or 10s",
                            "6:9 MS0020 spec.name must be a string, not a list"));
}

TEST(Cursor, TellsMissingFromAbsentWithItsParent) {
    Diagnostics diagnostics;
    const auto documents = read_documents("a: {b: }\nc: text\n", "f.yaml", diagnostics);
    const Cursor root(documents.at(0), diagnostics);
    EXPECT_TRUE(root["a"]["b"].missing());
    EXPECT_TRUE(root["a"]["x"].missing());
    EXPECT_FALSE(root["a"].missing());
    EXPECT_FALSE(root["c"]["x"].missing()); // `c` is wrong already
    EXPECT_EQ(root["a"].entries().size(), 1u);
}

TEST(PlainScalar, IsAStringUnlessYaml11SaysOtherwise) {
    for (const char* text : {"abc", "1.2.3", "v1", "1_a", "0x", "1e", "e5", ".", "-", "10.0.0.1", "12:30",
                             "nul", "1 2", "100m", "+", "1.2e"}) {
        EXPECT_TRUE(is_plain_string(text)) << text;
    }
    for (const char* text :
         {"",    "~",  "null", "true", "Yes",  "on",    "OFF",  "no",    "1",    "-1",  "+1.5",
          "1e3", "1.", ".5",   "0x1F", "0o17", "1_000", ".inf", "-.Inf", ".nan", "0b11"}) {
        EXPECT_FALSE(is_plain_string(text)) << text;
    }
}

} // namespace

} // namespace meshcast::yaml
