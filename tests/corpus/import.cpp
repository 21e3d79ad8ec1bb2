#include "tests/corpus/import.h"

#include "scenarios/import/infer_calls.h"
#include "scenarios/import/isotope_model.h"
#include "scenarios/yaml/reader.h"
#include "tests/corpus/files.h"

namespace meshcast::corpus {

ImportedFile import_file(const std::filesystem::path& root, const std::filesystem::path& file) {
    ImportedFile result;
    const std::string name = name_below(root, file);
    const auto documents = yaml::read_documents(read_text(file), name, result.diagnostics);
    if (documents.size() == 1 && is_isotope(documents.front().root)) {
        result.topology = import_isotope(documents.front(), result.diagnostics).topology;
        return result;
    }
    result.topology = import_documents(documents, result.diagnostics).topology;
    std::vector<Inference> inferences;
    infer_behaviors(result.topology, inferences, result.diagnostics);
    return result;
}

std::string errors_of(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity() == Severity::Error) {
            text += (text.empty() ? "" : "\n") + to_string(diagnostic);
        }
    }
    return text;
}

} // namespace meshcast::corpus
