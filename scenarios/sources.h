#pragma once

#include "scenarios/import/source_files.h"

#include <span>
#include <string>
#include <vector>

namespace meshcast {

/// Every file that one loading has read, once each, so that a report can say what a run was made from.
/// Shipped files go by their name under the data directory, which is the same on every machine; others by
/// their path as given.
class Sources {
  public:
    /// The files that `paths` stand for (collect_files) and that were not read before; what cannot be read is
    /// reported. Valid until the next call.
    std::span<const SourceFile> add(std::span<const std::string> paths, Diagnostics& diagnostics);

    /// The same with those that were read before.
    std::vector<SourceFile> all(std::span<const std::string> paths, Diagnostics& diagnostics);

    /// The one file of that path, read now or before; nullptr: reported.
    const SourceFile* read(const std::string& path, Diagnostics& diagnostics);

    std::vector<std::string> names() const;

    /// The path, as given, of the file shown as `name`; empty for standard input.
    std::string path_of(const std::string& name) const;

    std::string digest() const { return digest_of(files_); }

  private:
    std::vector<SourceFile> files_;
    std::vector<std::string> paths_;      // of files_: as given
    std::vector<std::string> identities_; // of files_: canonical
};

/// How a path is shown.
std::string display_name(const std::string& path);

} // namespace meshcast
