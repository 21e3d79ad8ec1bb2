#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast {

/// Where plane profiles, price lists and library scenarios lie: $MESHCAST_DATA_DIR, else share/meshcast
/// beside the executable's bin folder, else the source tree it was built from. Under it are planes/, prices/
/// and library/.
std::filesystem::path data_dir();

/// The shipped file `folder`/`name`.yaml, if there is one. `name` is a bare word: nothing with a slash is
/// found.
std::optional<std::filesystem::path> shipped_file(std::string_view folder, std::string_view name);

/// Names of the shipped files of a folder, without .yaml, in alphabetical order.
std::vector<std::string> shipped_names(std::string_view folder);

/// Says that `text` is meant as a path rather than a shipped name: it has a slash or ends in .yaml, .yml or
/// .json.
bool looks_like_path(std::string_view text);

} // namespace meshcast
