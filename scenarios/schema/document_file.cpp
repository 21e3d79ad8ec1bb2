#include "scenarios/schema/document_file.h"

#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/diagnostics/scenario_messages.h"
#include "scenarios/yaml/reader.h"

#include <fmt/format.h>

#include <utility>

namespace meshcast {

std::optional<yaml::Document> read_single_document(const std::string& path, Sources& sources,
                                                   Diagnostics& diagnostics) {
    const SourceFile* file = sources.read(path, diagnostics);
    if (file == nullptr) {
        return std::nullopt;
    }
    Diagnostics found;
    auto documents = yaml::read_documents(file->text, file->name, found);
    diagnostics.append(found);
    if (documents.size() == 1) {
        return std::move(documents.front());
    }
    if (!found.has_errors()) {
        diagnostics.add(message::WrongDocument, {file->name, 0, 0},
                        fill(message::WrongDocument, fmt::format("file of {} documents", documents.size()),
                             "single document"));
    }
    return std::nullopt;
}

} // namespace meshcast
