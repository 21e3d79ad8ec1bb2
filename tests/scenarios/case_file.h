#pragma once

#include <string>
#include <vector>

namespace meshcast::test {

/// One case of a text-driven test: "=== title", an input, "----", the expected output.
struct Case {
    std::string file; // for messages
    std::string title;
    std::string input;
    std::string expected;
};

std::vector<Case> read_cases(const std::string& path);

} // namespace meshcast::test
