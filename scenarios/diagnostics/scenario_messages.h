#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of meshcast's own files (scenarios, plane profiles, prices) and of
/// what a scenario adds up to. catalogue.h says how codes are given.
namespace meshcast::message {

inline constexpr Message UnknownDocument{
    "MS0030", Severity::Error, "UnknownDocument", "{} \"{}\" is not one this version reads",
    "Files of meshcast begin with `apiVersion: meshcast/v1` and a kind: Scenario, DataPlane or Prices."};
inline constexpr Message UnknownField{
    "MS0031", Severity::Error, "UnknownField", "unknown field \"{}\" in {}",
    "A misspelt field would silently leave a default in force, so it is an error."};
inline constexpr Message FieldMissing{"MS0032", Severity::Error, "FieldMissing", "{} lacks the field \"{}\"",
                                      "There is no sensible value to assume."};
inline constexpr Message WrongKindOfValue{"MS0033", Severity::Error, "WrongKindOfValue",
                                          "{}: expected {}, found {}",
                                          "The shapes a field may take are in docs/scenario-reference.md."};
inline constexpr Message OutOfRange{
    "MS0034", Severity::Error, "OutOfRange", "{} must be {}, is {}",
    "The value has no meaning in the model, or is more than one run can simulate."};
inline constexpr Message UnknownWord{"MS0035", Severity::Error, "UnknownWord", "{}: \"{}\" is not one of {}",
                                     "The field takes one of a few words."};
inline constexpr Message NotSimulated{
    "MS0036", Severity::Error, "NotSimulated", "\"{}\" is not simulated yet",
    "Accepting the field and ignoring it would give a result for another system than the one described."};
inline constexpr Message FieldsConflict{"MS0037", Severity::Error, "FieldsConflict", "{}: {}",
                                        "Fields that exclude each other, or need each other."};
inline constexpr Message NameRepeated{"MS0038", Severity::Error, "NameRepeated", "{} \"{}\" is given twice",
                                      "Reports tell the two apart by name. Rename or remove one."};
inline constexpr Message SeveralScenarios{"MS0039", Severity::Error, "SeveralScenarios",
                                          "a second scenario; the first is at {}",
                                          "One run simulates one scenario. Give the files one at a time."};
inline constexpr Message BadOverride{"MS0040", Severity::Error, "BadOverride", "--set {}: {}",
                                     "Write --set path.to.field=value. Items of a list go by their name or "
                                     "number: traffic.shoppers.rate=300/s."};
inline constexpr Message BadStep{
    "MS0041", Severity::Error, "BadStep", "{}: {}",
    "A step is a mapping with one key: compute, wait, call, parallel, sequence or fail."};
inline constexpr Message WrongDocument{"MS0042", Severity::Error, "WrongDocument", "a {}, not a {}",
                                       "The file holds another kind of document than the one asked for."};
inline constexpr Message ExtendsItself{"MS0043", Severity::Error, "ExtendsItself",
                                       "\"{}\" extends itself: {}",
                                       "Profiles build on one another in a line, not in a circle."};
inline constexpr Message BadReplay{
    "MS0044", Severity::Error, "BadReplay", "{}",
    "A replay is a CSV file. Each row is a time in seconds since the run began, a comma, and an operation "
    "(0.25,GET /cart) or a rate per second (60,200); all rows are of one kind, by time."};

inline constexpr Message UnknownService{"MS0101", Severity::Error, "UnknownService",
                                        "{}: there is no service \"{}\"{}",
                                        "The name is not that of a Service in the manifests. A short name is "
                                        "looked up in the caller's namespace; "
                                        "write name.namespace for another."};
inline constexpr Message AmbiguousService{
    "MS0102", Severity::Error, "AmbiguousService", "{}: \"{}\" is a service in several namespaces: {}",
    "Traffic from outside has no namespace of its own. Write name.namespace."};
inline constexpr Message UnknownWorkload{
    "MS0103", Severity::Error, "UnknownWorkload", "{}: there is no workload \"{}\"",
    "Workloads are Deployments, StatefulSets, DaemonSets, ReplicaSets and Pods of the manifests, by name or "
    "namespace/name."};
inline constexpr Message UnknownPort{"MS0104", Severity::Error, "UnknownPort", "{}: {} has no port {}",
                                     "Callers use the Service's port, not the container's."};
inline constexpr Message UnknownOperation{"MS0105", Severity::Error, "UnknownOperation",
                                          "{}: {} has no operation \"{}\"",
                                          "Operations are the keys under behavior.NAME.operations."};
inline constexpr Message UnknownPlane{
    "MS0106", Severity::Error, "UnknownPlane", "there is no data plane \"{}\"",
    "`meshcast list planes` names those shipped; a path with a slash or ending in .yaml is a profile file."};
inline constexpr Message UnknownPrices{"MS0107", Severity::Error, "UnknownPrices",
                                       "there is no price list \"{}\"",
                                       "Give one of those shipped, a file, or the prices themselves."};
inline constexpr Message NoEndpoints{"MS0108", Severity::Error, "NoEndpoints", "{}: {} selects no workload{}",
                                     "Requests to it would all fail with 503. The selector must match the "
                                     "labels of a pod template in its namespace."};
inline constexpr Message NoPorts{"MS0109", Severity::Error, "NoPorts", "{}: {} has no TCP ports",
                                 "Requests go to a port of the service. Declare one under spec.ports."};
inline constexpr Message UnknownProxy{"MS0110", Severity::Error, "UnknownProxy",
                                      "{}: there is no proxy \"{}\"",
                                      "A station of the path names one of the profile's proxies."};
inline constexpr Message NoTraffic{"MS0112", Severity::Error, "NoTraffic", "nothing says where requests go",
                                   "A simulation needs traffic: --to SERVICE --rate 200/s on the command "
                                   "line, or `traffic:` in a scenario."};
inline constexpr Message NoWorkloads{"MS0113", Severity::Error, "NoWorkloads",
                                     "the files declare no workload",
                                     "Nothing would serve a request. Give the application's manifests."};
inline constexpr Message UnknownBehavior{
    "MS0114", Severity::Error, "UnknownBehavior", "behavior: there is no workload or service \"{}\"",
    "Behavior is declared for a workload, or for all workloads behind a service."};
inline constexpr Message BehaviorRepeated{
    "MS0115", Severity::Error, "BehaviorRepeated", R"(behavior of {} is given twice: as "{}" and as "{}")",
    "Only the workload's own name may refine what is said of its service, and each may be given once."};
inline constexpr Message ReplicasZero{
    "MS0116", Severity::Error, "ReplicasZero", "{}: all workloads behind {} have 0 replicas",
    "Requests to it would all fail with 503. Set replicas, or leave the traffic out."};

inline constexpr Message UnknownPlace{"MS0117", Severity::Error, "UnknownPlace", "{}: there is no {} \"{}\"",
                                      "Nodes and zones are those that the scenario declares under `nodes`; "
                                      "sources of traffic go by their names."};
inline constexpr Message NeverHappens{
    "MS0118", Severity::Warning, "NeverHappens", "{} begins after the run has ended",
    "`at` counts from the start of the run, warm-up included. Begin earlier, or simulate for longer."};
inline constexpr Message NoGateway{
    "MS0119", Severity::Error, "NoGateway", "{}: no gateway {}leads to {}",
    "Requests `via` a gateway need a Gateway and a VirtualService or HTTPRoute bound to it that sends the "
    "host "
    "and path asked for to the target. `meshcast describe request --gateway` says what a gateway does."};

inline constexpr Message ScaleTargetMissing{
    "MS0128", Severity::Warning, "ScaleTargetMissing",
    "HorizontalPodAutoscaler {}: there is no {} \"{}\" in namespace {}",
    "scaleTargetRef names a workload of the autoscaler's own namespace. This one scales nothing."};
inline constexpr Message NothingToScaleBy{
    "MS0129", Severity::Warning, "NothingToScaleBy",
    "HorizontalPodAutoscaler {}: no container of {} requests CPU, so there is no utilization to scale by",
    "averageUtilization is a share of what the containers request. This metric is left alone, as Kubernetes "
    "does (FailedGetResourceMetric)."};

inline constexpr Message TooLarge{"MS0301", Severity::Error, "TooLarge",
                                  "{} add up to {}; one run simulates at most {}",
                                  "Rather than hang or run out of memory. Scale the scenario down: results "
                                  "per pod and per request carry over."};
inline constexpr Message TooManyCalls{
    "MS0302", Severity::Error, "TooManyCalls", "one \"{}\" to {} makes more than {} calls in all",
    "Calls multiply along the call graph. Check the scripts for a loop or a fan-out of fan-outs."};

inline constexpr Message EndlessCalls{
    "MS0401", Severity::Error, "EndlessCalls", "calls without end: {}",
    "Each call leads to at least one more, for ever. Take one out, or give it a probability below 100%."};
inline constexpr Message CallCycle{
    "MS0402", Severity::Warning, "CallCycle", "calls may come back: {}",
    "Probabilities below 100% end the cycle sometime. Real call graphs seldom have one."};
inline constexpr Message InferredCycle{
    "MS0403", Severity::Warning, "InferredCycle",
    "{} was inferred to call {}, which calls back; that call is left out",
    "Environment variables say who knows whom, not who calls whom. Declare the behavior to settle it."};

inline constexpr Message BadThreshold{"MS0501", Severity::Error, "BadThreshold",
                                      "threshold, at character {}: {}",
                                      "Write `metric{{service=\"name\"}}: aggregation operator limit`, for "
                                      "example `http_req_duration: p(99) < 250ms`."};

} // namespace meshcast::message
