#include "sim/policy/authorization/path_normalization.h"
#include "sim/policy/authorization/path_template.h"
#include "sim/policy/authorization/text_pattern.h"

#include <gtest/gtest.h>

namespace meshcast {

namespace {

using enum PathNormalization;

std::string normal(const char* path, PathNormalization how) {
    return normalize_path(path, how).value_or("400");
}

TEST(PathNormalization, ResolvesDotsHoweverTheyAreWritten) {
    EXPECT_EQ(normal("/a/./b/../c", Base), "/a/c");
    EXPECT_EQ(normal("/a/%2E%2e/b", Base), "/b");
    EXPECT_EQ(normal("/../../b", Base), "/b");
    EXPECT_EQ(normal("/a/..", Base), "/");
    EXPECT_EQ(normal("/a/.", Base), "/a/");
    EXPECT_EQ(normal("/a//../b", Base), "/a/b");
    EXPECT_EQ(normal("/.../b..", Base), "/.../b..");
    EXPECT_EQ(normal("/a/../b", None), "/a/../b");
}

TEST(PathNormalization, UndoesEscapesThatMeanNothing) {
    EXPECT_EQ(normal("/%41%7e%2D", Base), "/A~-");
    EXPECT_EQ(normal("/%20%c0%25", Base), "/%20%c0%25");
    EXPECT_EQ(normal("/a b\"", Base), "/a%20b%22");
    EXPECT_EQ(normal("/100%", Base), "/100%");
}

TEST(PathNormalization, TreatsSlashesAsAsked) {
    EXPECT_EQ(normal("/a\\b//c%2fd%5Ce", None), "/a\\b//c%2fd%5Ce");
    EXPECT_EQ(normal("/a\\b//c%2fd%5Ce", Base), "/a/b//c%2fd%5Ce");
    EXPECT_EQ(normal("/a\\b//c%2fd%5Ce", MergeSlashes), "/a/b/c%2fd%5Ce");
    EXPECT_EQ(normal("/a\\b//c%2fd%5Ce", DecodeAndMergeSlashes), "/a/b/c/d/e");
    EXPECT_EQ(normal("/x%2f..%2fadmin", DecodeAndMergeSlashes), "/admin");
}

TEST(PathNormalization, KeepsTheQueryDropsTheFragmentRefusesNull) {
    EXPECT_EQ(normal("/a/../b?x=../y//#z", MergeSlashes), "/b?x=../y//");
    EXPECT_EQ(normal("/a%00", Base), "400");
}

TEST(PathTemplate, OneSegmentIsNotEmptyAnyNumberMayBe) {
    const auto matches = [](const char* pattern, const char* path) {
        return PathTemplate::parse(pattern).value().matches(path);
    };
    EXPECT_TRUE(matches("/a/{*}/c", "/a/b/c"));
    EXPECT_FALSE(matches("/a/{*}/c", "/a//c"));
    EXPECT_FALSE(matches("/a/{*}/c", "/a/b/b/c"));
    EXPECT_TRUE(matches("/a/{**}", "/a/"));
    EXPECT_FALSE(matches("/a/{**}", "/a"));
    EXPECT_TRUE(matches("/a/{**}/z", "/a/b/c/z"));
    EXPECT_TRUE(matches("/a/{**}/z", "/a//z"));
    EXPECT_FALSE(matches("/a/{**}/z", "/a/z"));
}

TEST(PathTemplate, RefusesWhatIstioRefuses) {
    EXPECT_FALSE(PathTemplate::parse("/a{*}b"));
    EXPECT_FALSE(PathTemplate::parse("/{**}/{*}"));
    EXPECT_FALSE(PathTemplate::parse("/{*}/x*"));
    EXPECT_FALSE(PathTemplate::parse("/{name}/{*}"));
}

TEST(TextPattern, HasFourForms) {
    EXPECT_TRUE(TextPattern("a*").matches("abc"));
    EXPECT_TRUE(TextPattern("*c").matches("abc"));
    EXPECT_FALSE(TextPattern("b*").matches("abc"));
    EXPECT_FALSE(TextPattern("*").matches(""));
    EXPECT_FALSE(TextPattern("abc").matches("abcd"));
    EXPECT_TRUE(TextPattern("ABC", true).matches("abc"));
    EXPECT_TRUE(matches_wildcards("a*c*", "abcc"));
    EXPECT_FALSE(matches_wildcards("a*d", "abc"));
}

} // namespace

} // namespace meshcast
