// validation_table DOCUMENT: runs everything and writes the tables into the document.

#include "tests/validation/case.h"
#include "tests/validation/coverage.h"
#include "tests/validation/document.h"

#include <fmt/format.h>

using namespace meshcast::validation;

namespace {

std::string theory_table() {
    std::string table = table_head();
    for (const Case& of : cases()) {
        for (const Row& row : of.run()) {
            table += table_row(of, row);
        }
    }
    return table;
}

std::string coverage_table() {
    std::string table = coverage_head();
    for (const Coverage& of : coverages()) {
        table += coverage_row(of, of.covered(kIntervals));
    }
    return table;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2 || kInstrumented) {
        fmt::print(stderr, "usage: validation_table DOCUMENT, in an optimised build\n");
        return 1;
    }
    std::string document = read_text(argv[1]);
    const Span theory = table_span(document, kTheory);
    document.replace(theory.begin, theory.size, theory_table());
    const Span coverage = table_span(document, kCoverage);
    document.replace(coverage.begin, coverage.size, coverage_table());
    write_text(argv[1], document);
}
