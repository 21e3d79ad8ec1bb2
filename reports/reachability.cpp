#include "reports/reachability.h"

#include "reports/permission.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace meshcast {

namespace {

using Json = nlohmann::ordered_json;
using text::Ink;

constexpr std::size_t kMostNames = 6; // of workloads in one cell of a table

std::string name_of(const Reachability::Door& door) {
    return fmt::format("{}:{}", door.service.empty() ? door.workload : door.service, door.port);
}

/// "a, b and 3 others"; "everyone".
std::string listed(const std::vector<std::string>& names, std::size_t all) {
    if (names.empty()) {
        return "nobody";
    }
    if (names.size() == all && all > 1) {
        return "everyone";
    }
    if (names.size() <= kMostNames) {
        return fmt::format("{}", fmt::join(names, ", "));
    }
    const std::vector<std::string> first(names.begin(), names.begin() + kMostNames);
    return fmt::format("{} and {} others", fmt::join(first, ", "), names.size() - kMostNames);
}

Json door_json(const Reachability::Door& door) {
    return {{"workload", door.workload},
            {"service", door.service.empty() ? Json() : Json(door.service)},
            {"port", door.port}};
}

/// A door's row: who may pass it encrypted, who in plain text, who may not.
struct Guests {
    std::vector<std::string> encrypted;
    std::vector<std::string> plain;
    std::vector<std::string> refused;
};

Guests guests_of(const Reachability& matrix, std::size_t column) {
    Guests guests;
    for (std::size_t row = 0; row < matrix.workloads.size(); ++row) {
        if (matrix.workloads[row] == matrix.doors[column].workload) {
            continue; // nobody asks itself
        }
        const Permission& decision = matrix.at(row, column);
        auto& list = !decision.allowed()  ? guests.refused
                     : decision.encrypted ? guests.encrypted
                                          : guests.plain;
        list.push_back(matrix.workloads[row]);
    }
    return guests;
}

void show_reasons(const Reachability& matrix, text::Page& page) {
    std::vector<std::size_t> pairs(matrix.decisions.size());
    for (std::size_t row = 0; row < matrix.workloads.size(); ++row) {
        for (std::size_t column = 0; column < matrix.doors.size(); ++column) {
            if (matrix.workloads[row] != matrix.doors[column].workload) {
                ++pairs[matrix.cells[row * matrix.doors.size() + column]];
            }
        }
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i] > 0 && !matrix.decisions[i].allowed()) {
            order.push_back(i);
        }
    }
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return pairs[i]; });
    if (order.empty()) {
        return;
    }
    page.heading("Turned away");
    for (const std::size_t i : order) {
        const Permission& decision = matrix.decisions[i];
        const std::string place = place_of(decision.origin);
        page.paragraph({fmt::format("{:>5} x {}", pairs[i], in_short(decision)), Ink::Red},
                       place.empty() ? decision.because : fmt::format("{} ({})", decision.because, place));
    }
}

std::string quoted(const std::string& text) {
    return Json(text).dump();
}

} // namespace

void show_reachability(const Reachability& matrix, text::Page& page) {
    const std::size_t others = matrix.workloads.empty() ? 0 : matrix.workloads.size() - 1;
    text::Grid grid;
    grid.columns = {{"PORT", "", false},
                    {"WORKLOAD", "", false},
                    {"ENCRYPTED FROM", "", false},
                    {"PLAINTEXT FROM", "", false},
                    {"TURNS AWAY", "", false}};
    for (std::size_t column = 0; column < matrix.doors.size(); ++column) {
        const Guests guests = guests_of(matrix, column);
        grid.rows.push_back(
            {{name_of(matrix.doors[column]), Ink::Bold},
             {matrix.doors[column].workload},
             {listed(guests.encrypted, others), Ink::Green},
             {listed(guests.plain, others), guests.plain.empty() ? Ink::Plain : Ink::Yellow},
             {listed(guests.refused, others), guests.refused.empty() ? Ink::Plain : Ink::Red}});
    }
    page.grid(grid);
    show_reasons(matrix, page);
}

void show_changes(std::span<const ReachabilityChange> changes, text::Page& page) {
    if (changes.empty()) {
        page.line({{"Nobody may do anything else than before."}});
        return;
    }
    text::Grid grid;
    grid.columns = {{"", "", false},       {"FROM", "", false},  {"TO", "", false},
                    {"BEFORE", "", false}, {"AFTER", "", false}, {"DECIDED BY", "", false}};
    for (const ReachabilityChange& change : changes) {
        const bool opens = change.opens();
        const Ink ink = opens ? Ink::Yellow : change.closes() ? Ink::Red : Ink::Plain;
        const Permission& decides = change.after ? *change.after : *change.before;
        grid.rows.push_back(
            {{opens             ? "opens"
              : change.closes() ? "closes"
                                : "changes",
              ink},
             {change.from},
             {name_of(change.to)},
             {change.before ? in_short(*change.before) : "not there"},
             {change.after ? in_short(*change.after) : "not there"},
             {decides.object.empty() ? "" : decides.object + " " + place_of(decides.origin)}});
    }
    page.grid(grid);
}

std::string reachability_json(const Reachability& matrix) {
    Json doors = Json::array();
    std::ranges::transform(matrix.doors, std::back_inserter(doors), door_json);
    Json decisions = Json::array();
    std::ranges::transform(matrix.decisions, std::back_inserter(decisions), permission_json);
    Json cells = Json::array();
    for (std::size_t row = 0; row < matrix.workloads.size(); ++row) {
        const auto first = matrix.cells.begin() + static_cast<std::ptrdiff_t>(row * matrix.doors.size());
        cells.push_back(
            std::vector<std::uint32_t>(first, first + static_cast<std::ptrdiff_t>(matrix.doors.size())));
    }
    return Json{{"workloads", matrix.workloads}, {"doors", doors}, {"decisions", decisions}, {"cells", cells}}
               .dump(-1, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

std::string changes_json(std::span<const ReachabilityChange> changes) {
    Json list = Json::array();
    for (const ReachabilityChange& change : changes) {
        list.push_back({{"from", change.from},
                        {"to", door_json(change.to)},
                        {"effect", change.opens()    ? "opens"
                                   : change.closes() ? "closes"
                                                     : "changes"},
                        {"before", change.before ? permission_json(*change.before) : Json()},
                        {"after", change.after ? permission_json(*change.after) : Json()}});
    }
    return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string reachability_dot(const Reachability& matrix) {
    std::string dot = "digraph reachability {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n";
    for (const std::string& workload : matrix.workloads) {
        dot += fmt::format("  {};\n", quoted(workload));
    }
    for (std::size_t row = 0; row < matrix.workloads.size(); ++row) {
        for (std::size_t column = 0; column < matrix.doors.size(); ++column) {
            const Reachability::Door& door = matrix.doors[column];
            const Permission& decision = matrix.at(row, column);
            if (decision.allowed() && door.workload != matrix.workloads[row]) {
                dot += fmt::format("  {} -> {} [label=\"{}\", style={}];\n", quoted(matrix.workloads[row]),
                                   quoted(door.workload), door.port, decision.encrypted ? "solid" : "dashed");
            }
        }
    }
    return dot + "}\n";
}

} // namespace meshcast
