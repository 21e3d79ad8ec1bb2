#pragma once

#include "reports/report.h"

#include <string>
#include <string_view>
#include <vector>

namespace meshcast::text {

enum class Ink { Plain, Bold, Dim, Green, Yellow, Red };

/// A piece of text in one colour. May hold anything: the page makes it printable.
struct Span {
    std::string text;
    Ink ink = Ink::Plain;
};

struct Column {
    std::string title;
    std::string unit;    // beneath the title; a grid without units has no such line
    bool numeric = true; // aligned right
};

/// Rows of cells under column titles. The first column names the row; it is repeated when the grid is too
/// wide for the page and breaks into blocks of columns.
struct Grid {
    std::vector<Column> columns;
    std::vector<std::vector<Span>> rows;
};

/// Text for a terminal, aligned and wrapped to its width, with colour and Unicode only where it wants them.
class Page {
  public:
    explicit Page(const RenderOptions& options);

    void blank();
    void heading(std::string_view title);      // with a blank line before it
    void line(const std::vector<Span>& spans); // never wrapped
    void grid(const Grid& grid, int indent = 2);

    /// Wrapped between words; following lines are indented to the text after the marker.
    void paragraph(const Span& marker, std::string_view text, int indent = 2);

    /// `share` of `width` columns as a bar, 0..1.
    std::string bar(double share, int width) const;

    std::string take() &&;

  private:
    std::string shown(std::string_view text) const;
    void put(std::string_view text, Ink ink);
    void end_line();
    void grid_block(const Grid& grid, const std::vector<int>& widths, const std::vector<std::size_t>& chosen,
                    int indent);

    RenderOptions options_;
    std::string text_;
};

} // namespace meshcast::text
