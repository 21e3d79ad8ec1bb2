#include "cli/error.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/show_diagnostics.h"
#include "cli/verbs/verbs.h"
#include "reports/report.h"
#include "scenarios/analysis/analyzers.h"
#include "scenarios/data_dir.h"
#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/planes/profile_reader.h"
#include "scenarios/yaml/reader.h"
#include "sim/balance/balancer.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <memory>

namespace meshcast {

namespace {

using text::Grid;
using text::Ink;
using text::Page;

using Row = std::vector<std::string>;

/// The first column in bold, the others as they are.
Grid grid_of(const std::vector<std::string>& titles, const std::vector<Row>& rows) {
    Grid grid;
    for (const std::string& title : titles) {
        grid.columns.push_back({title, "", false});
    }
    for (const Row& row : rows) {
        std::vector<text::Span>& cells = grid.rows.emplace_back();
        for (const std::string& cell : row) {
            cells.push_back({cell, cells.empty() ? Ink::Bold : Ink::Plain});
        }
    }
    return grid;
}

void list_planes(const Session& session, Page& page) {
    Diagnostics diagnostics;
    std::vector<Row> rows;
    for (const DataPlane& plane : shipped_planes(diagnostics)) {
        rows.push_back({plane.name, plane.title, plane.version});
    }
    print_diagnostics(session, diagnostics);
    page.grid(grid_of({"NAME", "TITLE", "VERSION"}, rows), 0);
    page.blank();
    page.line({{"`meshcast describe plane NAME` shows the numbers of one and where they come from."}});
}

std::string description_of(const yaml::Document& document) {
    const yaml::Node* metadata = document.root.is_mapping() ? document.root.find("metadata") : nullptr;
    const yaml::Node* description =
        metadata != nullptr && metadata->is_mapping() ? metadata->find("description") : nullptr;
    return description == nullptr ? "" : description->text;
}

void list_library(const Session&, Page& page) {
    std::vector<std::string> names = shipped_names("library");
    for (const std::string& name : names) {
        Diagnostics diagnostics;
        Sources sources;
        const SourceFile* file = sources.read(shipped_file("library", name)->string(), diagnostics);
        std::string description;
        if (file != nullptr) {
            for (const yaml::Document& document : yaml::read_documents(file->text, file->name, diagnostics)) {
                description += description_of(document);
            }
        }
        page.paragraph({fmt::format("{:<15}", name), Ink::Bold}, description, 0);
    }
    page.blank();
    page.line({{"Run one by its name: meshcast compare NAME"}});
}

void list_reports(const Session&, Page& page) {
    for (const ReportKind& kind : report_kinds()) {
        page.paragraph({fmt::format("{:<10}", kind.name), Ink::Bold}, kind.description, 0);
    }
}

void list_diagnostics(const Session&, Page& page) {
    for (const Message* message : catalogue()) {
        page.paragraph({fmt::format("{}  {:<8}", message->code, severity_name(message->severity)), Ink::Bold},
                       fmt::format("{}: {}", message->name, message->explanation), 0);
    }
}

void list_analyzers(const Session&, Page& page) {
    for (const analysis::Analyzer& analyzer : analysis::analyzers()) {
        page.paragraph(
            {fmt::format("{:<26}", analyzer.name), Ink::Bold},
            fmt::format("{}{}", analyzer.description, analyzer.by_default ? "" : " (only with --analyzer)"),
            0);
    }
}

void list_balancers(const Session&, Page& page) {
    for (const BalancerKind& kind : balancer_kinds()) {
        page.paragraph({fmt::format("{:<15}", kind.name), Ink::Bold}, kind.description, 0);
    }
}

void list_units(const Session&, Page& page) {
    page.grid(
        grid_of({"KIND", "WRITTEN", "MEANING"},
                {{"duration", "1h30m, 1.5s, 250ms, 80us, 15ns", "Go's grammar; 0 needs no unit"},
                 {"rate", "200/s, 12000/m, 5/h, 1k/s, 1000rps", "events of simulated time"},
                 {"CPU", "500m, 0.5, 2", "Kubernetes quantities: 500m is half a core"},
                 {"memory", "128Mi, 1.5Gi, 1G, 1e6", "Kubernetes quantities: Mi is 2^20, M is 10^6 bytes"},
                 {"size", "512, 512B, 16KB, 16KiB", "of a message: KB is 1000, KiB 1024 bytes"},
                 {"share", "0.1%, 0.001", "of one"},
                 {"isotope size", "10k, 10 KB, 10KiB", "in isotope graphs only: every prefix is binary"}}),
        0);
}

struct List {
    std::string_view name;
    void (*show)(const Session& session, Page& page);
};

constexpr std::array kLists{
    List{"planes", list_planes},       List{"library", list_library},
    List{"reports", list_reports},     List{"diagnostics", list_diagnostics},
    List{"balancers", list_balancers}, List{"analyzers", list_analyzers},
    List{"units", list_units},
};

std::vector<std::string> list_names() {
    std::vector<std::string> names;
    for (const List& list : kLists) {
        names.emplace_back(list.name);
    }
    return names;
}

ExitCode list(const Session& session, const std::string& what) {
    const std::vector<std::string> names = list_names();
    require_known("list", what, names);
    Page page = page_for(session.console());
    for (const List& list : kLists) {
        if (list.name == what) {
            list.show(session, page);
        }
    }
    session.console().out(std::move(page).take());
    return ExitCode::Ok;
}

Action declare(CLI::App& app) {
    const auto what = std::make_shared<std::string>();
    app.add_option("WHAT", *what, fmt::format("{}", fmt::join(list_names(), ", ")))->required();
    return [what](Session& session) { return list(session, *what); };
}

} // namespace

const Verb kList{
    "list",
    "List planes, library, reports, diagnostics, balancers, analyzers or units",
    "  meshcast list planes\n"
    "  meshcast list diagnostics",
    declare,
};

} // namespace meshcast
