#include "tests/scenarios/case_file.h"

#include <fstream>

namespace meshcast::test {

std::vector<Case> read_cases(const std::string& path) {
    std::vector<Case> cases;
    std::ifstream in(path);
    bool expectation = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("=== ")) {
            cases.push_back({path, line.substr(4), "", ""});
            expectation = false;
        } else if (line == "----") {
            expectation = true;
        } else if (!cases.empty() && !(expectation && line.empty())) {
            (expectation ? cases.back().expected : cases.back().input) += line + "\n";
        }
    }
    return cases;
}

} // namespace meshcast::test
