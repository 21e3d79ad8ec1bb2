// corpus_runner ROOT: runs every suite it knows that it finds under ROOT, and fails on any disagreement that
// known_wrong.cpp does not explain.

#include "tests/corpus/runner.h"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: corpus_runner ROOT\n", stderr);
        return 64;
    }
    try {
        using namespace meshcast::corpus;
        if (!std::filesystem::is_directory(argv[1])) {
            std::fprintf(stderr, "corpus_runner: %s is not a folder\n", argv[1]);
            return 74;
        }
        const Report report = run_suites(argv[1], suites(), known_wrong());
        std::fputs(report.text.c_str(), stdout);
        if (report.suites == 0) {
            std::fprintf(stderr, "corpus_runner: no suite found under %s\n", argv[1]);
            return 1;
        }
        return report.unexplained == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "corpus_runner: %s\n", error.what());
        return 70;
    }
}
