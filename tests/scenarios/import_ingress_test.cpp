#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"
#include "sim/policy/route.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meshcast {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Site {
  public:
    explicit Site(const std::string& objects)
        : imported_(read(objects)), directory_(imported_.topology), index_(imported_.routing, directory_) {}

    /// Where Istio's ingress gateway sends a request: a host, or what else comes of it.
    std::string ask(const std::string& host, const std::string& path, int port = 80) const {
        RequestFacts request;
        request.from.gateway = true;
        request.from.name_space = "istio-system";
        request.from.labels = {{"istio", "ingressgateway"}};
        request.host = host;
        request.path = path;
        request.port = port;
        request.tls = port == 443;
        const RouteDecision decision = route(index_, request);
        return decision.backends.empty()
                   ? std::string(outcome_name(decision.outcome))
                   : fmt::format("{}:{}", decision.backends.front().host, decision.backends.front().port);
    }

    const Routing& routing() const { return imported_.routing; }

    std::vector<std::string> codes; // with line
    std::string text;

  private:
    Imported read(const std::string& objects) {
        Diagnostics diagnostics;
        const std::vector<SourceFile> files{{"i.yaml", objects}};
        Imported imported = import_manifests(files, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            codes.push_back(fmt::format("{}:{}", diagnostic.code(), diagnostic.where.line));
            text += to_string(diagnostic) + "\n";
        }
        return imported;
    }

    Imported imported_;
    Directory directory_;
    RouteIndex index_;
};

constexpr const char* kServices =
    R"({apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{name: http, port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: b}, spec: {ports: [{name: web, port: 8080}]}}
---
)";

/// One Ingress of Istio's class, unless `more` says otherwise.
std::string ingress(const std::string& name, const std::string& spec, const std::string& more = "") {
    return "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: " + name + "\n" +
           (more.empty() ? "  annotations: {kubernetes.io/ingress.class: istio}\n" : more) + spec + "\n---\n";
}

std::string path(const char* type, const char* text, const char* service, const char* port = "{number: 80}") {
    return fmt::format("{{path: {}, pathType: {}, backend: {{service: {{name: {}, port: {}}}}}}}", text, type,
                       service, port);
}

} // namespace

TEST(ImportIngress, LongerPathsComeFirstAndPrefixesAreWholeSegments) {
    const Site site(kServices + ingress("x", "spec: {rules: [{host: shop.example, http: {paths: [" +
                                                 path("Prefix", "/", "a") + ", " +
                                                 path("Prefix", "/cart", "b", "{name: web}") + ", " +
                                                 path("Exact", "/cart", "a") + "]}}]}"));
    EXPECT_THAT(site.codes, IsEmpty()) << site.text;
    const std::string a = "a.default.svc.cluster.local:80";
    const std::string b = "b.default.svc.cluster.local:8080";
    EXPECT_EQ(site.ask("shop.example", "/cart"), a) << "exact before prefix";
    EXPECT_EQ(site.ask("shop.example", "/cart/1"), b);
    EXPECT_EQ(site.ask("shop.example", "/cartoon"), a);
    EXPECT_EQ(site.ask("other.example", "/"), "no-virtual-host");
}

TEST(ImportIngress, TlsListensBesidePlaintext) {
    const Site site(
        kServices +
        ingress("x", "spec: {tls: [{hosts: [shop.example], secretName: s}], rules: [{host: shop.example, "
                     "http: {paths: [" +
                         path("Prefix", "/", "a") + "]}}]}"));
    EXPECT_EQ(site.ask("shop.example", "/"), "a.default.svc.cluster.local:80");
    EXPECT_EQ(site.ask("shop.example", "/", 443), "a.default.svc.cluster.local:80");
    EXPECT_EQ(site.ask("else.example", "/", 443), "no-filter-chain");
}

TEST(ImportIngress, SeveralOfOneHostAreMerged) {
    const auto one = [](const char* name, const char* created, const char* service) {
        return ingress(
            name,
            std::string("spec: {rules: [{host: shop.example, http: {paths: [") +
                path("Prefix", (std::string("/") + service).c_str(), service) + "]}}]}",
            std::string("  annotations: {kubernetes.io/ingress.class: istio}\n  creationTimestamp: \"") +
                created + "\"\n");
    };
    for (const auto& [first, second] : {std::pair("2020", "2021"), std::pair("2021", "2020")}) {
        const Site site(kServices + one("x", (std::string(first) + "-01-01T00:00:00Z").c_str(), "a") +
                        one("y", (std::string(second) + "-01-01T00:00:00Z").c_str(), "b"));
        EXPECT_EQ(site.ask("shop.example", "/a"), "a.default.svc.cluster.local:80");
        EXPECT_EQ(site.ask("shop.example", "/b"), "b.default.svc.cluster.local:80");
        EXPECT_EQ(site.routing().routes.size(), 1U);
    }
}

TEST(ImportIngress, ReadsTheVersionsBefore) {
    const Site site(std::string(kServices) + R"(apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: x, annotations: {kubernetes.io/ingress.class: istio}}
spec:
  rules:
  - http:
      paths:
      - {path: /a/.*, backend: {serviceName: a, servicePort: http}}
      - {path: /b, backend: {serviceName: b, servicePort: 8080}}
)");
    EXPECT_THAT(site.codes, IsEmpty()) << site.text;
    EXPECT_EQ(site.ask("any.example", "/a/1"), "a.default.svc.cluster.local:80");
    EXPECT_EQ(site.ask("any.example", "/b"), "b.default.svc.cluster.local:8080");
    EXPECT_EQ(site.ask("any.example", "/b/1"), "no-route") << "no type, no wildcard: exact";
}

TEST(ImportIngress, TakesThoseOfIstiosClassOnly) {
    const std::string spec = "spec: {CLASS rules: [{http: {paths: [" + path("Prefix", "/", "a") + "]}}]}";
    const auto taken = [&](const std::string& named, const std::string& more, const std::string& others) {
        std::string text = spec;
        text.replace(text.find("CLASS"), 5, named);
        const Site site(kServices + others + ingress("x", text, more));
        return site.routing().routes.size() == 1;
    };
    const std::string plain = "  labels: {}\n";
    EXPECT_FALSE(taken("", plain, ""));
    EXPECT_TRUE(taken("ingressClassName: istio,", plain, ""));
    EXPECT_FALSE(taken("ingressClassName: nginx,", plain, ""));
    EXPECT_FALSE(taken("", "  annotations: {kubernetes.io/ingress.class: nginx}\n", ""));
    const std::string own =
        "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: edge}, spec: "
        "{controller: istio.io/ingress-controller}}\n---\n";
    EXPECT_TRUE(taken("ingressClassName: edge,", plain, own));
    const std::string by_default =
        "{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: edge, annotations: "
        "{ingressclass.kubernetes.io/is-default-class: \"true\"}}, spec: {controller: "
        "istio.io/ingress-controller}}\n---\n";
    EXPECT_TRUE(taken("", plain, by_default));
    const std::string mode =
        "{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: {name: m}, "
        "spec: {meshConfig: {ingressControllerMode: DEFAULT}}}\n---\n";
    EXPECT_TRUE(taken("", plain, mode));
}

TEST(ImportIngress, SaysWhatIstioLeavesOut) {
    const Site site(kServices +
                    ingress("x", "spec:\n  defaultBackend: {service: {name: a, port: {number: 80}}}\n"
                                 "  tls: [{hosts: [a.example]}]\n"
                                 "  rules:\n"
                                 "  - host: a.example\n"
                                 "  - http: {paths: [" +
                                     path("Prefix", "/", "b", "{name: nope}") + "]}\n"));
    EXPECT_THAT(site.codes, ElementsAre("MS0625:11", "MS0625:12", "MS0625:14", "MS0625:15")) << site.text;
    const Site other(kServices + ingress("x", "spec: {}", "  labels: {}\n"));
    EXPECT_THAT(other.text, HasSubstr("Ingress default/x is not for Istio: it has no class"));
}

} // namespace meshcast
