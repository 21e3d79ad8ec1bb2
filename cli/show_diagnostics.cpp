#include "cli/show_diagnostics.h"

#include "reports/text/width.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

namespace meshcast {

namespace {

std::string_view colour_of(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return "\033[1;31m";
    case Severity::Warning:
        return "\033[1;33m";
    case Severity::Info:
        break;
    }
    return "\033[36m";
}

/// The severity and code stand first after the place: only they are coloured.
std::string coloured(const Diagnostic& diagnostic) {
    std::string text = to_string(diagnostic);
    const bool bare = diagnostic.resource.empty() && diagnostic.message->istio.empty();
    const std::string head =
        fmt::format("{} {}{}", severity_name(diagnostic.severity()), diagnostic.code(), bare ? ":" : "");
    if (const std::size_t at = text.find(head); at != std::string::npos) {
        text.replace(at, head.size(), fmt::format("{}{}\033[0m", colour_of(diagnostic.severity()), head));
    }
    return text;
}

constexpr std::size_t kMostOfAFile = 100; // nobody reads on

/// How many of one code are shown before the last of them speaks for the rest. An error is worth its place.
std::size_t most_alike(Severity severity) {
    switch (severity) {
    case Severity::Error:
        break;
    case Severity::Warning:
        return 3;
    case Severity::Info:
        return 1;
    }
    return std::numeric_limits<std::size_t>::max();
}

/// Names in it come from the user's files.
Diagnostic printable(const Diagnostic& diagnostic) {
    Diagnostic shown = diagnostic;
    shown.text = text::printable(shown.text);
    shown.hint = text::printable(shown.hint);
    shown.where.file = text::printable(shown.where.file);
    shown.resource = text::printable(shown.resource);
    return shown;
}

std::string summary(std::span<const Diagnostic> diagnostics) {
    std::string text;
    for (const Severity severity : {Severity::Error, Severity::Warning}) {
        const auto number =
            static_cast<std::size_t>(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
        if (number > 0) {
            text += fmt::format("{}{}", text.empty() ? "" : ", ", counted(number, severity_name(severity)));
        }
    }
    return text;
}

} // namespace

std::string counted(std::size_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string show_diagnostics(std::span<const Diagnostic> diagnostics, const DiagnosticsStyle& style) {
    std::map<std::string_view, std::size_t> alike; // by code
    for (const Diagnostic& diagnostic : diagnostics) {
        ++alike[diagnostic.code()];
    }
    std::map<std::string_view, std::size_t> seen;             // by code
    std::map<std::string_view, std::size_t> shown_of_file;    // by file
    std::map<std::string_view, std::size_t> left_out_of_file; // those beyond kMostOfAFile
    std::string shown_text;
    for (const Diagnostic& diagnostic : diagnostics) {
        const Severity severity = diagnostic.severity();
        if (severity == Severity::Info && !style.infos) {
            continue;
        }
        const std::size_t number = ++seen[diagnostic.code()];
        const std::size_t most = most_alike(severity);
        if (style.fold && number > most) {
            continue;
        }
        if (style.fold && ++shown_of_file[diagnostic.where.file] > kMostOfAFile) {
            ++left_out_of_file[diagnostic.where.file];
            continue;
        }
        Diagnostic shown = printable(diagnostic);
        if (style.fold && number == most && alike[diagnostic.code()] > most) {
            const std::string more =
                fmt::format("and {} more like this; --verbose lists them", alike[diagnostic.code()] - most);
            const bool keep = severity != Severity::Info && !shown.hint.empty();
            shown.hint = keep ? fmt::format("{}; {}", shown.hint, more) : more;
        }
        shown_text += (style.colour ? coloured(shown) : to_string(shown)) + "\n";
    }
    for (const auto& [file, number] : left_out_of_file) {
        shown_text += fmt::format("{}: and {} more; --verbose lists them\n", text::printable(file), number);
    }
    if (const std::string totals = summary(diagnostics); style.totals && !totals.empty()) {
        shown_text += totals + "\n";
    }
    return shown_text;
}

void print_diagnostics(const Session& session, const Diagnostics& diagnostics) {
    DiagnosticsStyle style;
    style.colour = session.console().colour_err();
    style.infos = !session.quiet();
    style.fold = !session.verbose();
    session.console().err(show_diagnostics(diagnostics.sorted(), style));
}

} // namespace meshcast
