#pragma once

#include "sim/model/autoscaler.h"
#include "sim/model/metadata.h"
#include "sim/model/origin.h"
#include "sim/model/units.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace meshcast {

/// What a cluster is made of, as declared: plain values with Kubernetes' own names and meanings. No
/// behaviour, no clock. https://kubernetes.io/docs/concepts/overview/working-with-objects/

struct Namespace {
    Metadata metadata; // metadata.name_space is empty
};

enum class Transport { Tcp, Udp, Sctp };

/// What a connection carries. Istio: appProtocol, else the port name's prefix, else sniffed.
/// https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
enum class AppProtocol { Http1, Http2, Grpc, Tcp };

struct ContainerPort {
    std::string name;
    int number = 0;
    Transport transport = Transport::Tcp;
};

struct EnvVar {
    std::string name;
    std::string value;
    Origin origin;
};

/// A health check over HTTP that the kubelet makes.
struct HttpProbe {
    std::string path = "/";
    std::variant<int, std::string> port; // a name is that of one of the container's ports
};

struct Container {
    std::string name;
    bool init = false; // runs before the others and does not serve
    std::vector<ContainerPort> ports;
    std::vector<EnvVar> env;
    std::vector<HttpProbe> probes; // liveness, readiness, start-up
    MilliCpu cpu_request;
    std::optional<MilliCpu> cpu_limit;
    Bytes memory_request;
    std::optional<Bytes> memory_limit;
};

struct PodTemplate {
    Labels labels;
    Labels annotations;
    std::string service_account = "default";
    bool host_network = false;
    std::optional<bool> mounts_token; // automountServiceAccountToken; nullopt: as the account says
    std::vector<Container> containers;
};

enum class WorkloadKind {
    Deployment,
    StatefulSet,
    DaemonSet,
    ReplicaSet,
    ReplicationController,
    Job,
    CronJob,
    VirtualMachine,
    Pod,
};

std::string_view kind_name(WorkloadKind kind); // "Deployment"

/// Anything that makes pods. Its labels are the *object's*; what a Service selects are `pod.labels`.
struct Workload {
    Metadata metadata;
    WorkloadKind kind = WorkloadKind::Deployment;
    int replicas = 1; // DaemonSet: one a node, this field unused
    PodTemplate pod;

    struct Owner {
        std::string kind; // "ReplicaSet"
        std::string name; // empty: nobody
    };

    Owner owner;                        // of a Pod that something outside the input makes
    std::vector<std::string> addresses; // of a Pod that runs, where its status tells
};

struct ServicePort {
    std::string name;
    int port = 0;
    Transport transport = Transport::Tcp;
    std::variant<int, std::string> target_port; // a name is resolved on each pod; equals `port` where absent
    std::optional<AppProtocol> protocol;        // nullopt: undeclared, the traffic decides
};

/// Which endpoints a connection prefers where there are some.
/// https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution
enum class TrafficDistribution { Any, SameZone, SameNode };

struct Service {
    Metadata metadata;
    Labels selector; // empty: selects nothing (endpoints are managed by hand)
    std::vector<ServicePort> ports;
    bool headless = false;
    std::string cluster_ip;    // as declared; empty: assigned by the cluster
    std::string external_name; // not empty: a DNS alias outside the cluster
    TrafficDistribution distribution = TrafficDistribution::Any;
};

struct ServiceAccount {
    Metadata metadata;
    bool mounts_token = true;
};

/// A machine. Scenarios may declare nodes; otherwise the cluster makes as many as the pods' requests need.
struct Node {
    Metadata metadata;  // metadata.name_space is empty
    std::string region; // empty: the only one
    std::string zone = "zone-a";
    std::string subzone;
    MilliCpu cpu{8000};
    Bytes memory = mebibytes(32'768);
};

struct Topology {
    std::vector<Namespace> namespaces;
    std::vector<Node> nodes;
    std::vector<Workload> workloads;
    std::vector<Workload> unsimulated; // Jobs, CronJobs, VirtualMachines: policies know them, nothing else
    std::vector<Service> services;
    std::vector<ServiceAccount> service_accounts;
    std::vector<Autoscaler> autoscalers;
};

} // namespace meshcast
