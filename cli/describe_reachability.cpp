#include "cli/describe_reachability.h"

#include "cli/error.h"
#include "cli/manifest_input.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/session.h"
#include "cli/show_diagnostics.h"
#include "cli/simulate.h"
#include "reports/reachability.h"
#include "scenarios/data_dir.h"
#include "scenarios/planes/profile_reader.h"
#include "sim/policy/reachability.h"

#include <fmt/format.h>

namespace meshcast {

namespace {

constexpr const char* kUsualPlane = "istio-sidecar";

Reachability matrix_of(const ManifestInput& input, const DataPlane& plane) {
    const Directory directory(input.topology);
    const Access access(input.routing, input.security, directory, plane);
    return reachability(access, directory);
}

std::string in_format(const Reachability& matrix, const ReachabilityQuestion& question,
                      const DataPlane& plane, const Console& console) {
    if (question.format == "json") {
        return reachability_json(matrix);
    }
    if (question.format == "dot") {
        return reachability_dot(matrix);
    }
    text::Page page = page_for(console);
    page.line({{fmt::format("Who may talk to whom under {}", plane.name), text::Ink::Bold},
               {fmt::format(": {} workloads, {} ports", matrix.workloads.size(), matrix.doors.size())}});
    page.blank();
    show_reachability(matrix, page);
    return std::move(page).take();
}

std::string in_format(const std::vector<ReachabilityChange>& changes, const ReachabilityQuestion& question,
                      const Console& console) {
    if (question.format == "json") {
        return changes_json(changes);
    }
    if (question.format == "dot") {
        throw UsageError("--before has no picture: use -o table or -o json");
    }
    text::Page page = page_for(console);
    show_changes(changes, page);
    return std::move(page).take();
}

} // namespace

ExitCode describe_reachability(const Session& session, const ReachabilityQuestion& question) {
    if (!question.format.empty()) {
        const std::vector<std::string> formats{"table", "json", "dot"};
        require_known("format", question.format, formats);
    }
    const std::string name = question.plane.empty() ? kUsualPlane : question.plane;
    if (!looks_like_path(name)) {
        require_known("data plane", name, shipped_names("planes"));
    }
    Diagnostics diagnostics;
    const auto plane = read_plane(name, diagnostics);
    const ManifestInput input = read_manifests(question.paths, diagnostics);
    ManifestInput before;
    if (!question.before.empty()) {
        before = read_manifests({question.before}, diagnostics);
    }
    print_diagnostics(session, diagnostics);
    if (diagnostics.has_errors() || !plane) {
        return exit_code_of(diagnostics);
    }
    const Reachability matrix = matrix_of(input, *plane);
    session.console().out(question.before.empty() ? in_format(matrix, question, *plane, session.console())
                                                  : in_format(compare(matrix_of(before, *plane), matrix),
                                                              question, session.console()));
    return ExitCode::Ok;
}

} // namespace meshcast
