#include "scenarios/load.h"
#include "tests/scenarios/said.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>

namespace meshcast {

namespace {

using namespace std::chrono_literals;
using test::said;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kShop = R"(apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec: {hosts: [web], http: [{timeout: 1s, route: [{destination: {host: web}}]}]}
)";

constexpr const char* kFaster = R"(apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec: {hosts: [web], http: [{timeout: 200ms, route: [{destination: {host: web}}]}]}
)";

class Changes : public testing::Test {
  protected:
    Loaded load(const std::string& changes) {
        folder_.write("shop.yaml", kShop);
        folder_.write("faster.yaml", kFaster);
        LoadRequest request;
        request.planes = {"istio-sidecar"};
        request.paths = {folder_.write("scenario.yaml", "apiVersion: meshcast/v1\nkind: Scenario\n"
                                                        "include: [shop.yaml]\nduration: 60s\n"
                                                        "traffic: [{to: web, rate: 10/s}]\nchanges: " +
                                                            changes + "\n")};
        return load_scenario(request);
    }

    test::TemporaryFolder folder_;
};

Duration timeout_in(const Routing& routing) {
    return routing.routes.at(0).http.at(0).timeout.value_or(Duration{});
}

TEST_F(Changes, TakeThePlaceOfWhatHasTheirName) {
    const Loaded loaded = load("[{at: 40s, apply: [shop.yaml]}, {at: 20s, apply: [faster.yaml]}]");
    EXPECT_THAT(said(loaded), IsEmpty());
    const Scenario& scenario = loaded.scenario;
    ASSERT_THAT(scenario.changes, SizeIs(2));
    EXPECT_EQ(timeout_in(scenario.routing), 1s);
    EXPECT_EQ(scenario.changes[0].at, 20s) << "in order of time";
    EXPECT_THAT(scenario.changes[0].routing.routes, SizeIs(1));
    EXPECT_EQ(timeout_in(scenario.changes[0].routing), 200ms);
    EXPECT_THAT(scenario.changes[0].objects, ElementsAre("VirtualService default/web changed"));
    EXPECT_EQ(scenario.changes[0].text, "faster.yaml was applied");
    EXPECT_EQ(timeout_in(scenario.changes[1].routing), 1s);
    EXPECT_THAT(scenario.changes[1].objects, SizeIs(1)) << "the rest of the file is as it was";
}

TEST_F(Changes, AddAndDelete) {
    folder_.write("rule.yaml", "apiVersion: networking.istio.io/v1\nkind: DestinationRule\n"
                               "metadata: {name: web}\nspec: {host: web}\n");
    const Loaded loaded =
        load("[{at: 1s, apply: [rule.yaml], delete: [VirtualService web]}, {at: 2s, delete: [DestinationRule "
             "default/web]}]");
    EXPECT_THAT(said(loaded), IsEmpty());
    ASSERT_THAT(loaded.scenario.changes, SizeIs(2));
    EXPECT_THAT(loaded.scenario.changes[0].routing.routes, IsEmpty());
    EXPECT_THAT(loaded.scenario.changes[0].routing.policies, SizeIs(1));
    EXPECT_THAT(loaded.scenario.changes[1].routing.policies, IsEmpty());
}

TEST_F(Changes, SayWhatTheyDoNotSimulate) {
    std::string larger = kShop;
    larger.replace(larger.find("replicas: 2"), 11, "replicas: 3");
    folder_.write("larger.yaml", larger);
    EXPECT_THAT(said(load("[{at: 1s, apply: [larger.yaml]}]")),
                ElementsAre(HasSubstr("MS0660 Deployment default/web cannot change")));
    EXPECT_THAT(said(load("[{at: 1s, delete: [Service web]}]")),
                ElementsAre(HasSubstr("MS0660 Service default/web cannot be deleted")));
}

TEST_F(Changes, SayWhatIsWrongOnce) {
    folder_.write("broken.yaml", "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                                 "metadata: {name: web}\nspec: {hosts: [web], http: [{route: "
                                 "[{destination: {host: nobody}}]}]}\n");
    const Loaded loaded = load("[{at: 1s, apply: [broken.yaml]}, {at: 2s, apply: [gone.yaml]}]");
    EXPECT_THAT(said(loaded), testing::UnorderedElementsAre(
                                  HasSubstr("MS0120 there is no service or ServiceEntry \"nobody"),
                                  HasSubstr("gone.yaml")));
    EXPECT_TRUE(loaded.diagnostics.has_errors());
    EXPECT_THAT(said(load("[{at: 1s, delete: [VirtualService wbe]}]")),
                ElementsAre("MS0661 there is no VirtualService wbe to delete at that time"));
    EXPECT_THAT(said(load("[{at: 1s, apply: [shop.yaml]}]")), ElementsAre(HasSubstr("MS0662")));
    EXPECT_THAT(said(load("[{at: 1h, apply: [faster.yaml]}]")), ElementsAre(HasSubstr("MS0118")));
    EXPECT_THAT(said(load("[{at: 1s}]")), ElementsAre(HasSubstr("MS0032")));
}

} // namespace

} // namespace meshcast
