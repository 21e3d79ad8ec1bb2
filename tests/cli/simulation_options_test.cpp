#include "cli/error.h"
#include "cli/simulation_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SimulationOptions, BecomeALoadRequest) {
    SimulationOptions options;
    options.paths = {"a.yaml"};
    options.to = "cart";
    options.rate = "12/m";
    options.connections = "4";
    options.arrival = "uniform";
    options.duration = "1m30s";
    options.warmup = "10s";
    options.seed = "7";
    options.replications = "3";
    options.max_replications = "24";
    const LoadRequest request = load_request(options);
    EXPECT_THAT(request.paths, ElementsAre("a.yaml"));
    EXPECT_EQ(request.to, "cart");
    EXPECT_EQ(request.rate, Rate{0.2});
    EXPECT_EQ(request.connections, 4);
    EXPECT_EQ(request.arrival, ArrivalKind::Uniform);
    EXPECT_EQ(request.duration, Duration(90s));
    EXPECT_EQ(request.warmup, Duration(10s));
    EXPECT_EQ(request.seed, 7);
    EXPECT_EQ(request.replications, 3);
    EXPECT_EQ(request.max_replications, 24);
}

TEST(SimulationOptions, NotGivenAreLeftToTheScenario) {
    const LoadRequest request = load_request({});
    EXPECT_FALSE(request.rate || request.connections || request.arrival || request.duration ||
                 request.warmup || request.seed || request.replications || request.max_replications);
    SimulationOptions options;
    options.warmup = "auto";
    EXPECT_FALSE(load_request(options).warmup);
}

struct BadValue {
    std::string SimulationOptions::* option;
    std::string value;
    std::string complaint;
};

class BadOption : public ::testing::TestWithParam<BadValue> {};

TEST_P(BadOption, IsAUsageErrorThatNamesIt) {
    SimulationOptions options;
    options.*GetParam().option = GetParam().value;
    try {
        load_request(options);
        FAIL() << "accepted";
    } catch (const UsageError& error) {
        EXPECT_THAT(error.what(), HasSubstr(GetParam().complaint));
    }
}

INSTANTIATE_TEST_SUITE_P(All, BadOption,
                         ::testing::Values(BadValue{&SimulationOptions::rate, "200", "--rate"},
                                           BadValue{&SimulationOptions::rate, "x", "--rate"},
                                           BadValue{&SimulationOptions::connections, "0", "--connections"},
                                           BadValue{&SimulationOptions::arrival, "poison",
                                                    "did you mean \"poisson\"?"},
                                           BadValue{&SimulationOptions::duration, "10", "--duration"},
                                           BadValue{&SimulationOptions::duration, "0", "--duration"},
                                           BadValue{&SimulationOptions::duration, "-1s", "--duration"},
                                           BadValue{&SimulationOptions::warmup, "soon", "--warmup"},
                                           BadValue{&SimulationOptions::seed, "-1", "--seed"},
                                           BadValue{&SimulationOptions::seed, "1.5", "--seed"},
                                           BadValue{&SimulationOptions::replications, "0", "--replications"},
                                           BadValue{&SimulationOptions::prices, "nowhere", "price list"}));

TEST(SimulationOptions, RefuseAnUnknownPlaneWithTheNearestOne) {
    SimulationOptions options;
    options.planes = {"istio-sidcar"};
    try {
        load_request(options);
        FAIL() << "accepted";
    } catch (const UsageError& error) {
        EXPECT_THAT(error.what(), HasSubstr("did you mean \"istio-sidecar\"?"));
    }
}

TEST(ReproduceCommand, SaysAllThatMattersQuoted) {
    SimulationOptions options;
    options.paths = {"my app.yaml"};
    options.rate = "200/s";
    options.planes = {"none", "linkerd"};
    options.thresholds = {"http_req_failed: rate < 0.1%"};
    EXPECT_EQ(reproduce_command("compare", "--planes", options, 42),
              "meshcast compare 'my app.yaml' --rate 200/s --planes none,linkerd --seed 42 "
              "--threshold 'http_req_failed: rate < 0.1%'");
}

TEST(ReproduceCommand, NamesTheReplicationThatWasRunAlone) {
    SimulationOptions options;
    options.paths = {"app.yaml"};
    options.replication = "3";
    EXPECT_EQ(read_replication(options), 3);
    EXPECT_EQ(reproduce_command("compare", "--planes", options, 1),
              "meshcast compare app.yaml --seed 1 --replication 3");
    EXPECT_EQ(read_replication({}), std::nullopt);
}

PlaneResult plane_of(const std::string& name, const std::string& file) {
    PlaneResult plane;
    plane.plane.name = name;
    plane.plane.origin.file = file;
    plane.replications.emplace_back().seed = 7;
    plane.replications.back().warmup = 1250ms;
    return plane;
}

TEST(ReproduceOneCommand, NamesThePlaneAndTheWarmupAndLeavesOutWhatCannotMatter) {
    SimulationOptions options;
    options.paths = {"app.yaml"};
    options.rate = "200/s";
    options.planes = {"none", "linkerd"};
    options.replications = "5";
    options.max_replications = "40";
    options.thresholds = {"http_reqs: rate > 1"};
    EXPECT_EQ(reproduce_one_command(options, plane_of("linkerd", "planes/linkerd.yaml")),
              "meshcast run app.yaml --rate 200/s --plane linkerd --warmup 1s250ms --seed 7 --replication");
}

TEST(ReproduceOneCommand, GivesAPlaneOfTheUsersByItsFile) {
    EXPECT_EQ(reproduce_one_command({.paths = {"app.yaml"}}, plane_of("mine", "my/own.yaml")),
              "meshcast run app.yaml --plane my/own.yaml --warmup 1s250ms --seed 7 --replication");
}

} // namespace
} // namespace meshcast
