#pragma once

#include "scenarios/load.h"

#include <string>
#include <vector>

namespace meshcast::test {

/// Everything that was reported, as "MS0660 text", in order.
inline std::vector<std::string> said(const Loaded& loaded) {
    std::vector<std::string> texts;
    for (const Diagnostic& diagnostic : loaded.diagnostics.sorted()) {
        texts.push_back(std::string(diagnostic.code()) + " " + diagnostic.text);
    }
    return texts;
}

} // namespace meshcast::test
