#include "cli/shell_quote.h"

#include <gtest/gtest.h>

#include <vector>

namespace meshcast {
namespace {

TEST(ShellQuote, LeavesPlainWordsAlone) {
    for (const char* word :
         {"compare", "--rate", "200/s", "a.yaml", "services.cart=6", "none,linkerd", "-"}) {
        EXPECT_EQ(shell_quote(word), word);
    }
}

TEST(ShellQuote, QuotesWhatAShellWouldChange) {
    EXPECT_EQ(shell_quote(""), "''");
    EXPECT_EQ(shell_quote("my manifests"), "'my manifests'");
    EXPECT_EQ(shell_quote("*.yaml"), "'*.yaml'");
    EXPECT_EQ(shell_quote("p(99) < 250ms"), "'p(99) < 250ms'");
    EXPECT_EQ(shell_quote("$(rm -r x)"), "'$(rm -r x)'");
    EXPECT_EQ(shell_quote("it's"), "'it'\\''s'");
    EXPECT_EQ(shell_quote("~"), "'~'");
    EXPECT_EQ(shell_quote("a\nb"), "'a\nb'");
}

TEST(ShellCommand, JoinsWords) {
    const std::vector<std::string> words{"meshcast", "run", "a b.yaml"};
    EXPECT_EQ(shell_command(words), "meshcast run 'a b.yaml'");
}

} // namespace
} // namespace meshcast
