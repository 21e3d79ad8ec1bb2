#include "scenarios/diagnostics/suggest.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <vector>

namespace meshcast {

namespace {

constexpr std::size_t kLongestName =
    100; // longer ones are no slip of the pen; keeps the quadratic cost small

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

/// Edit distance with swaps of neighbours (optimal string alignment), three rows at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({substitution, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::optional<std::string> nearest_name(std::string_view word, std::span<const std::string> known) {
    if (word.empty() || word.size() > kLongestName) {
        return std::nullopt;
    }
    const std::string wanted = lower(word);
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    const std::string* best = nullptr;
    for (const std::string& name : known) {
        const std::size_t longer = std::max(name.size(), word.size());
        if (longer - std::min(name.size(), word.size()) >= best_distance) {
            continue;
        }
        const std::size_t distance = edit_distance(wanted, lower(name));
        if (distance < best_distance) {
            best_distance = distance;
            best = &name;
        }
    }
    return best == nullptr ? std::nullopt : std::optional(*best);
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
    const std::optional<std::string> name = nearest_name(word, known);
    return name ? "did you mean \"" + *name + "\"?" : "";
}

} // namespace meshcast
