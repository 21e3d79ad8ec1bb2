#include "scenarios/import/source_files.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/yaml/reader.h"

#include <glob.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <system_error>

namespace meshcast {

namespace {

namespace fs = std::filesystem;

bool is_manifest_name(const fs::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json";
}

bool is_hidden(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.size() > 1 && name.front() == '.' && name != "..";
}

class Collector {
  public:
    explicit Collector(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    void add(const std::string& path) {
        std::error_code error;
        if (path == "-") {
            read("stdin", stdin);
        } else if (fs::is_directory(path, error)) {
            add_folder(path);
        } else if (!fs::exists(path, error) && path.find_first_of("*?[") != path.npos) {
            add_glob(path);
        } else {
            add_file(path);
        }
    }

    std::vector<SourceFile> take() { return std::move(files_); }

  private:
    void add_folder(const fs::path& folder) {
        std::vector<fs::path> found;
        std::error_code error;
        fs::recursive_directory_iterator entry(folder, error);
        for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            std::error_code ignored;
            if (is_hidden(entry->path())) {
                if (entry->is_directory(ignored)) {
                    entry.disable_recursion_pending();
                }
            } else if (is_manifest_name(entry->path()) && entry->is_regular_file(ignored)) {
                found.push_back(entry->path());
            }
        }
        if (error) {
            report_unreadable(folder.string(), error.message());
        } else if (found.empty()) {
            report_nothing(folder.string());
        }
        std::ranges::sort(found);
        for (const fs::path& path : found) {
            add_file(path.string());
        }
    }

    void add_glob(const std::string& pattern) {
        glob_t matches{};
        const int code = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &matches);
        const std::unique_ptr<glob_t, void (*)(glob_t*)> owner(&matches, ::globfree);
        std::vector<fs::path> found;
        for (std::size_t i = 0; code == 0 && i < matches.gl_pathc; ++i) {
            found.emplace_back(matches.gl_pathv[i]);
        }
        std::error_code error;
        std::erase_if(found, [&](const fs::path& path) {
            return !fs::is_directory(path, error) && !is_manifest_name(path);
        });
        std::ranges::sort(found);
        for (const fs::path& path : found) {
            add(path.string());
        }
        if (found.empty()) {
            report_nothing(pattern);
        }
    }

    void add_file(const std::string& path) {
        std::error_code error;
        const fs::path canonical = fs::canonical(path, error);
        if (!error && !seen_.insert(canonical).second) {
            return;
        }
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                                   std::fclose);
        if (file == nullptr) {
            report_unreadable(path, std::generic_category().message(errno));
        } else {
            read(path, file.get());
        }
    }

    void read(const std::string& name, std::FILE* file) {
        SourceFile result{name, {}};
        std::array<char, 1 << 16> buffer;
        std::size_t count = 0;
        while ((count = std::fread(buffer.data(), 1, buffer.size(), file)) > 0) {
            result.text.append(buffer.data(), count);
            if (result.text.size() > yaml::kMaxFileBytes) {
                constexpr std::size_t kMebibyte = 1 << 20;
                diagnostics_.add(message::FileTooLarge, {name, 0, 0},
                                 fill(message::FileTooLarge, name, yaml::kMaxFileBytes / kMebibyte),
                                 "split the file");
                return;
            }
        }
        if (std::ferror(file) != 0) {
            report_unreadable(name, std::generic_category().message(errno));
            return;
        }
        files_.push_back(std::move(result));
    }

    void report_unreadable(const std::string& path, const std::string& why) {
        diagnostics_.add(message::FileUnreadable, {path, 0, 0}, fill(message::FileUnreadable, path, why));
    }

    void report_nothing(const std::string& where) {
        diagnostics_.add(message::NothingFound, {where, 0, 0}, fill(message::NothingFound, where),
                         "manifests are files named *.yaml, *.yml or *.json");
    }

    Diagnostics& diagnostics_;
    std::vector<SourceFile> files_;
    std::set<fs::path> seen_;
};

/// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
class Digest {
  public:
    void add(std::string_view text) {
        for (const char c : text) {
            add_byte(static_cast<unsigned char>(c));
        }
        add_byte(0xFF); // in no UTF-8 text, so that none runs into the next
    }

    std::string hex() const { return fmt::format("{:016x}", hash_); }

  private:
    void add_byte(std::uint64_t byte) { hash_ = (hash_ ^ byte) * 0x100000001B3; }

    std::uint64_t hash_ = 0xCBF29CE484222325;
};

} // namespace

std::vector<SourceFile> collect_files(std::span<const std::string> paths, Diagnostics& diagnostics) {
    Collector collector(diagnostics);
    for (const std::string& path : paths) {
        collector.add(path);
    }
    return collector.take();
}

std::string digest_of(std::span<const SourceFile> files) {
    Digest digest;
    for (const SourceFile& file : files) {
        digest.add(file.text);
    }
    return digest.hex();
}

} // namespace meshcast
