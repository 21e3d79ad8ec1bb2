// render_sample KIND SAMPLE [WIDTH]: a hand-made result as a report, for looking at and for the browser test.

#include "reports/report.h"
#include "tests/reports/sample_result.h"

#include <cstdlib>
#include <iostream>
#include <map>

int main(int argc, char** argv) {
    using namespace meshcast;
    const std::map<std::string_view, RunResult (*)()> samples{
        {"comparison", sample_comparison},
        {"run", sample_run},
        {"empty", empty_result},
        {"idle", idle_result},
        {"hostile", hostile_result},
        {"large", [] { return large_result(1000, 6); }},
        {"medium", [] { return large_result(40, 2); }},
    };
    const ReportKind* kind = argc > 2 ? find_report_kind(argv[1]) : nullptr;
    const auto sample = argc > 2 ? samples.find(argv[2]) : samples.end();
    if (kind == nullptr || sample == samples.end()) {
        std::cerr << "usage: render_sample KIND SAMPLE [WIDTH]\n";
        return 64;
    }
    RenderOptions options;
    if (argc > 3) {
        options.width = std::atoi(argv[3]);
        options.colour = true;
    }
    std::cout << kind->render(sample->second(), options);
}
