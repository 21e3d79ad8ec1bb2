#pragma once

#include <stdexcept>
#include <string>

namespace meshcast {

/// The command line cannot be understood: exit code 64.
class UsageError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The world refused: a file or stream cannot be read or written. Exit code 74. The text names the file and
/// the reason.
class FileError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace meshcast
