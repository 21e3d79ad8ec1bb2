#pragma once

#include "scenarios/diagnostics/diagnostic.h"

/// The part of the catalogue that speaks of files and of YAML and JSON as such. catalogue.h says how codes
/// are given.
namespace meshcast::message {

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

} // namespace meshcast::message
