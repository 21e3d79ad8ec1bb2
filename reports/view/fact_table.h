#pragma once

#include <string>
#include <vector>

namespace meshcast {

/// Facts as rows and columns of finished text, so that the terminal, Markdown and HTML say the same thing and
/// differ only in how they draw it. Text from the user's files is in here as it is: each format escapes it
/// its own way.

enum class Tone {
    Plain,
    Best,  // of its column, the reference left out
    Worst, // likewise
    Good,
    Bad,     // errors, a threshold crossed
    Unclear, // undecided
};

struct Fact {
    std::string text;
    std::string interval; // "±0.05", half of the 95 % interval
    std::string delta;    // against the reference plane: "+0.47"; "≈" where there may be none
    std::string delta_interval;
    Tone tone = Tone::Plain;
    double share = -1; // 0..1 draws a bar; negative: none
};

struct FactColumn {
    std::string title;
    std::string unit;
    bool numeric = true;
    bool brief = false; // where room is short, without intervals
};

struct FactTable {
    std::vector<FactColumn> columns;
    std::vector<std::vector<Fact>> rows; // as many facts as columns
    std::size_t left_out = 0;            // rows that a limit cut off
};

} // namespace meshcast
