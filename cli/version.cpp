#include "cli/version.h"

namespace meshcast {

std::string_view version_text() {
    return MESHCAST_VERSION;
}

std::string_view compiler_text() {
    return MESHCAST_COMPILER;
}

} // namespace meshcast
