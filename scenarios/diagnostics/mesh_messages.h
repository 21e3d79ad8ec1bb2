#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// Faults that only show when several objects are seen together. catalogue.h says how codes are given.
namespace meshcast::message {

inline constexpr Message StrictWithoutSidecar{
    "MS0801", Severity::Warning, "StrictWithoutSidecar",
    "{} accepts mutual TLS only, and {} calls it without a sidecar",
    "The connection is reset. Enrol the client, or set PERMISSIVE."};
inline constexpr Message TlsContradiction{
    "MS0802", Severity::Warning, "TlsContradiction", "the client is told TLS mode {}, and {} accepts {}",
    "Requests to that port fail. Let auto mTLS choose, or make the two agree."};
inline constexpr Message MeshPortBlocked{"MS0803", Severity::Warning, "MeshPortBlocked",
                                         "port {} ({}) is closed to pods that this policy selects",
                                         "The mesh's own traffic goes through that port. Allow it."};
inline constexpr Message SelectsNothing{"MS0804", Severity::Info, "SelectsNothing",
                                        "no pod has the labels this selects: {}",
                                        "It applies to nothing. Check the labels and the namespace."};
inline constexpr Message AllowsEveryone{"MS0805", Severity::Warning, "AllowsEveryone",
                                        "rule {} allows every request",
                                        "An ALLOW policy with an empty rule allows everyone. Name who may."};
inline constexpr Message DenyEverything{"MS0806", Severity::Warning, "DenyEverything",
                                        "denies every request to what it selects, so {} never decides",
                                        "DENY comes before ALLOW."};

} // namespace meshcast::message
