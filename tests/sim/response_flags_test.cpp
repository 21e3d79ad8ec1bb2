#include "sim/model/response_flags.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace meshcast::test {

namespace {

TEST(ResponseFlags, AreFoundByNameAndByOutcome) {
    EXPECT_EQ(find_response_flag("UAEX")->meaning, "denied by external authorization");
    EXPECT_EQ(find_response_flag("-"), nullptr);
    EXPECT_EQ(flag_of_outcome("503 UO")->flag, "UO");
    EXPECT_EQ(flag_of_outcome("UF")->flag, "UF");
    EXPECT_EQ(flag_of_outcome("503"), nullptr);
    EXPECT_EQ(flag_of_outcome(""), nullptr);
    EXPECT_TRUE(std::ranges::is_sorted(response_flags(), {}, &ResponseFlag::flag));
}

TEST(ResponseFlags, ThoseThatRequestsGetAreExplainedInASentence) {
    for (const char* flag : {"UH", "UF", "UO", "URX", "UT", "UC", "NR", "NC", "RL", "FI", "DI"}) {
        const ResponseFlag* found = find_response_flag(flag);
        ASSERT_NE(found, nullptr) << flag;
        EXPECT_TRUE(found->reason.ends_with('.')) << flag;
        EXPECT_EQ(std::ranges::count(found->reason, '.'), 1) << flag;
    }
}

} // namespace

} // namespace meshcast::test
