#pragma once

#include "scenarios/import/kubernetes.h"
#include "sim/policy/authorization/istio_authorization.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast::test {

/// Policies as people write them, and the proxy of a pod `app: web` in namespace shop.
class IstioPolicies : public testing::Test {
  protected:
    static constexpr const char* kHead = "apiVersion: security.istio.io/v1\nkind: ";

    void policy(const std::string& spec, const std::string& name_space = "shop") {
        objects_.push_back(std::string(kHead) + "AuthorizationPolicy\nmetadata: {name: p" +
                           std::to_string(objects_.size()) + ", namespace: " + name_space +
                           "}\nspec: " + spec);
    }

    void tokens_of(const std::string& spec) {
        objects_.push_back(std::string(kHead) + "RequestAuthentication\nmetadata: {name: t" +
                           std::to_string(objects_.size()) + ", namespace: shop}\nspec: " + spec);
    }

    AccessDecision decide() { return decide_at(point_); }

    AccessDecision decide_at(const EnforcementPoint& point) {
        std::string text;
        for (const std::string& object : objects_) {
            text += "---\n" + object + "\n";
        }
        Diagnostics diagnostics;
        const std::vector<SourceFile> files{{"m.yaml", text}};
        Imported imported = import_manifests(files, diagnostics);
        imported.security.mesh = mesh_;
        const IstioAuthorization authorization(imported.security);
        return authorization.at(point).decide(request_, authorizer_);
    }

    bool allowed() { return decide().allowed; }

    void from(const std::string& name_space, const std::string& account,
              const std::string& domain = "cluster.local") {
        request_.peer = PeerIdentity{domain, name_space, account};
    }

    std::vector<std::string> objects_;
    MeshConfig mesh_;
    EnforcementPoint point_{.name_space = "shop", .labels = {{"app", "web"}}};
    AccessRequest request_{.port = 8080, .host = "web.shop", .path = "/"};
    ExternalAuthorizer authorizer_;
};

} // namespace meshcast::test
