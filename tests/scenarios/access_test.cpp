#include "scenarios/import/kubernetes.h"
#include "scenarios/planes/profile_reader.h"
#include "sim/policy/reachability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace meshcast {

namespace {

using testing::HasSubstr;
using Outcome = Permission::Outcome;
using Enforced = Permission::Enforced;

std::string workload(const std::string& name, const std::string& name_space, const std::string& labels = "") {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + ", namespace: " + name_space +
           "}\nspec: {selector: {app: " + name + "}, ports: [{name: http, port: 80, targetPort: 8080}]}\n" +
           "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name +
           ", namespace: " + name_space + "}\nspec:\n  selector: {matchLabels: {app: " + name +
           "}}\n  template:\n    metadata: {labels: {app: " + name + labels +
           "}}\n    spec: {serviceAccountName: " + name + ", containers: [{name: " + name +
           ", image: x, ports: [{containerPort: 8080}]}]}\n";
}

std::string applications() {
    return workload("cart", "shop") + workload("report", "shop", ", sidecar.istio.io/inject: \"false\"") +
           workload("stock", "store");
}

constexpr const char* kStrict = "---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\n"
                                "metadata: {name: default, namespace: store}\nspec: {mtls: {mode: STRICT}}\n";

constexpr const char* kOnlyCart = "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
                                  "metadata: {name: cart-only, namespace: store}\nspec:\n  rules:\n"
                                  "    - from: [{source: {principals: [cluster.local/ns/shop/sa/cart]}}]\n"
                                  "      to: [{operation: {methods: [GET]}}]\n";

constexpr const char* kOnlyPort8080 = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
                                      "metadata: {name: port, namespace: store}\nspec:\n  podSelector: {}\n"
                                      "  ingress: [{ports: [{port: 8080}]}]\n";

constexpr const char* kNobodyFromShop = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
                                        "metadata: {name: own, namespace: store}\nspec:\n  podSelector: {}\n"
                                        "  ingress: [{from: [{podSelector: {}}]}]\n";

/// What manifests let pods do under a shipped plane.
class Mesh {
  public:
    Mesh(const std::string& plane, const std::string& manifests)
        : imported_(import_text(manifests)),
          plane_(*read_plane(plane, diagnostics_)),
          directory_(imported_.topology),
          access_(imported_.routing, imported_.security, directory_, plane_) {}

    Permission get(const std::string& from, const std::string& to, const std::string& method = "GET") const {
        const Service* service = directory_.service(to, "default");
        RequestFacts request;
        request.method = method;
        request.host = service->metadata.name + "." + service->metadata.name_space + ".svc.cluster.local";
        return access_.decide({directory_.workload(from), directory_.workload(to), service, 80, &request});
    }

    Reachability all() const { return reachability(access_, directory_); }

  private:
    Imported import_text(const std::string& text) {
        const std::vector<SourceFile> files{{"mesh.yaml", text}};
        return import_manifests(files, diagnostics_);
    }

    Diagnostics diagnostics_;
    Imported imported_;
    DataPlane plane_;
    Directory directory_;
    Access access_;
};

TEST(Access, WithoutPoliciesEverybodyMayAndTheMeshEncrypts) {
    EXPECT_TRUE(Mesh("none", applications()).get("shop/cart", "store/stock").allowed());
    EXPECT_FALSE(Mesh("none", applications()).get("shop/cart", "store/stock").encrypted);
    EXPECT_TRUE(Mesh("istio-sidecar", applications()).get("shop/cart", "store/stock").encrypted);
    EXPECT_TRUE(Mesh("linkerd", applications()).get("shop/cart", "store/stock").encrypted);
}

TEST(Access, StrictResetsWhoeverHasNoSidecar) {
    const Mesh mesh("istio-sidecar", applications() + kStrict);
    const Permission report = mesh.get("shop/report", "store/stock");
    EXPECT_EQ(report.outcome, Outcome::Reset);
    EXPECT_THAT(report.because, HasSubstr("STRICT"));
    EXPECT_EQ(report.origin.file, "mesh.yaml");
    EXPECT_GT(report.origin.line, 0);
    EXPECT_TRUE(mesh.get("shop/cart", "store/stock").encrypted);
}

TEST(Access, PeerAuthenticationMeansNothingWithoutItsMesh) {
    EXPECT_TRUE(Mesh("none", applications() + kStrict).get("shop/report", "store/stock").allowed());
    EXPECT_TRUE(Mesh("linkerd", applications() + kStrict).get("shop/report", "store/stock").allowed());
}

TEST(Access, AnAuthorizationPolicyDeniesTheRequestNotTheConnection) {
    const Mesh mesh("istio-sidecar", applications() + kOnlyCart);
    EXPECT_TRUE(mesh.get("shop/cart", "store/stock").allowed());
    const Permission post = mesh.get("shop/cart", "store/stock", "POST");
    EXPECT_EQ(post.outcome, Outcome::Denied);
    EXPECT_EQ(post.status, 403);
    EXPECT_EQ(post.enforced, Enforced::ServerProxy);
    EXPECT_EQ(mesh.get("shop/report", "store/stock").status, 403) << "a plaintext caller has no principal";
}

TEST(Access, WithoutAWaypointZtunnelClosesWhatNeedsAMethod) {
    const Permission get = Mesh("istio-ambient", applications() + kOnlyCart).get("shop/cart", "store/stock");
    EXPECT_EQ(get.outcome, Outcome::Reset) << "its rule asks for a method, which a ztunnel cannot see";
}

TEST(Access, NetworkPoliciesHoldUnderEveryPlane) {
    for (const char* plane : {"none", "istio-sidecar", "istio-ambient", "linkerd", "cilium"}) {
        const Permission get = Mesh(plane, applications() + kNobodyFromShop).get("shop/cart", "store/stock");
        EXPECT_EQ(get.outcome, Outcome::Dropped) << plane;
        EXPECT_EQ(get.enforced, Enforced::Network) << plane;
        EXPECT_EQ(get.object, "NetworkPolicy store/own") << plane;
    }
}

TEST(Access, WithoutSidecarsTheMeshsOwnPortMustBeOpen) {
    const std::string manifests = applications() + kOnlyPort8080;
    EXPECT_TRUE(Mesh("istio-sidecar", manifests).get("shop/cart", "store/stock").allowed());
    const Permission ambient = Mesh("istio-ambient", manifests).get("shop/cart", "store/stock");
    EXPECT_EQ(ambient.outcome, Outcome::Dropped);
    EXPECT_THAT(ambient.because, HasSubstr("15008"));
}

TEST(Access, LinkerdsServersDenyWhomNobodyAuthorized) {
    const std::string server =
        "---\napiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: stock, namespace: "
        "store}\n"
        "spec: {podSelector: {matchLabels: {app: stock}}, port: 8080, proxyProtocol: HTTP/1}\n";
    EXPECT_EQ(Mesh("linkerd", applications() + server).get("shop/cart", "store/stock").status, 403);
    EXPECT_TRUE(Mesh("istio-sidecar", applications() + server).get("shop/cart", "store/stock").allowed());
}

TEST(Reachability, HasARowForEachWorkloadAndAColumnForEachPort) {
    const Reachability matrix = Mesh("istio-sidecar", applications() + kStrict).all();
    EXPECT_EQ(matrix.workloads.size(), 3);
    ASSERT_EQ(matrix.doors.size(), 3);
    EXPECT_EQ(matrix.cells.size(), 9);
    const auto stock = std::ranges::find(matrix.doors, "store/stock", &Reachability::Door::workload);
    const auto report = std::ranges::find(matrix.workloads, "shop/report");
    EXPECT_EQ(matrix
                  .at(static_cast<std::size_t>(report - matrix.workloads.begin()),
                      static_cast<std::size_t>(stock - matrix.doors.begin()))
                  .outcome,
              Outcome::Reset);
}

TEST(Reachability, ComparisonTellsWhatAChangeOpensAndCloses) {
    const Reachability open = Mesh("none", applications()).all();
    const Reachability closed = Mesh("none", applications() + kNobodyFromShop).all();
    const std::vector<ReachabilityChange> closing = compare(open, closed);
    ASSERT_EQ(closing.size(), 2); // cart and report to stock
    EXPECT_TRUE(std::ranges::all_of(closing, &ReachabilityChange::closes));
    const std::vector<ReachabilityChange> opening = compare(closed, open);
    ASSERT_EQ(opening.size(), 2);
    EXPECT_TRUE(std::ranges::all_of(opening, &ReachabilityChange::opens));
    EXPECT_TRUE(compare(open, open).empty());
}

TEST(Reachability, AWorkloadThatIsNewOrGoneIsAChange) {
    const Reachability before = Mesh("none", workload("cart", "shop")).all();
    const Reachability after = Mesh("none", workload("cart", "shop") + workload("stock", "store")).all();
    EXPECT_EQ(compare(before, after).size(), 3); // each to the other, and to itself
    EXPECT_FALSE(compare(after, before).front().after.has_value());
}

/// Objects that say who may do what, each a document.
std::vector<std::string> policies() {
    return {kStrict,
            kOnlyCart,
            kOnlyPort8080,
            kNobodyFromShop,
            "---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\n"
            "metadata: {name: no-cart, namespace: store}\nspec:\n  action: DENY\n  rules:\n"
            "    - from: [{source: {namespaces: [shop]}}]\n",
            "---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\n"
            "metadata: {name: default, namespace: istio-system}\nspec: {mtls: {mode: PERMISSIVE}}\n",
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
            "metadata: {name: hbone, namespace: store}\nspec:\n  podSelector: {}\n"
            "  ingress: [{ports: [{port: 15008}]}]\n"};
}

TEST(Reachability, OrderOfObjectsNeverMatters) {
    std::vector<std::string> objects = policies();
    std::mt19937 random(7);
    for (const char* plane : {"istio-sidecar", "istio-ambient", "linkerd", "none"}) {
        std::string usual = applications();
        for (const std::string& object : policies()) {
            usual += object;
        }
        const Reachability expected = Mesh(plane, usual).all();
        for (int i = 0; i < 5; ++i) {
            std::ranges::shuffle(objects, random);
            std::string shuffled = applications();
            for (const std::string& object : objects) {
                shuffled += object;
            }
            EXPECT_TRUE(compare(expected, Mesh(plane, shuffled).all()).empty()) << plane << "\n" << shuffled;
        }
    }
}

TEST(Reachability, AddingADenialNeverAllowsMore) {
    const std::string deny = policies()[4];
    for (const char* plane : {"istio-sidecar", "istio-ambient"}) {
        for (unsigned chosen = 0; chosen < 16; ++chosen) {
            std::string base = applications();
            for (unsigned i = 0; i < 4; ++i) {
                base += (chosen >> i & 1) != 0 ? policies()[i] : "";
            }
            for (const ReachabilityChange& change :
                 compare(Mesh(plane, base).all(), Mesh(plane, base + deny).all())) {
                EXPECT_FALSE(change.opens()) << plane << ": " << change.from << " to " << change.to.workload;
            }
        }
    }
}

} // namespace

} // namespace meshcast
