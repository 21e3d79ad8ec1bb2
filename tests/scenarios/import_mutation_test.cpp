#include "engine/random.h"
#include "scenarios/import/infer_calls.h"
#include "scenarios/import/kubernetes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshcast {

namespace {

constexpr int kMutations = 5'000;

const std::vector<std::string> kSeeds{
    R"(# a shop
apiVersion: v1
kind: Service
metadata: {name: web, labels: {"app": 'web', note: "a \u00e9 \"b\""}}
spec:
  selector: &labels {app: web}
  ports:
  - name: http
    port: 80
    targetPort: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    text: |
      some {{ text }}
        indented
    folded: >-
      more
spec:
  replicas: 2
  template:
    metadata: {labels: *labels}
    spec:
      containers:
      - name: app
        env: [{name: CART, value: "http://cart:80/x"}, {name: N, value: '1'}]
        resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {<<: {cpu: 1}, memory: 1.5Gi}}
)",
    R"({"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "cart", "labels": {"app": "cart"},
    "ownerReferences": [{"kind": "ReplicaSet", "name": "cart-1", "controller": true}]},
   "spec": {"containers": [{"name": "a", "ports": [{"containerPort": 80}], "env": [{"name": "WEB", "value": "web"}]}]}},
  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "cart"},
   "spec": {"selector": {"app": "cart"}, "ports": [{"port": 80, "name": "http"}]}}]}
)",
};

/// Pieces that mean something to a parser, and some that never should be there.
const std::vector<std::string> kPieces{"\n",
                                       "---\n",
                                       "...\n",
                                       "\t",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ":",
                                       ": ",
                                       ",",
                                       "- ",
                                       "? ",
                                       "\"",
                                       "'",
                                       "#",
                                       "&a ",
                                       "*a",
                                       "<<: ",
                                       "|",
                                       ">",
                                       "!!str ",
                                       "\\u",
                                       "%TAG ",
                                       "{{",
                                       "<<<<<<<",
                                       "\xFF",
                                       "\xC3",
                                       "\r\n",
                                       std::string(1, '\0'),
                                       "\xEF\xBB\xBF",
                                       "null",
                                       "~",
                                       "99999999999999999999",
                                       "-1",
                                       "1e999"};

std::string mutate(std::string text, RandomStream& random) {
    for (std::uint64_t times = 1 + random.below(4); times > 0; --times) {
        const std::size_t at = random.below(text.size() + 1);
        const std::size_t length = std::min<std::size_t>(random.below(60), text.size() - at);
        switch (random.below(6)) {
        case 0:
            text.erase(at, length);
            break;
        case 1:
            text.insert(random.below(text.size() + 1), text.substr(at, length));
            break;
        case 2:
            text.resize(at);
            break;
        case 3:
            text.insert(at, 1, static_cast<char>(random.below(256)));
            break;
        case 4:
            text.insert(at, kPieces[random.below(kPieces.size())]);
            break;
        default:
            if (at < text.size()) {
                text[at] = static_cast<char>(32 + random.below(95));
            }
        }
    }
    return text;
}

/// Finishing is the point: no crash, no hang, no exception. What comes out must at least be consistent.
TEST(MutatedManifests, AreReadOrRefusedButNeverMore) {
    RandomStream random(1, 0, "mutated manifests", "edits");
    int refused = 0;
    for (int i = 0; i < kMutations; ++i) {
        const std::string text = mutate(kSeeds[static_cast<std::size_t>(i) % kSeeds.size()], random);
        const std::vector<SourceFile> files{{"m.yaml", text}};
        Diagnostics diagnostics;
        std::vector<Inference> inferences;
        const Imported imported = import_manifests(files, diagnostics);
        infer_behaviors(imported.topology, inferences, diagnostics);
        refused += diagnostics.has_errors() ? 1 : 0;
        for (const Workload& workload : imported.topology.workloads) {
            ASSERT_FALSE(workload.metadata.name.empty()) << text;
            ASSERT_GE(workload.replicas, 0) << text;
        }
        for (const Diagnostic& d : diagnostics.items()) {
            ASSERT_EQ(d.where.file, "m.yaml") << text;
            ASSERT_GE(d.where.line, 1) << text;
        }
    }
    EXPECT_GT(refused, kMutations / 4) << "the edits no longer break anything";
    EXPECT_LT(refused, kMutations) << "the edits leave nothing whole";
}

} // namespace

} // namespace meshcast
