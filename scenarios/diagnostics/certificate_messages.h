#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// Certificates of a scenario.
namespace meshcast::message {

inline constexpr Message UnknownIssuer{
    "MS0680", Severity::Error, "UnknownIssuer", "certificates: {} names \"{}\", which signs nothing",
    "It lists roots, or trust domains, that the scenario declares; the others are all of \"mesh\"."};
inline constexpr Message IssuerRepeated{"MS0681", Severity::Error, "IssuerRepeated",
                                        "certificates: {} declares {} twice",
                                        "A root or trust domain is declared once, \"mesh\" is there already, "
                                        "and a workload's certificates are of "
                                        "one."};
inline constexpr Message NoCertificates{"MS0682", Severity::Warning, "NoCertificates",
                                        "{} does nothing: no plane of this scenario has mutual TLS",
                                        "Only planes whose proxies authenticate each other have "
                                        "certificates, such as istio-sidecar, istio-ambient or "
                                        "linkerd."};
inline constexpr Message ExpiredAtFirst{
    "MS0683", Severity::Warning, "ExpiredAtFirst",
    "certificates: all of age {} have expired when the run begins, as they live for {}",
    "They are renewed at once where an authority answers. An age below the lifetime shows what happens when "
    "they "
    "expire."};

} // namespace meshcast::message
