#pragma once

#include "scenarios/diagnostics/diagnostic.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// A file, read. `name` is what diagnostics show: the path as given, "stdin" for standard input.
struct SourceFile {
    std::string name;
    std::string text;
};

/// The files that paths stand for: a file itself; a folder's *.yaml, *.yml and *.json, subfolders included,
/// in order of path; a glob's matches; "-" for standard input. Hidden files and folders are skipped, links to
/// folders are not followed, a file named twice is read once. What cannot be read is reported.
std::vector<SourceFile> collect_files(std::span<const std::string> paths, Diagnostics& diagnostics);

/// Hash over the contents in order, in hexadecimal: equal digests mean equal input.
std::string digest_of(std::span<const SourceFile> files);

} // namespace meshcast
