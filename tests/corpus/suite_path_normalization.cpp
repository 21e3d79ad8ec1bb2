#include "tests/corpus/suite_path_normalization.h"

#include "sim/policy/authorization/path_normalization.h"
#include "tests/corpus/files.h"
#include "tests/corpus/routing.h"

#include <fmt/format.h>

#include <map>

namespace meshcast::corpus {

namespace {

constexpr const char* kFolder = "l7/path-normalization";

PathNormalization normalization_of(const std::string& name) {
    static const std::map<std::string, PathNormalization> kNames{
        {"NONE", PathNormalization::None},
        {"BASE", PathNormalization::Base},
        {"DEFAULT", PathNormalization::Base},
        {"MERGE_SLASHES", PathNormalization::MergeSlashes},
        {"DECODE_AND_MERGE_SLASHES", PathNormalization::DecodeAndMergeSlashes}};
    return kNames.at(name);
}

} // namespace

std::vector<Case> path_normalization_cases(const std::filesystem::path& root) {
    const Json document = Json::parse(read_text(root / kFolder / "cases.json"));
    std::vector<Case> cases;
    for (const Json& test : document.at("cases")) {
        const std::string path = text_of(test, "in");
        const PathNormalization how = normalization_of(text_of(test, "normalization", "BASE"));
        cases.push_back({fmt::format("{} {}", text_of(test, "id"), path), text_of(test, "out"),
                         [path, how] { return normalize_path(path, how).value_or("400"); }});
    }
    return cases;
}

} // namespace meshcast::corpus
