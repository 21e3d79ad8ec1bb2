#include "cli/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

ExperimentProgress sample_progress() {
    ExperimentProgress progress;
    progress.plane = "istio-ambient";
    progress.runs_done = 12;
    progress.runs_total = 30;
    progress.done_fraction = 0.4;
    progress.simulated = 90s;
    progress.events = 20'000'000;
    return progress;
}

/// A status, its clock and what it said.
struct Screen {
    explicit Screen(StatusStyle style, int width = 200)
        : status(make_status(
              style, [this](std::string_view text) { said.emplace_back(text); }, [this] { return now; },
              width)) {}

    void progress_at(std::chrono::milliseconds moment) {
        now = moment;
        status->progress(sample_progress());
    }

    std::vector<std::string> said;
    std::chrono::milliseconds now{0};
    std::unique_ptr<Status> status;
};

TEST(Progress, SaysHowFarHowFastAndHowLongStill) {
    EXPECT_EQ(describe_progress(sample_progress(), 8s),
              "istio-ambient  run 13/30  40 %  1m30s simulated  2,500,000 events/s  12s left");
}

TEST(Progress, SaysNothingItCannotKnowYet) {
    ExperimentProgress progress = sample_progress();
    progress.done_fraction = 0;
    EXPECT_EQ(describe_progress(progress, 0s), "istio-ambient  run 13/30  0 %  1m30s simulated");
}

TEST(Progress, NeverCountsMoreRunsThanThereAre) {
    ExperimentProgress progress = sample_progress();
    progress.runs_done = 30;
    EXPECT_THAT(describe_progress(progress, 1s), HasSubstr("run 30/30"));
}

TEST(StatusLine, IsRedrawnAtMostTenTimesASecondAndGoesAtTheEnd) {
    Screen screen(StatusStyle::Line);
    screen.progress_at(50ms);
    EXPECT_THAT(screen.said, IsEmpty()) << "a short run shows nothing";
    screen.progress_at(100ms);
    screen.progress_at(150ms);
    screen.progress_at(200ms);
    EXPECT_THAT(screen.said,
                ElementsAre(StartsWith("\r\033[Kistio-ambient"), StartsWith("\r\033[Kistio-ambient")));
    screen.status->finish();
    EXPECT_EQ(screen.said.back(), "\r\033[K");
}

TEST(StatusLine, FitsTheTerminal) {
    Screen screen(StatusStyle::Line, 20);
    screen.progress_at(1s);
    EXPECT_THAT(screen.said, ElementsAre("\r\033[Kistio-ambient  run "));
}

TEST(StatusLine, LeavesNothingBehindWhenItWasNeverDrawn) {
    Screen screen(StatusStyle::Line);
    screen.status->finish();
    EXPECT_THAT(screen.said, IsEmpty());
}

TEST(StatusLines, AreWholeAndTenSecondsApart) {
    Screen screen(StatusStyle::Lines);
    for (const auto moment : {1s, 9s, 10s, 11s, 19s, 21s}) {
        screen.progress_at(moment);
    }
    screen.status->finish();
    ASSERT_THAT(screen.said, SizeIs(2));
    for (const std::string& line : screen.said) {
        EXPECT_THAT(line, StartsWith("istio-ambient"));
        EXPECT_EQ(line.find_first_of("\r\033"), std::string::npos);
        EXPECT_TRUE(line.ends_with("left\n")) << line;
    }
}

TEST(NoStatus, IsSilent) {
    Screen screen(StatusStyle::None);
    screen.progress_at(1h);
    screen.status->finish();
    EXPECT_THAT(screen.said, IsEmpty());
}

} // namespace
} // namespace meshcast
