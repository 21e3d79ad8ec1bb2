#include "reports/text/page.h"
#include "reports/text/utf8.h"
#include "reports/text/width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace meshcast::text {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST(CodePoint, AcceptsOnlyWellFormedUtf8) {
    EXPECT_EQ(code_point_at("a", 0).value, U'a');
    EXPECT_EQ(code_point_at("µ", 0).value, U'µ');
    EXPECT_EQ(code_point_at("✓", 0).length, 3U);
    EXPECT_EQ(code_point_at("😀", 0).value, U'😀');
    for (const std::string_view broken : {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80",
                                          "\xf4\x90\x80\x80", "\xe2\x9c", "\x80", "\xc3("}) {
        EXPECT_FALSE(code_point_at(broken, 0).valid) << testing::PrintToString(broken);
    }
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
    EXPECT_EQ(display_width(""), 0);
    EXPECT_EQ(display_width("plane"), 5);
    EXPECT_EQ(display_width("±0.05 µs"), 8);
    EXPECT_EQ(display_width("サービス"), 8);
    EXPECT_EQ(display_width("e\u0301"), 1);
    EXPECT_EQ(display_width("😀"), 2);
    EXPECT_EQ(display_width("\xff\xfe"), 2);
}

TEST(Printable, TakesOutWhatCouldDriveATerminal) {
    EXPECT_EQ(printable("cart\x1b[2Jservice"), "cart?[2Jservice");
    EXPECT_EQ(printable("a\nb\tc\r"), "a b c?");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "?31m");                       // C1 control sequence introducer
    EXPECT_EQ(printable("a\u202Eb"), "a?b"); // would write the rest backwards
    EXPECT_EQ(printable("broken \xff end"), "broken ? end");
    EXPECT_EQ(printable("größe サービス ✓"), "größe サービス ✓");
}

TEST(ToAscii, SpellsTheSymbolsOfReports) {
    EXPECT_EQ(to_ascii("4.21 ±0.05 µs – ✓ ✗"), "4.21 +/-0.05 us - ok FAIL");
    EXPECT_EQ(to_ascii("größe"), "größe"); // a name stays itself
}

TEST(Shorten, CutsByColumnsAndSaysSo) {
    EXPECT_EQ(shorten("productpage", 11), "productpage");
    EXPECT_EQ(shorten("productpage", 6), "produ…");
    EXPECT_EQ(shorten("productpage", 6, false), "produ~");
    EXPECT_EQ(shorten("サービス", 5), "サー…");
}

TEST(Pad, FillsToColumns) {
    EXPECT_EQ(pad_left("±1", 4), "  ±1");
    EXPECT_EQ(pad_right("±1", 4), "±1  ");
    EXPECT_EQ(pad_left("long", 2), "long");
}

TEST(Page, AlignsAGridByDisplayWidth) {
    Page page({.width = 80});
    page.grid({{{"name", "", false}, {"value", "ms"}}, {{{"サ"}, {"±1"}}, {{"abc"}, {"10.25"}}}});
    EXPECT_THAT(lines_of(std::move(page).take()),
                testing::ElementsAre("  name  value", "           ms", "  サ       ±1", "  abc   10.25"));
}

TEST(Page, BreaksAWideGridIntoBalancedBlocksThatRepeatTheNames) {
    Grid grid{{{"name", "", false}}, {{{"row"}}}};
    for (int i = 0; i < 6; ++i) {
        grid.columns.push_back({"column" + std::to_string(i)});
        grid.rows[0].push_back({"1"});
    }
    Page page({.width = 52});
    page.grid(grid, 0);
    const auto lines = lines_of(std::move(page).take());
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[0], "name  column0  column1  column2");
    EXPECT_EQ(lines[2], "");
    EXPECT_EQ(lines[3], "name  column3  column4  column5");
    EXPECT_TRUE(lines[4].starts_with("row "));
}

TEST(Page, ShortensNamesThatWouldTakeTheWholePage) {
    Page page({.width = 40});
    page.grid({{{"name", "", false}, {"value"}}, {{{std::string(200, 'x')}, {"1"}}}}, 0);
    for (const std::string& line : lines_of(std::move(page).take())) {
        EXPECT_LE(display_width(line), 40);
    }
}

TEST(Page, WrapsParagraphsUnderTheirMarker) {
    Page page({.width = 40});
    page.paragraph({"!"}, "p99.9 rests on fifty samples only, so simulate for a longer time.");
    EXPECT_THAT(
        lines_of(std::move(page).take()),
        testing::ElementsAre("  ! p99.9 rests on fifty samples only,", "    so simulate for a longer time."));
}

TEST(Page, UsesColourOnlyWhenAsked) {
    Page plain({.colour = false});
    plain.line({{"bad", Ink::Red}});
    EXPECT_EQ(std::move(plain).take(), "bad\n");
    Page coloured({.colour = true});
    coloured.line({{"bad", Ink::Red}, {" fine"}});
    EXPECT_EQ(std::move(coloured).take(), "\x1b[31mbad\x1b[0m fine\n");
}

TEST(Page, KeepsEscapesInNamesFromTheTerminal) {
    Page page({.colour = true});
    page.line({{"evil\x1b]0;title\x07", Ink::Plain}});
    EXPECT_EQ(std::move(page).take(), "evil?]0;title?\n");
}

TEST(Page, DrawsBarsThatShowSmallShares) {
    const Page page({});
    EXPECT_EQ(page.bar(0, 4), "");
    EXPECT_EQ(page.bar(0.001, 4), "█");
    EXPECT_EQ(page.bar(0.5, 4), "██");
    EXPECT_EQ(page.bar(7, 4), "████");
}

} // namespace
} // namespace meshcast::text
