#pragma once

#include "scenarios/analysis/input.h"

#include <string>
#include <vector>

namespace meshcast::analysis {

/// A pod of the input, or the one that a workload of the input will make: manifests rarely hold pods.
struct PodView {
    const Object* object = nullptr; // the Pod, or the workload
    Labels labels;
    Labels annotations;
    Peek spec;
    bool implied = false; // by a workload none of whose pods is in the input
};

std::vector<PodView> all_pods(const Input& input);

/// Every pair of `selector` is among `labels`; an empty one selects everything.
bool selected(const Labels& selector, const Labels& labels);

/// "app=web,version=v1", as Kubernetes writes a selector.
std::string selector_text(const Labels& selector);

/// What to take for granted of pods whose Namespace is not in the input.
enum class UnknownNamespace { Enrolled, Left };

/// Whether a pod has, or will get, a sidecar: its containers, labels, annotations, then its namespace's
/// label.
/// https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
bool has_sidecar(const Input& input, const std::string& name_space, const Labels& labels,
                 const Labels& annotations, const Peek& pod_spec, UnknownNamespace unknown);

/// Whether the node's proxy carries the pod's traffic.
/// https://istio.io/latest/docs/ambient/usage/add-workloads/
bool is_ambient(const Input& input, const PodView& pod);

/// Whether a Namespace enrols pods in ambient mode, and not in sidecar mode too.
bool is_ambient_namespace(const Object& name_space);

/// The names of the sidecar's own container and of all others, init containers last.
std::vector<Peek> containers_of(const Peek& pod_spec);

/// kube-system and the like.
bool is_system_namespace(std::string_view name_space);

/// Parts of an installation say so in their labels.
bool is_control_plane(const Object& object);

} // namespace meshcast::analysis
