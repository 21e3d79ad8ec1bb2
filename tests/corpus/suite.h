#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshcast::corpus {

/// One thing that somebody else's file says about us.
struct Case {
    std::string name;     // file below the root, and what in it
    std::string expected; // in a suite's own words
    std::function<std::string()>
        actual; // in the same words; run in a process of its own, where it may crash or hang
};

/// A set of cases from one part of a corpus. A new suite is a file pair and a line in registry.cpp.
struct Suite {
    std::string_view name;
    std::string_view folder; // below the root; the suite is left out where it is missing. "": anywhere
    std::vector<Case> (*cases)(const std::filesystem::path& root);
};

/// In the order in which they run.
std::span<const Suite> suites();

} // namespace meshcast::corpus
