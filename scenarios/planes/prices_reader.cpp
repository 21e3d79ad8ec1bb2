#include "scenarios/planes/prices_reader.h"

#include "scenarios/data_dir.h"
#include "scenarios/diagnostics/suggest.h"
#include "scenarios/schema/document_file.h"
#include "scenarios/schema/document_header.h"
#include "scenarios/schema/prices.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace meshcast {

namespace {

std::optional<std::string> find_prices(const std::string& name, Diagnostics& diagnostics,
                                       const Origin& asked_by) {
    if (looks_like_path(name)) {
        return name;
    }
    if (const auto shipped = shipped_file("prices", name)) {
        return shipped->string();
    }
    const std::vector<std::string> known = shipped_names("prices");
    const std::string hint = did_you_mean(name, known);
    diagnostics.add(message::UnknownPrices, asked_by, fill(message::UnknownPrices, name),
                    hint.empty() ? fmt::format("shipped price lists are {}", fmt::join(known, ", ")) : hint);
    return std::nullopt;
}

} // namespace

std::optional<Prices> read_prices(const std::string& name_or_path, Sources& sources, Diagnostics& diagnostics,
                                  const Origin& asked_by) {
    const auto path = find_prices(name_or_path, diagnostics, asked_by);
    const auto document = path ? read_single_document(*path, sources, diagnostics) : std::nullopt;
    if (!document) {
        return std::nullopt;
    }
    ReadContext context(document->file, diagnostics);
    PricesDocument prices;
    if (!check_header(context, document->root, "Prices") ||
        !Codec<PricesDocument>::read(context, document->root, prices)) {
        return std::nullopt;
    }
    return prices;
}

} // namespace meshcast
