#include "reports/write.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace meshcast {

namespace {

class Descriptor {
  public:
    Descriptor(const std::string& path, int flags, mode_t mode)
        : number_(::open(path.c_str(), flags | O_WRONLY | O_CLOEXEC, mode)) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() {
        if (is_open()) {
            ::close(number_);
        }
    }

    bool is_open() const { return number_ >= 0; }

    bool set_mode(mode_t mode) { return ::fchmod(number_, mode) == 0; }

    bool flush() { return ::fsync(number_) == 0; }

    bool write(std::string_view content) {
        while (!content.empty()) {
            const ssize_t written = ::write(number_, content.data(), content.size());
            if (written < 0 && errno != EINTR) {
                return false;
            }
            content.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
        }
        return true;
    }

  private:
    int number_;
};

/// Removes a file at the end of the scope unless it was kept. Leaves errno alone.
class TemporaryName {
  public:
    explicit TemporaryName(std::string path) : path_(std::move(path)) {}

    TemporaryName(const TemporaryName&) = delete;
    TemporaryName& operator=(const TemporaryName&) = delete;

    ~TemporaryName() {
        if (!moved_) {
            const int reason = errno;
            ::unlink(path_.c_str());
            errno = reason;
        }
    }

    const std::string& path() const { return path_; }

    bool move_to(const std::string& target) {
        moved_ = ::rename(path_.c_str(), target.c_str()) == 0;
        return moved_;
    }

  private:
    std::string path_;
    bool moved_ = false;
};

bool write_in_place(const std::string& target, std::string_view content) {
    Descriptor file(target, 0, 0);
    return file.is_open() && file.write(content);
}

bool replace(const std::string& target, std::string_view content, const struct stat* existing) {
    // Beside the target, because a rename cannot cross file systems.
    const std::string temporary_path = fmt::format("{}.{}.tmp", target, ::getpid());
    Descriptor file(temporary_path, O_CREAT | O_EXCL, 0666);
    if (!file.is_open()) {
        return false;
    }
    TemporaryName temporary(temporary_path);
    const bool mode_kept = existing == nullptr || file.set_mode(existing->st_mode & 07777);
    return mode_kept && file.write(content) && file.flush() && temporary.move_to(target);
}

} // namespace

tl::expected<void, std::string> write_file(const std::string& path, std::string_view content) {
    // A symbolic link stays one: the file it names is replaced.
    std::error_code unresolved;
    const std::filesystem::path resolved = std::filesystem::canonical(path, unresolved);
    const std::string target = unresolved ? path : resolved.string();

    struct stat existing{};
    const bool exists = ::stat(target.c_str(), &existing) == 0;
    bool written = false;
    if (exists && !S_ISREG(existing.st_mode)) {
        written =
            write_in_place(target, content); // a pipe or a device; a directory fails with its own reason
    } else {
        written = replace(target, content, exists ? &existing : nullptr);
    }
    if (!written) {
        return tl::unexpected(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
    }
    return {};
}

} // namespace meshcast
