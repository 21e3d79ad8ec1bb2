#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// What `istioctl analyze` reports, in our words and with its code. catalogue.h says how codes are given.
namespace meshcast::message {

inline constexpr Message ReferenceMissing{"MS0701",
                                          Severity::Error,
                                          "ReferenceMissing",
                                          "there is no {} {}",
                                          "The reference leads nowhere, so what it configures does not "
                                          "happen. Names of other namespaces are written in full.",
                                          "IST0101"};
inline constexpr Message NamespaceNotInjected{
    "MS0702",
    Severity::Info,
    "NamespaceNotInjected",
    "no label says whether pods of this namespace get a sidecar",
    "Its pods stay outside the mesh. Label it istio-injection=enabled, or =disabled to say that this is "
    "meant.",
    "IST0102"};
inline constexpr Message PodWithoutProxy{
    "MS0703",
    Severity::Warning,
    "PodWithoutProxy",
    "the pod has no istio-proxy container, though its namespace is injected",
    "It was created before the label. Restart its workload.",
    "IST0103"};
inline constexpr Message InvalidObject{"MS0704",
                                       Severity::Error,
                                       "InvalidObject",
                                       "{}",
                                       "Istio's admission webhook or the API server refuses the object.",
                                       "IST0106"};
inline constexpr Message MisplacedAnnotation{
    "MS0705",
    Severity::Warning,
    "MisplacedAnnotation",
    "annotation {} belongs on {}, not here",
    "Istio does not look for it here. On a workload, pod annotations stand in spec.template.metadata.",
    "IST0107"};
inline constexpr Message UnknownAnnotation{"MS0706",
                                           Severity::Warning,
                                           "UnknownAnnotation",
                                           "Istio has no annotation {}",
                                           "A misspelt annotation has no effect.",
                                           "IST0108"};
inline constexpr Message MeshHostConflict{"MS0707",
                                          Severity::Error,
                                          "MeshHostConflict",
                                          "{} define the mesh route of host {}",
                                          "For sidecars the oldest VirtualService of a host counts, and the "
                                          "others do not. Merge them, or use delegates.",
                                          "IST0109"};
inline constexpr Message SidecarsOverlap{"MS0708",
                                         Severity::Error,
                                         "SidecarsOverlap",
                                         "Sidecars {} both select pod {}",
                                         "Which of them the pod gets is undefined.",
                                         "IST0110"};
inline constexpr Message SidecarsWithoutSelector{
    "MS0709",
    Severity::Error,
    "SidecarsWithoutSelector",
    "Sidecars {} have no workloadSelector",
    "A namespace can have one default Sidecar. Which of several counts is undefined.",
    "IST0111"};
inline constexpr Message DestinationPortNeeded{"MS0710",
                                               Severity::Error,
                                               "DestinationPortNeeded",
                                               "{} has the ports {}, and the destination names none",
                                               "With several ports, say which: port: {number: 80}.",
                                               "IST0112"};
inline constexpr Message ServicesDisagreeOnProtocol{
    "MS0711",
    Severity::Warning,
    "ServicesDisagreeOnProtocol",
    "port {} is of different protocols in services {}, which share these pods",
    "A pod's port has one protocol: the proxy takes the first service's.",
    "IST0116"};
inline constexpr Message PortNameUnknown{
    "MS0712",
    Severity::Info,
    "PortNameUnknown",
    "port name {} (port {}) says no protocol",
    "The proxy sniffs the protocol. Name ports <protocol>[-<suffix>], or set appProtocol.",
    "IST0118"};
inline constexpr Message InjectionLabelsConflict{
    "MS0713",
    Severity::Warning,
    "InjectionLabelsConflict",
    "several labels enrol this namespace: {}",
    "Which of them counts depends on the webhooks installed. Keep one.",
    "IST0123"};
inline constexpr Message InvalidAnnotation{"MS0714",
                                           Severity::Warning,
                                           "InvalidAnnotation",
                                           "annotation {}: {}",
                                           "The injector refuses the pod, or ignores the setting.",
                                           "IST0125"};
inline constexpr Message UnknownServiceRegistry{
    "MS0715",
    Severity::Error,
    "UnknownServiceRegistry",
    "network {} names the unknown service registry {}",
    "A registry is Kubernetes, or a cluster that a remote secret names.",
    "IST0126"};
inline constexpr Message NoMatchingWorkloads{
    "MS0716",
    Severity::Warning,
    "NoMatchingWorkloads",
    "no pod in the mesh has the labels this policy selects: {}",
    "The policy protects nothing. Check the labels and the namespace.",
    "IST0127"};
inline constexpr Message ServerNotVerified{"MS0717",
                                           Severity::Warning,
                                           "ServerNotVerified",
                                           "TLS mode {} for {} without caCertificates",
                                           "The client does not verify who answers. Set caCertificates.",
                                           "IST0128"};
inline constexpr Message PortServerNotVerified{"MS0718",
                                               Severity::Warning,
                                               "PortServerNotVerified",
                                               "TLS mode {} for {} at port {} without caCertificates",
                                               "The client does not verify who answers. Set caCertificates.",
                                               "IST0129"};
inline constexpr Message RuleUnreachable{
    "MS0719",
    Severity::Warning,
    "RuleUnreachable",
    "rule {} is never used: {}",
    "Rules are tried in the order written; an earlier one takes every request of this one.",
    "IST0130"};
inline constexpr Message MatchIneffective{
    "MS0720",
    Severity::Info,
    "MatchIneffective",
    "match {} of rule {} is never used: rule {} already matches the same",
    "Rules are tried in the order written. Remove the match.",
    "IST0131"};
inline constexpr Message HostNotInGateway{"MS0721",
                                          Severity::Warning,
                                          "HostNotInGateway",
                                          "Gateway {} has none of the hosts {}",
                                          "Nothing arrives at this VirtualService through that Gateway.",
                                          "IST0132"};
inline constexpr Message DoubtfulObject{
    "MS0722", Severity::Warning, "DoubtfulObject", "{}", "Istio accepts the object, and warns.", "IST0133"};
inline constexpr Message AddressesNeeded{"MS0723",
                                         Severity::Warning,
                                         "AddressesNeeded",
                                         "a TCP port without addresses",
                                         "TCP has no host name: without an address the port matches every "
                                         "destination. Set addresses, or let Istio allocate them.",
                                         "IST0134"};
inline constexpr Message DeprecatedAnnotation{"MS0724",
                                              Severity::Info,
                                              "DeprecatedAnnotation",
                                              "annotation {} is deprecated",
                                              "It may stop working in a coming version.",
                                              "IST0135"};
inline constexpr Message AlphaAnnotation{"MS0725",
                                         Severity::Info,
                                         "AlphaAnnotation",
                                         "annotation {} is of an alpha feature",
                                         "It may change or go without notice.",
                                         "IST0136"};
inline constexpr Message ServicesDisagreeOnPort{
    "MS0726",
    Severity::Warning,
    "ServicesDisagreeOnPort",
    "target port {} is behind the ports {} of services {}, which share these pods",
    "For the proxy a pod's port belongs to one service port.",
    "IST0137"};
inline constexpr Message CertificateShared{
    "MS0727",
    Severity::Warning,
    "CertificateShared",
    "{} present the same certificate",
    "Browsers reuse an HTTP/2 connection for another host of the certificate, which the other Gateway "
    "answers 404. Use one Gateway, or two certificates.",
    "IST0138"};
inline constexpr Message InvalidWebhook{
    "MS0728", Severity::Error, "InvalidWebhook", "{}", "Pods would be injected twice, or not at all.",
    "IST0139"};
inline constexpr Message SubsetNotAtGateway{
    "MS0729",
    Severity::Warning,
    "SubsetNotAtGateway",
    "the subset that {} routes to has no effect on requests through this gateway",
    "Requests from outside follow this VirtualService alone. Name the subset here too.",
    "IST0140"};
inline constexpr Message ReservedUserId{"MS0731",
                                        Severity::Warning,
                                        "ReservedUserId",
                                        "runs as user 1337, the proxy's own",
                                        "Traffic of that user bypasses the proxy.",
                                        "IST0144"};
inline constexpr Message GatewaysConflict{"MS0732",
                                          Severity::Error,
                                          "GatewaysConflict",
                                          "the same selector, port {} and hosts {} as Gateway {}",
                                          "One listener would have two owners.",
                                          "IST0145"};
inline constexpr Message AutoImageNotInjected{"MS0733",
                                              Severity::Warning,
                                              "AutoImageNotInjected",
                                              "image: auto, but no injection webhook selects these pods",
                                              "Kubernetes would look for an image named auto.",
                                              "IST0146"};
inline constexpr Message AutoImageInPod{"MS0734",
                                        Severity::Error,
                                        "AutoImageInPod",
                                        "a pod with image: auto was not injected",
                                        "Kubernetes would look for an image named auto.",
                                        "IST0147"};
inline constexpr Message InjectedByDefault{
    "MS0735",
    Severity::Info,
    "InjectedByDefault",
    "pods of this namespace get a sidecar because enableNamespacesByDefault is set",
    "Label it istio-injection=disabled where that is not meant.",
    "IST0148"};
inline constexpr Message JwtRouteUnauthenticated{
    "MS0736",
    Severity::Error,
    "JwtRouteUnauthenticated",
    "routes by {}, but no RequestAuthentication applies to pod {} of Gateway {}",
    "Claims are known only where the token has been checked, so the route never matches.",
    "IST0149"};
inline constexpr Message ExternalNamePortName{
    "MS0737",
    Severity::Warning,
    "ExternalNamePortName",
    "a port of an ExternalName service must say a protocol other than plain tcp",
    "The proxy would take all traffic to that port for this service.",
    "IST0150"};
inline constexpr Message PatchOrderUncertain{
    "MS0738",
    Severity::Warning,
    "PatchOrderUncertain",
    "the operation depends on what other EnvoyFilters did before, and no priority is set",
    "Set spec.priority, or use INSERT_FIRST or ADD.",
    "IST0151"};
inline constexpr Message ReplaceMisused{"MS0739",
                                        Severity::Error,
                                        "ReplaceMisused",
                                        "REPLACE works on HTTP_FILTER, NETWORK_FILTER and VIRTUAL_HOST only",
                                        "The patch has no effect.",
                                        "IST0152"};
inline constexpr Message AddMisused{"MS0740",
                                    Severity::Error,
                                    "AddMisused",
                                    "ADD has no effect on ROUTE_CONFIGURATION and HTTP_ROUTE",
                                    "Use MERGE or INSERT_FIRST.",
                                    "IST0153"};
inline constexpr Message RemoveMisused{"MS0741",
                                       Severity::Error,
                                       "RemoveMisused",
                                       "REMOVE has no effect on ROUTE_CONFIGURATION and HTTP_ROUTE",
                                       "Remove the VIRTUAL_HOST, or merge another route over it.",
                                       "IST0154"};
inline constexpr Message PatchOrderOfVersions{
    "MS0742",
    Severity::Warning,
    "PatchOrderOfVersions",
    "the operation depends on a filter that another patch adds for one proxyVersion only",
    "During an upgrade the filter may not be there. Set spec.priority.",
    "IST0155"};
inline constexpr Message TelemetryWithoutProvider{
    "MS0743",
    Severity::Warning,
    "TelemetryWithoutProvider",
    "accessLogging without providers, and the mesh has no default",
    "Istio ignores it. Name a provider.",
    "IST0157"};
inline constexpr Message ProxyImageOutdated{"MS0744",
                                            Severity::Warning,
                                            "ProxyImageOutdated",
                                            "the proxy image of {} is not the one that injection uses now",
                                            "They were created before an upgrade. Restart their workloads.",
                                            "IST0158"};
inline constexpr Message TelemetriesOverlap{"MS0745",
                                            Severity::Error,
                                            "TelemetriesOverlap",
                                            "Telemetries {} both select pod {}",
                                            "Which of them the pod gets is undefined.",
                                            "IST0159"};
inline constexpr Message TelemetriesWithoutSelector{
    "MS0746",
    Severity::Error,
    "TelemetriesWithoutSelector",
    "Telemetries {} have no selector",
    "A namespace can have one default Telemetry. Which of several counts is undefined.",
    "IST0160"};
inline constexpr Message CredentialInvalid{"MS0747",
                                           Severity::Error,
                                           "CredentialInvalid",
                                           "the credential {} is unusable: {}",
                                           "The listener gets no certificate and refuses connections.",
                                           "IST0161"};
inline constexpr Message GatewayPortNotOnService{
    "MS0748",
    Severity::Warning,
    "GatewayPortNotOnService",
    "port {} is on no Service before the pods {}",
    "Pods listen, but no Service leads there. Gateways name the pod's port, a Service's targetPort.",
    "IST0162"};
inline constexpr Message ControlPlaneAddressInvalid{
    "MS0749",
    Severity::Warning,
    "ControlPlaneAddressInvalid",
    "webhook {}: the address of the external control plane {}",
    "The API server cannot reach istiod.",
    "IST0163"};
inline constexpr Message ControlPlaneAddressIsIp{
    "MS0750",
    Severity::Info,
    "ControlPlaneAddressIsIp",
    "webhook {}: the external control plane is addressed by IP, {}",
    "A certificate is of a name. Use a host name.",
    "IST0164"};
inline constexpr Message InternalGatewayNamed{"MS0751",
                                              Severity::Warning,
                                              "InternalGatewayNamed",
                                              "names {}, a gateway that Istio makes for itself",
                                              "It may change its name. Name the Gateway of the Gateway API.",
                                              "IST0165"};
inline constexpr Message SelectorIneffective{
    "MS0752",
    Severity::Warning,
    "SelectorIneffective",
    "the selector reaches Gateway {} of the Gateway API, where selectors have no effect",
    "Use targetRefs.",
    "IST0166"};
inline constexpr Message PolicyIneffective{"MS0753",
                                           Severity::Warning,
                                           "PolicyIneffective",
                                           "no effect: {}",
                                           "There is no sidecar that would follow it.",
                                           "IST0167"};
inline constexpr Message NegativeCondition{"MS0754",
                                           Severity::Warning,
                                           "NegativeCondition",
                                           "status {} is false: {} {}",
                                           "The cluster reported that the object does not work.",
                                           "IST0171"};
inline constexpr Message SubsetWithoutPods{"MS0755",
                                           Severity::Error,
                                           "SubsetWithoutPods",
                                           "subset {} selects no pod",
                                           "Its requests fail with 503 (UH).",
                                           "IST0173"};
inline constexpr Message RuleHostUnknown{"MS0756",
                                         Severity::Warning,
                                         "RuleHostUnknown",
                                         "no service or ServiceEntry is {}",
                                         "The DestinationRule applies to nothing.",
                                         "IST0174"};
inline constexpr Message JwksFetchUnrestricted{
    "MS0757",
    Severity::Warning,
    "JwksFetchUnrestricted",
    "{} RequestAuthentication(s) let istiod fetch keys from anywhere: {}",
    "Set BLOCKED_CIDRS_IN_JWKS_URIS on istiod, so that no jwksUri reaches into the cluster.",
    "IST0175"};
inline constexpr Message GatewayApiTooOld{"MS0758",
                                          Severity::Warning,
                                          "GatewayApiTooOld",
                                          "{} is of version {}, and Istio needs {}",
                                          "Istio does not look at objects of this kind. Upgrade the CRDs.",
                                          "IST0176"};
inline constexpr Message ServiceEntriesDisagree{
    "MS0759",
    Severity::Warning,
    "ServiceEntriesDisagree",
    "ServiceEntries {} give host {} port {} different protocols: {}",
    "One of them counts for all clients that see both.",
    "IST0177"};
inline constexpr Message Deprecated{
    "MS0760", Severity::Warning, "Deprecated", "{}", "It works today, and goes in a coming version.",
    "IST0002"};

} // namespace meshcast::message
