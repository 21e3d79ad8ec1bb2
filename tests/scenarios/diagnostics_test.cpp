#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/suggest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Catalogue, IsInOrderOfCodeWithoutRepeats) {
    for (std::size_t i = 1; i < catalogue().size(); ++i) {
        EXPECT_LT(catalogue()[i - 1]->code, catalogue()[i]->code);
    }
}

TEST(Catalogue, SaysOfEveryCodeWhatItMeansAndWhatToDo) {
    for (const Message* message : catalogue()) {
        EXPECT_THAT(std::string(message->code), testing::MatchesRegex("MS[0-9][0-9][0-9][0-9]"));
        EXPECT_FALSE(message->name.empty()) << message->code;
        EXPECT_FALSE(message->text.empty()) << message->code;
        EXPECT_THAT(std::string(message->explanation), testing::EndsWith(".")) << message->code;
    }
}

TEST(Diagnostics, SortByPlaceAndDropRepeats) {
    Diagnostics diagnostics;
    diagnostics.add(message::DuplicateKey, {"b.yaml", 1, 1}, "x");
    diagnostics.add(message::DuplicateKey, {"a.yaml", 10, 1}, "x");
    diagnostics.add(message::DuplicateKey, {"a.yaml", 9, 2}, "x");
    diagnostics.add(message::DuplicateKey, {"a.yaml", 9, 2}, "x");
    diagnostics.add(message::DuplicateKey, {"a.yaml", 9, 2}, "other");
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        lines.push_back(to_string(diagnostic));
    }
    EXPECT_THAT(lines, ElementsAre("a.yaml:9:2: error MS0009: other", "a.yaml:9:2: error MS0009: x",
                                   "a.yaml:10:1: error MS0009: x", "b.yaml:1:1: error MS0009: x"));
}

TEST(Diagnostics, KnowWhetherAnyIsAnError) {
    Diagnostics warnings;
    warnings.add(message::ObjectRepeated, {}, "twice");
    EXPECT_FALSE(warnings.has_errors());
    Diagnostics both;
    both.add(message::MissingField, {}, "gone");
    both.append(warnings);
    EXPECT_TRUE(both.has_errors());
    EXPECT_EQ(both.items().size(), 2u);
}

TEST(Diagnostics, PrintOneLineAndTheHint) {
    Diagnostics diagnostics;
    diagnostics.add(message::DuplicateKey, {"a.yaml", 3, 7}, fill(message::DuplicateKey, "image", 2),
                    "keep one");
    EXPECT_EQ(to_string(diagnostics.items().front()),
              "a.yaml:3:7: error MS0009: duplicate key \"image\", first given in line 2\n    hint: keep one");
    diagnostics.add(message::NoObjects, {}, "nothing");
    EXPECT_EQ(to_string(diagnostics.items().back()), "error MS0025: nothing");
    diagnostics.add(message::FileUnreadable, {"gone.yaml", 0, 0}, "no");
    EXPECT_EQ(to_string(diagnostics.items().back()), "gone.yaml: error MS0001: no");
}

TEST(Diagnostics, KeepHostileTextToOneShortLine) {
    Diagnostics diagnostics;
    diagnostics.add(message::BadValue, {}, "a\nb\x1b[31m" + std::string(10'000, 'x'));
    const std::string& text = diagnostics.items().front().text;
    EXPECT_THAT(text, testing::StartsWith("a\\x0ab\\x1b[31mxxx"));
    EXPECT_LT(text.size(), 600u);
}

TEST(Suggestion, IsTheNearestNameWithinASlip) {
    const std::vector<std::string> known{"replicas", "selector", "template", "env", "envFrom"};
    EXPECT_EQ(nearest_name("replica", known), "replicas");
    EXPECT_EQ(nearest_name("Replicas", known), "replicas");
    EXPECT_EQ(nearest_name("sleector", known), "selector"); // a swap is one slip
    EXPECT_EQ(nearest_name("tmplate", known), "template");
    EXPECT_EQ(nearest_name("envs", known), "env");
    EXPECT_EQ(nearest_name("affinity", known), std::nullopt);
    EXPECT_EQ(nearest_name("", known), std::nullopt);
    EXPECT_EQ(nearest_name(std::string(100'000, 'r'), known), std::nullopt);
}

TEST(Suggestion, IsAHintOrNothing) {
    const std::vector<std::string> known{"replicas"};
    EXPECT_EQ(did_you_mean("replica", known), "did you mean \"replicas\"?");
    EXPECT_EQ(did_you_mean("image", known), "");
}

} // namespace

} // namespace meshcast
