#pragma once

#include "scenarios/diagnostics/diagnostic.h"

#include <fmt/format.h>

#include <span>
#include <string>

namespace meshcast {

/// Every diagnostic meshcast can give, one entry a code. 00xx files and syntax, 01xx references, 02xx units
/// and values, 03xx capacity, 04xx traffic, 05xx thresholds, 09xx deprecated and unmodelled. A code is never
/// used for anything else. To add one: its entry here, and its line in catalogue.cpp.
namespace message {

inline constexpr Message FileUnreadable{"MS0001", Severity::Error, "FileUnreadable", "cannot read {}: {}",
                                        "The path does not exist, is not a regular file, or may not be read. "
                                        "Check the spelling and the permissions."};
inline constexpr Message NothingFound{"MS0002", Severity::Error, "NothingFound", "no manifest found in {}",
                                      "A folder holds no *.yaml, *.yml or *.json file, or a glob matches "
                                      "none. Hidden files and folders are skipped."};
inline constexpr Message FileTooLarge{"MS0003", Severity::Error, "FileTooLarge", "{} is larger than {} MiB",
                                      "Split the file: manifests are not this large."};
inline constexpr Message NotUtf8{
    "MS0004", Severity::Error, "NotUtf8", "not UTF-8 text: {}",
    "Manifests are UTF-8. Convert the file, for example with `iconv -f UTF-16 -t UTF-8`."};
inline constexpr Message ControlCharacter{"MS0005", Severity::Error, "ControlCharacter",
                                          "control character U+{:04X}",
                                          "YAML allows no control character but tab and line break. Remove "
                                          "it, or write it as an escape in double quotes."};
inline constexpr Message YamlSyntax{
    "MS0006", Severity::Error, "YamlSyntax", "{}",
    "The document is not YAML. The other documents of the file are still read."};
inline constexpr Message JsonSyntax{"MS0007", Severity::Error, "JsonSyntax", "not valid JSON: {}",
                                    "A document that begins as JSON is read as JSON, strictly."};
inline constexpr Message TabIndentation{"MS0008", Severity::Error, "TabIndentation",
                                        "a tab indents this line",
                                        "YAML is indented with spaces only. Replace the tabs."};
inline constexpr Message DuplicateKey{
    "MS0009", Severity::Error, "DuplicateKey", "duplicate key \"{}\", first given in line {}",
    "YAML readers disagree about which value counts, so one of them is not what you meant. Remove one."};
inline constexpr Message NotAKey{
    "MS0010", Severity::Error, "NotAKey", "{} cannot be a key",
    "Keys of mappings are plain words. Often a template placeholder or a stray bracket."};
inline constexpr Message NestingTooDeep{"MS0011", Severity::Error, "NestingTooDeep",
                                        "nested deeper than {} levels", "No manifest is nested this deep."};
inline constexpr Message AliasLimit{
    "MS0012", Severity::Error, "AliasLimit", "aliases expand to more than {} nodes",
    "Aliases of aliases multiply: a short file may stand for gigabytes. Write the values out."};
inline constexpr Message AliasInItself{
    "MS0013", Severity::Error, "AliasInItself", "an alias refers to the node that contains it",
    "The document would be infinite. Refer to a node that ends before the alias."};
inline constexpr Message BadMergeKey{
    "MS0014", Severity::Error, "BadMergeKey", "the value of the merge key \"<<\" is {}, not a mapping",
    "Write `<<: *anchor`, where the anchor is on a mapping, or a list of such."};
inline constexpr Message UnrenderedTemplate{
    "MS0015", Severity::Error, "UnrenderedTemplate", "a {} template, not a manifest: found \"{}\"",
    "Templates are programs; only what they print can be read. Render them first, for example with "
    "`helm template CHART > rendered.yaml`, and give the result."};
inline constexpr Message ConflictMarker{
    "MS0016", Severity::Error, "ConflictMarker", "unresolved merge conflict \"{}\"",
    "Choose one side and delete the lines with <<<<<<<, ======= and >>>>>>>."};
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

inline constexpr Message BadValue{
    "MS0201", Severity::Error, "BadValue", "{}: {}",
    "The value is not of the kind the field wants. The message says what to write."};
inline constexpr Message DoubtfulQuantity{"MS0202", Severity::Warning, "DoubtfulQuantity", "{}: {}",
                                          "Kubernetes accepts the quantity, but it is hardly what was meant: "
                                          "128m of memory is an eighth of a byte."};
inline constexpr Message UnquotedString{
    "MS0203", Severity::Warning, "UnquotedString", "{} must be a string; Kubernetes refuses an unquoted {}",
    "Unquoted numbers, true, yes, on and their opposites are not strings in YAML 1.1. Quote them."};

inline constexpr Message UnmodelledObject{
    "MS0901", Severity::Info, "UnmodelledObject", "{} is not modelled; {}",
    "Objects of this kind do not change the simulation. Reports list them."};

} // namespace message

/// The whole catalogue, in order of code.
std::span<const Message* const> catalogue();

/// The catalogue's words with their blanks filled in. As many arguments as the text has blanks, of a fitting
/// type.
template <class... Values>
std::string fill(const Message& message, const Values&... values) {
    return fmt::format(fmt::runtime(message.text), values...);
}

} // namespace meshcast
