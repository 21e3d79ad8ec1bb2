#include "scenarios/analysis/analyzers.h"
#include "scenarios/analysis/validate.h"
#include "scenarios/diagnostics/catalogue.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace meshcast {

namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

class Validation : public ::testing::Test {
  protected:
    std::vector<std::string> validate(const std::vector<std::string>& names) {
        ValidateRequest request;
        for (const std::string& name : names) {
            request.paths.push_back(folder_.path(name));
        }
        validated_ = validate_files(request);
        std::vector<std::string> lines;
        for (const Diagnostic& finding : validated_.findings) {
            lines.push_back(std::string(finding.code()) + " " + finding.resource);
        }
        return lines;
    }

    test::TemporaryFolder folder_;
    Validated validated_;
};

const std::string kRoute = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                           "metadata: {name: web, annotations: {ANNOTATION}}\n"
                           "spec: {hosts: [web], http: [{route: [{destination: {host: gone}}]}]}\n";

std::string route_with(const std::string& annotation) {
    std::string text = kRoute;
    return text.replace(text.find("ANNOTATION"), 10, annotation);
}

TEST_F(Validation, NamesTheObjectOfEveryFinding) {
    folder_.write("web.yaml", route_with(""));
    EXPECT_THAT(validate({"web.yaml"}), Contains("MS0701 VirtualService default/web"));
    EXPECT_EQ(validated_.objects, 1u);
    EXPECT_EQ(validated_.files, 1u);
    const auto& findings = validated_.findings;
    EXPECT_TRUE(std::ranges::all_of(findings, [](const Diagnostic& d) { return !d.resource.empty(); }));
    EXPECT_THAT(validate({"web.yaml"}), Not(Contains("MS0120 VirtualService default/web"))) << "said twice";
}

TEST_F(Validation, ReadsTheIncludesOfAScenario) {
    folder_.write("web.yaml", route_with(""));
    folder_.write("scenario.yaml",
                  "apiVersion: meshcast/v1\nkind: Scenario\nmetadata: {name: a}\ninclude: [web.yaml]\n");
    EXPECT_THAT(validate({"scenario.yaml"}), Contains("MS0701 VirtualService default/web"));
}

TEST_F(Validation, HonoursSuppressionInTheObject) {
    folder_.write("web.yaml", route_with("galley.istio.io/analyze-suppress: 'IST0999, IST0101'"));
    EXPECT_THAT(validate({"web.yaml"}), Not(Contains("MS0701 VirtualService default/web")));
    folder_.write("web.yaml", route_with("galley.istio.io/analyze-suppress: '*'"));
    EXPECT_THAT(validate({"web.yaml"}), IsEmpty());
}

TEST_F(Validation, ReportsWhatCannotBeParsedBesideTheRest) {
    folder_.write("web.yaml", route_with(""));
    folder_.write("broken.yaml", "a: [1\n");
    const std::vector<std::string> lines = validate({"web.yaml", "broken.yaml"});
    EXPECT_THAT(lines, Contains("MS0006 "));
    EXPECT_THAT(lines, Contains("MS0701 VirtualService default/web"));
}

TEST(Analyzers, AreInOrderAndDescribed) {
    const auto all = analysis::analyzers();
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_FALSE(all[i].description.empty()) << all[i].name;
        EXPECT_TRUE(i == 0 || all[i - 1].name < all[i].name) << all[i].name;
        EXPECT_EQ(analysis::find_analyzer(all[i].name), &all[i]);
    }
}

} // namespace

} // namespace meshcast
