#pragma once

#include <filesystem>
#include <string>

namespace meshcast::test {

/// A folder of its own for a test, gone afterwards.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    /// Writes a file, with the folders above it, and gives its path.
    std::string write(const std::string& name, const std::string& text) const;

    std::string path(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

} // namespace meshcast::test
