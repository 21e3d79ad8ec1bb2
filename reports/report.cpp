#include "reports/report.h"

#include "reports/csv.h"
#include "reports/html/html.h"
#include "reports/json.h"
#include "reports/markdown.h"
#include "reports/table.h"

#include <algorithm>
#include <array>

namespace meshcast {

std::span<const ReportKind> report_kinds() {
    static constexpr std::array kKinds{
        ReportKind{"table", "what a terminal shows: one row a plane, or one plane in detail", render_table},
        ReportKind{"html", "one self-contained page with charts and the topology", render_html},
        ReportKind{"json", "every number with its unit, for programs; see `meshcast schema result`",
                   render_json},
        ReportKind{"markdown", "the comparison and its findings, for a pull request or a CI summary",
                   render_markdown},
        ReportKind{"csv", "one line a plane and metric, for spreadsheets", render_csv},
    };
    return kKinds;
}

const ReportKind* find_report_kind(std::string_view name) {
    const auto kKinds = report_kinds();
    const auto found = std::ranges::find(kKinds, name, &ReportKind::name);
    return found == kKinds.end() ? nullptr : &*found;
}

} // namespace meshcast
