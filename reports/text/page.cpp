#include "reports/text/page.h"

#include "reports/text/width.h"

#include <algorithm>
#include <cmath>

namespace meshcast::text {

namespace {

constexpr int kGap = 2; // between columns
constexpr int kNarrowest = 40;

std::string_view escape_code(Ink ink) {
    switch (ink) {
    case Ink::Plain:
        return "";
    case Ink::Bold:
        return "\x1b[1m";
    case Ink::Dim:
        return "\x1b[2m";
    case Ink::Green:
        return "\x1b[32m";
    case Ink::Yellow:
        return "\x1b[33m";
    case Ink::Red:
        return "\x1b[31m";
    }
    return "";
}

using Blocks = std::vector<std::vector<std::size_t>>;

/// Columns in blocks of at most `limit`, the first column in each.
Blocks blocks_within(const std::vector<int>& widths, int limit) {
    Blocks blocks{{0}};
    int used = widths[0];
    for (std::size_t c = 1; c < widths.size(); ++c) {
        if (used + kGap + widths[c] > limit && blocks.back().size() > 1) {
            blocks.push_back({0});
            used = widths[0];
        }
        used += kGap + widths[c];
        blocks.back().push_back(c);
    }
    return blocks;
}

/// As few blocks as fit the page, of widths as equal as that allows: no last column on its own.
Blocks balanced_blocks(const std::vector<int>& widths, int limit) {
    Blocks blocks = blocks_within(widths, limit);
    for (int narrower = limit - 1; narrower > 0; --narrower) {
        Blocks tighter = blocks_within(widths, narrower);
        if (tighter.size() > blocks.size()) {
            break;
        }
        blocks = std::move(tighter);
    }
    return blocks;
}

std::string spaces(int count) {
    return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

} // namespace

Page::Page(const RenderOptions& options) : options_(options) {
    options_.width = std::max(options_.width, kNarrowest);
}

std::string Page::shown(std::string_view text) const {
    const std::string safe = printable(text);
    return options_.unicode ? safe : to_ascii(safe);
}

void Page::put(std::string_view text, Ink ink) {
    if (!options_.colour || ink == Ink::Plain || text.empty()) {
        text_ += text;
        return;
    }
    text_.append(escape_code(ink)).append(text).append("\x1b[0m");
}

void Page::end_line() {
    // Padding of last columns and empty cells would only be trailing blanks.
    text_.erase(text_.find_last_not_of(' ') + 1);
    text_ += '\n';
}

void Page::blank() {
    text_ += '\n';
}

void Page::heading(std::string_view title) {
    blank();
    put(shown(title), Ink::Bold);
    end_line();
}

void Page::line(const std::vector<Span>& spans) {
    for (const Span& span : spans) {
        put(shown(span.text), span.ink);
    }
    end_line();
}

void Page::paragraph(const Span& marker, std::string_view text, int indent) {
    const std::string mark = shown(marker.text);
    const int margin = indent + (mark.empty() ? 0 : display_width(mark) + 1);
    const std::string words = shown(text);
    text_ += spaces(indent);
    if (!mark.empty()) {
        put(mark, marker.ink);
        text_ += ' ';
    }
    int column = margin;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        const std::string_view word = std::string_view(words).substr(at, end - at);
        const int width = display_width(word);
        if (column > margin && column + 1 + width > options_.width) {
            end_line();
            text_ += spaces(margin);
            column = margin;
        }
        if (column > margin) {
            text_ += ' ';
            ++column;
        }
        text_ += word;
        column += width;
        at = end + 1;
    }
    end_line();
}

std::string Page::bar(double share, int width) const {
    const double length = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) * width : 0;
    int cells = static_cast<int>(std::lround(length));
    if (cells == 0 && length > 0) {
        cells = 1; // something is not nothing
    }
    std::string text;
    for (int i = 0; i < cells; ++i) {
        text += "█";
    }
    return text;
}

void Page::grid(const Grid& grid, int indent) {
    std::vector<int> widths;
    for (std::size_t c = 0; c < grid.columns.size(); ++c) {
        const Column& column = grid.columns[c];
        int width = std::max(display_width(shown(column.title)), display_width(shown(column.unit)));
        for (const auto& row : grid.rows) {
            width = std::max(width, display_width(shown(row.at(c).text)));
        }
        widths.push_back(width);
    }
    if (widths.empty()) {
        return;
    }
    // The row names may take half the page; what they describe needs the rest.
    widths[0] = std::min(widths[0], options_.width / 2);
    const auto blocks = balanced_blocks(widths, options_.width - indent);
    for (const std::vector<std::size_t>& block : blocks) {
        if (&block != &blocks.front()) {
            blank();
        }
        grid_block(grid, widths, block, indent);
    }
}

void Page::grid_block(const Grid& grid, const std::vector<int>& widths,
                      const std::vector<std::size_t>& chosen, int indent) {
    const auto put_row = [&](const auto& cell_at) {
        text_ += spaces(indent);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const std::size_t c = chosen[i];
            const Span cell = cell_at(c);
            const std::string text = shorten(shown(cell.text), widths[c], options_.unicode);
            const std::string padding = spaces(widths[c] - display_width(text));
            text_ += i == 0 ? "" : spaces(kGap);
            if (grid.columns[c].numeric) {
                text_ += padding;
            }
            put(text, cell.ink);
            if (!grid.columns[c].numeric) {
                text_ += padding;
            }
        }
        end_line();
    };
    put_row([&](std::size_t c) { return Span{grid.columns[c].title, Ink::Bold}; });
    if (std::ranges::any_of(grid.columns, [](const Column& column) { return !column.unit.empty(); })) {
        put_row([&](std::size_t c) { return Span{grid.columns[c].unit, Ink::Dim}; });
    }
    for (const auto& row : grid.rows) {
        put_row([&](std::size_t c) { return row[c]; });
    }
}

std::string Page::take() && {
    return std::move(text_);
}

} // namespace meshcast::text
