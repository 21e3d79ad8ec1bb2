#pragma once

#include "scenarios/import/kubernetes.h"
#include "sim/policy/network/network_decision.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace meshcast {

/// Manifests, and who may connect to whom by them.
class NetworkWorld {
  public:
    explicit NetworkWorld(const std::string& text, std::optional<NetworkSettings> settings = std::nullopt)
        : imported_(read(text)),
          index_(imported_.security, imported_.topology,
                 settings ? *settings : network_settings(imported_.security)) {}

    const NetworkIndex& index() const { return index_; }

    /// "web" or "other/web"; without a namespace that of "shop".
    Party pod(const std::string& name) const {
        const std::string full = name.find('/') == name.npos ? "shop/" + name : name;
        const std::vector<NetworkPod>& pods = index_.pods().all();
        for (std::size_t i = 0; i < pods.size(); ++i) {
            const Metadata& metadata = pods[i].workload->metadata;
            if (metadata.name_space + "/" + metadata.name == full) {
                return Party::of_pod(i);
            }
        }
        ADD_FAILURE() << "no pod " << full;
        return {};
    }

    NetworkDecision ask(const Party& from, const Party& to, int port = 80,
                        std::optional<Transport> transport = Transport::Tcp,
                        const RequestFacts* request = nullptr) const {
        return decide(index_, {from, to, transport, port, request});
    }

    std::string verdict(const std::string& from, const std::string& to, int port = 80,
                        std::optional<Transport> transport = Transport::Tcp,
                        const RequestFacts* request = nullptr) const {
        return std::string(verdict_name(ask(pod(from), pod(to), port, transport, request).verdict));
    }

    std::string why(const std::string& from, const std::string& to, int port = 80) const {
        const NetworkConnection connection{pod(from), pod(to), Transport::Tcp, port, nullptr};
        return explain(index_, connection, decide(index_, connection));
    }

  private:
    static Imported read(const std::string& text) {
        const std::vector<SourceFile> files{{"m.yaml", text}};
        Diagnostics diagnostics;
        Imported imported = import_manifests(files, diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.items()) {
            EXPECT_NE(diagnostic.severity(), Severity::Error) << to_string(diagnostic);
        }
        return imported;
    }

    Imported imported_;
    NetworkIndex index_;
};

/// Pods web, api and db of namespace shop, and web of namespace other (label team: blue).
inline const std::string kNetworkPods = R"(
{apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: blue}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {serviceAccountName: web-account, containers: [{name: c, ports: [{name: http, containerPort: 80}]}]}
status: {podIP: 10.0.0.1}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: shop, labels: {app: api}}
spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 53, protocol: UDP}]}]}
status: {podIP: 10.0.0.2}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: c}]}
status: {podIPs: [{ip: 10.0.1.3}, {ip: "2001:db8::3"}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: other, labels: {app: web}}
spec: {containers: [{name: c}]}
status: {podIP: 10.0.2.4}
---
)";

} // namespace meshcast
