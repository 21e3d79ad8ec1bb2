#include "tests/corpus/isolate.h"
#include "tests/corpus/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace meshcast::corpus {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using Tasks = std::vector<std::function<std::string()>>;

TEST(Isolation, GivesEachTasksAnswerInOrder) {
    Tasks tasks;
    std::vector<std::string> expected;
    for (int i = 0; i < 20; ++i) {
        tasks.emplace_back(
            [i] { return std::string(static_cast<std::size_t>(i) * 1000, 'x') + std::to_string(i); });
        expected.push_back(tasks.back()());
    }
    EXPECT_EQ(run_isolated(tasks, 3, 10s), expected);
}

TEST(Isolation, OutlivesCrashesExceptionsAndEarlyExits) {
    const Tasks tasks{[]() -> std::string { std::abort(); },
                      []() -> std::string { throw std::runtime_error("no such thing"); },
                      []() -> std::string { ::_exit(3); }, [] { return std::string("fine"); }};
    EXPECT_THAT(run_isolated(tasks, 2, 10s), ElementsAre(HasSubstr("crashed"), HasSubstr("no such thing"),
                                                         HasSubstr("exit code 3"), "fine"));
}

TEST(Isolation, EndsWhatHangs) {
    const Tasks tasks{[]() -> std::string {
                          for (;;) {
                              ::pause();
                          }
                      },
                      [] { return std::string("fine"); }};
    EXPECT_THAT(run_isolated(tasks, 1, 200ms), ElementsAre(HasSubstr("hung"), "fine"));
}

std::vector<Case> sample_cases(const std::filesystem::path&) {
    return {{"a.yaml", "1", [] { return std::string("1"); }},
            {"b.yaml", "2", [] { return std::string("3"); }},
            {"c.yaml", "4", [] { return std::string("5"); }}};
}

TEST(Runner, CountsAndShowsDisagreements) {
    const Suite suite{"sample", "", sample_cases};
    const KnownWrong known{"sample", "c.*", "four is not five here"};
    const Report report = run_suites(".", {&suite, 1}, {&known, 1});
    EXPECT_EQ(report.suites, 1);
    EXPECT_EQ(report.disagreements, 2) << "a known one counts";
    EXPECT_THAT(report.text, StartsWith("1/3  sample\n"));
    EXPECT_THAT(report.text, HasSubstr("sample: b.yaml\n    expected: 2\n    meshcast: 3\n"));
    EXPECT_THAT(report.text, HasSubstr("    known:    four is not five here\n"));
    EXPECT_THAT(report.text, Not(HasSubstr("a.yaml")));
}

TEST(Runner, DoesNotTakeAnEmptySuiteForAgreement) {
    const Suite suite{"sample", "", [](const std::filesystem::path&) { return std::vector<Case>(); }};
    const Report report = run_suites(".", {&suite, 1}, {});
    EXPECT_EQ(report.disagreements, 1);
    EXPECT_THAT(report.text, StartsWith("0/0  sample\n"));
}

TEST(Runner, LeavesOutSuitesWhoseFolderIsMissing) {
    const Suite suite{"sample", "no-such-folder", sample_cases};
    const Report report = run_suites(".", {&suite, 1}, {});
    EXPECT_EQ(report.suites, 0);
    EXPECT_EQ(report.text, "");
}

/// A corpus of one's own, to see that the suites can fail.
class Suites : public ::testing::Test {
  protected:
    void write(const std::string& name, const std::string& text) {
        const std::filesystem::path file = root_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

    Report run() { return run_suites(root_, suites(), {}); }

    void SetUp() override {
        std::string name = ::testing::TempDir() + "corpus_test.XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        root_ = name;
    }

    void TearDown() override { std::filesystem::remove_all(root_); }

  private:
    std::filesystem::path root_;
};

TEST_F(Suites, AgreeOnAGoodCorpus) {
    write("apps/shop.yaml",
          "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {ports: [{port: 80}]}\n");
    write("isotope/two.yaml",
          "defaults: {numReplicas: 3}\nservices: [{name: a, script: [[{call: b}, {call: b}]]}, {name: b}]\n");
    write("isotope-unit/cases.json",
          R"({"cases": [{"id": "s-1", "kind": "byteSize", "input": "2 kb", "expected": 2048}]})");
    write("negative/chart/templates/web.yaml",
          "apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Values.name }}}\n");
    write("negative/chart/values.yaml", "name: web\n");
    write("other/notes.yml", "anything: goes\n");
    const Report report = run();
    EXPECT_EQ(report.disagreements, 0) << report.text;
    EXPECT_EQ(report.text, "1/1  apps\n1/1  isotope\n1/1  isotope-unit\n2/2  negative\n2/2  manifests\n");
}

TEST_F(Suites, DisagreeOnABadOne) {
    write("apps/broken.yaml", "a: [1\n");
    write("isotope/undefined.yaml", "services: [{name: a, script: [{call: b}]}]\n");
    write("isotope-unit/cases.json",
          R"({"cases": [{"id": "s-1", "kind": "byteSize", "input": "2 kb", "expected": 2000},
                                                   {"id": "s-2", "kind": "percentage", "input": 0.5, "error": "none"}]})");
    write("negative/real.yaml",
          "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n");
    const Report report = run();
    EXPECT_EQ(report.disagreements, 5) << report.text;
    EXPECT_THAT(report.text, HasSubstr("apps: apps/broken.yaml\n"));
    EXPECT_THAT(report.text, HasSubstr("    expected: 2000\n    meshcast: 2048\n"));
    EXPECT_THAT(report.text, HasSubstr("negative: negative/real.yaml\n"));
}

TEST_F(Suites, TellRightBalancingFromWrong) {
    const std::string rows =
        R"([{"healthy": [71, 100], "load": [99, 1]}, {"healthy": [71, 100], "load": [98, 2]}])";
    write("lb/a.json", R"({"table": "priority", "overprovisioningFactor": 1.4, "rows": )" + rows + "}");
    write("lb/b.json", R"({"tableSize": 8, "hosts": ["a:1"], "expectedAssignments": []})");
    write("lb/c.json", R"({"table": "astrology", "rows": [{}]})");
    const Report report = run();
    EXPECT_THAT(report.text, StartsWith("1/4  lb\n"));
    EXPECT_THAT(report.text, HasSubstr("lb/a.json: row 2\n"));
    EXPECT_THAT(report.text, HasSubstr("must be a prime number"));
    EXPECT_THAT(report.text, HasSubstr("astrology"));
}

TEST_F(Suites, TellRightLoadFromWrong) {
    // Two calls a connection, of which the second is due after 100 ms. The second run says it lasted half as
    // long.
    const std::string run_of = R"({"RequestedQPS": "40", "RequestedDuration": "100ms", "NumThreads": 2,
        "ActualQPS": %, "ActualDuration": #, "DurationHistogram": {"Count": 4, "Min": 0.001, "Max": 0.002,
        "Sum": 0.006, "Avg": 0.0015, "Data": [{"Start": 0.001, "End": 0.002, "Percent": 100, "Count": 4}],
        "Percentiles": [{"Percentile": 62.5, "Value": 0.0015}]}})";
    const auto with = [&](const char* rate, const char* nanoseconds) {
        std::string text = run_of;
        text.replace(text.find('%'), 1, rate);
        return text.replace(text.find('#'), 1, nanoseconds);
    };
    write("loadgen/good.json", with("39.21568627450981", "102000000"));
    write("loadgen/wrapped.json", R"({"runner_results": )" + with("80", "50000000") + "}");
    const Report report = run();
    EXPECT_THAT(report.text, StartsWith("11/12  loadgen\n"));
    EXPECT_THAT(report.text, HasSubstr("loadgen/wrapped.json/runner_results: ends\n"));
}

} // namespace
} // namespace meshcast::corpus
