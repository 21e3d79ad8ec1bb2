#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of Kubernetes objects and the values in them. catalogue.h says how
/// codes are given.
namespace meshcast::message {

inline constexpr Message NotAManifest{"MS0017", Severity::Warning, "NotAManifest",
                                      "not a Kubernetes object: {}; left out",
                                      "A Kubernetes object has the fields apiVersion and kind."};
inline constexpr Message OtherFile{"MS0018", Severity::Info, "OtherFile",
                                   "{}, not a Kubernetes object; left out",
                                   "Files of other tools often lie beside manifests."};
inline constexpr Message MissingField{"MS0019", Severity::Error, "MissingField", "{} is missing",
                                      "Kubernetes would refuse the object."};
inline constexpr Message WrongType{"MS0020", Severity::Error, "WrongType", "{} must be {}, not {}",
                                   "Kubernetes would refuse the object."};
inline constexpr Message MisspelledField{
    "MS0021", Severity::Warning, "MisspelledField", "unknown field {}",
    "Kubernetes ignores fields it does not know, so the setting would have no effect."};
inline constexpr Message ObjectRepeated{
    "MS0022", Severity::Warning, "ObjectRepeated", "{} is given again; the first was at {}",
    "The last one counts, as with `kubectl apply`. Read one of the two files only."};
inline constexpr Message WrongApiVersion{
    "MS0023", Severity::Error, "WrongApiVersion", "Kubernetes has no kind {} in {}",
    "Kubernetes would refuse the object. Kinds belong to one API group."};
inline constexpr Message MisspelledKind{"MS0024", Severity::Warning, "MisspelledKind",
                                        "Kubernetes has no kind {} in {}; the object is left out",
                                        "Kinds are written in CamelCase and in the singular."};
inline constexpr Message NoObjects{"MS0025", Severity::Error, "NoObjects",
                                   "no Kubernetes object in any of the files",
                                   "Something was read, but nothing that Kubernetes would run."};
inline constexpr Message IncompleteObject{"MS0026", Severity::Warning, "IncompleteObject",
                                          "{} is missing; Kubernetes refuses the object",
                                          "What is there is simulated, but no cluster would run it."};

inline constexpr Message BadValue{
    "MS0201", Severity::Error, "BadValue", "{}: {}",
    "The value is not of the kind the field wants. The message says what to write."};
inline constexpr Message DoubtfulValue{
    "MS0202", Severity::Warning, "DoubtfulValue", "{}: {}",
    "Hardly what was meant: 128m of memory is an eighth of a byte, and HTTP is no transport protocol."};
inline constexpr Message UnquotedString{
    "MS0203", Severity::Warning, "UnquotedString", "{} must be a string; Kubernetes refuses an unquoted {}",
    "Unquoted numbers, true, yes, on and their opposites are not strings in YAML 1.1. Quote them."};

inline constexpr Message UnmodelledObject{
    "MS0901", Severity::Info, "UnmodelledObject", "{} is not modelled; {}",
    "Objects of this kind do not change the simulation. Reports list them."};
inline constexpr Message OldApiVersion{
    "MS0902", Severity::Warning, "OldApiVersion", "{} is no longer served by Kubernetes",
    "The object is read as its current version. Write the current apiVersion."};

} // namespace meshcast::message
