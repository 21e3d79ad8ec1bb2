#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace meshcast {

/// Writes a file whole or not at all: a reader sees the old content or the new, never a part. The error is a
/// sentence that names the path and the system's reason.
tl::expected<void, std::string> write_file(const std::string& path, std::string_view content);

} // namespace meshcast
