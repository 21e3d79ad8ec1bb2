#include "cli/outputs.h"

#include "cli/error.h"
#include "cli/options.h"
#include "reports/write.h"
#include "sim/telemetry/result.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

namespace meshcast {

namespace {

const ReportKind& kind_named(const std::string& name, std::string_view option) {
    if (const ReportKind* kind = find_report_kind(name)) {
        return *kind;
    }
    std::vector<std::string> known;
    for (const ReportKind& kind : report_kinds()) {
        known.emplace_back(kind.name);
    }
    require_known(fmt::format("kind of report for {}", option), name, known);
    throw UsageError("no report"); // require_known throws for a name that is not known
}

Output parse_out(const std::string& text) {
    const std::size_t equals = text.find('=');
    Output output;
    output.kind = &kind_named(text.substr(0, equals), "--out");
    if (equals != std::string::npos) {
        output.file = text.substr(equals + 1);
    }
    if (output.file.empty()) {
        throw UsageError(
            fmt::format("--out {}: no file after the equals sign; \"-\" is standard output", text));
    }
    return output;
}

void refuse_clashes(const std::vector<Output>& outputs) {
    std::set<std::string> taken;
    for (const Output& output : outputs) {
        if (!taken.insert(output.file).second) {
            throw UsageError(
                output.file == "-"
                    ? "two reports for standard output; send all but one to files: --out KIND=FILE"
                    : fmt::format("two reports for the file {}", output.file));
        }
    }
}

void prepare_file(const std::string& file) {
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    std::error_code error;
    if (!folder.empty()) {
        std::filesystem::create_directories(folder, error);
        if (error) {
            throw FileError(fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
        }
    }
    if (std::filesystem::is_directory(file, error)) {
        throw FileError(fmt::format("cannot write {}: it is a folder", file));
    }
    const bool exists = std::filesystem::exists(file, error);
    const std::string target = exists ? file : folder.empty() ? "." : folder.string();
    if (::access(target.c_str(), W_OK) != 0) {
        throw FileError(fmt::format("cannot write {}: {}", file, std::strerror(errno)));
    }
}

} // namespace

OutputPlan plan_outputs(const std::vector<std::string>& outs, const std::string& format) {
    OutputPlan plan;
    std::ranges::transform(outs, std::back_inserter(plan.outputs), parse_out);
    const bool taken = std::ranges::find(plan.outputs, "-", &Output::file) != plan.outputs.end();
    if (!format.empty()) {
        const std::vector<std::string> formats{"table", "json"};
        require_known("format for -o", format, formats);
        plan.outputs.push_back({&kind_named(format, "-o"), "-"});
    } else if (!taken) {
        plan.outputs.push_back({&kind_named("table", "-o"), "-"});
    }
    refuse_clashes(plan.outputs);
    return plan;
}

void prepare(const OutputPlan& plan) {
    for (const Output& output : plan.outputs) {
        if (output.file != "-") {
            prepare_file(output.file);
        }
    }
    if (plan.page) {
        prepare_file(*plan.page);
    }
}

void write_outputs(const OutputPlan& plan, const RunResult& result, const Console& console) {
    std::vector<std::string> failures;
    const auto write = [&](const ReportKind& kind, const std::string& file) {
        if (const auto written = write_file(file, kind.render(result, {})); !written) {
            failures.push_back(written.error());
        }
    };
    // Files first: a reader of standard output may go away at any time.
    for (const Output& output : plan.outputs) {
        if (output.file != "-") {
            write(*output.kind, output.file);
        }
    }
    if (plan.page) {
        write(kind_named("html", "--out"), *plan.page);
    }
    for (const Output& output : plan.outputs) {
        if (output.file == "-") {
            RenderOptions options;
            options.colour = console.colour_out();
            options.unicode = console.surroundings().unicode;
            options.width = console.surroundings().width;
            const std::string text = output.kind->render(result, options);
            try {
                console.out(text.ends_with('\n') ? text : text + "\n");
            } catch (const FileError& error) {
                failures.emplace_back(error.what());
            }
        }
    }
    if (!failures.empty()) {
        throw FileError(fmt::format("{}", fmt::join(failures, "\nmeshcast: ")));
    }
}

} // namespace meshcast
