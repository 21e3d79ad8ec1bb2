#include "cli/error.h"
#include "cli/outputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::vector<std::pair<std::string, std::string>> shown(const OutputPlan& plan) {
    std::vector<std::pair<std::string, std::string>> outputs;
    for (const Output& output : plan.outputs) {
        outputs.emplace_back(output.kind->name, output.file);
    }
    return outputs;
}

std::string refusal(const std::vector<std::string>& outs, const std::string& format = "") {
    try {
        plan_outputs(outs, format);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(OutputPlan, IsATableUnlessToldOtherwise) {
    EXPECT_THAT(shown(plan_outputs({}, "")), ElementsAre(Pair("table", "-")));
    EXPECT_THAT(shown(plan_outputs({}, "json")), ElementsAre(Pair("json", "-")));
    EXPECT_THAT(shown(plan_outputs({"json=r.json"}, "")),
                ElementsAre(Pair("json", "r.json"), Pair("table", "-")));
}

TEST(OutputPlan, LeavesStandardOutputToTheReportThatTakesIt) {
    EXPECT_THAT(shown(plan_outputs({"markdown"}, "")), ElementsAre(Pair("markdown", "-")));
    EXPECT_THAT(shown(plan_outputs({"csv=-", "html=a=b.html"}, "")),
                ElementsAre(Pair("csv", "-"), Pair("html", "a=b.html")));
}

TEST(OutputPlan, RefusesWhatCannotBe) {
    EXPECT_THAT(refusal({"jsn=x"}), HasSubstr("did you mean \"json\"?"));
    EXPECT_THAT(refusal({}, "jason"), HasSubstr("format for -o"));
    EXPECT_THAT(refusal({"json="}), HasSubstr("no file"));
    EXPECT_THAT(refusal({"json", "csv"}), HasSubstr("standard output"));
    EXPECT_THAT(refusal({"json"}, "table"), HasSubstr("standard output"));
    EXPECT_THAT(refusal({"json=x", "csv=x"}), HasSubstr("the file x"));
}

TEST(OutputPlan, IsCheckedBeforeAnythingIsSimulated) {
    EXPECT_THROW(prepare(plan_outputs({"json=/dev/null/x.json"}, "")), FileError);
    EXPECT_THROW(prepare(plan_outputs({"json=/"}, "")), FileError);
    EXPECT_NO_THROW(prepare(plan_outputs({"json=/dev/null"}, "")));
}

} // namespace
} // namespace meshcast
