#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes.h"
#include "scenarios/import/source_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace meshcast {

namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "tests/scenarios/negative";
constexpr std::size_t kFewest = 25;

/// Malformed input, and beside it NAME.expect with a line for each finding: level, code, line:column.
std::vector<std::string> inputs() {
    std::vector<std::string> paths;
    for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) {
        if (entry.path().extension() != ".expect") {
            paths.push_back(entry.path().string());
        }
    }
    std::ranges::sort(paths);
    return paths;
}

std::vector<std::string> expected(const std::string& path) {
    std::ifstream file(path + ".expect");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    return lines;
}

Diagnostics import_file(const std::string& path) {
    Diagnostics diagnostics;
    const std::vector<SourceFile> files = collect_files(std::span(&path, 1), diagnostics);
    import_manifests(files, diagnostics);
    return diagnostics;
}

TEST(MalformedInput, GivesTheExpectedFindings) {
    ASSERT_GE(inputs().size(), kFewest);
    for (const std::string& path : inputs()) {
        std::vector<std::string> found;
        for (const Diagnostic& d : import_file(path).sorted()) {
            EXPECT_EQ(d.where.file, path);
            found.push_back(fmt::format("{} {} {}:{}", severity_name(d.severity()), d.code(), d.where.line,
                                        d.where.column));
        }
        EXPECT_EQ(found, expected(path)) << path;
    }
}

TEST(MalformedInput, IsReportedAllAtOnce) {
    const Diagnostics diagnostics = import_file(std::string(kFolder) + "/many_errors.yaml");
    EXPECT_GE(std::ranges::count(diagnostics.sorted(), Severity::Error, &Diagnostic::severity), 14);
}

TEST(MalformedInput, SaysWhatToWriteInstead) {
    for (const std::string& path : inputs()) {
        for (const Diagnostic& d : import_file(path).sorted()) {
            const bool says_so_itself = d.message == &message::BadValue || d.message == &message::WrongType ||
                                        d.message == &message::UnmodelledObject ||
                                        d.message == &message::NotAManifest;
            EXPECT_TRUE(says_so_itself || !d.hint.empty()) << to_string(d);
        }
    }
}

TEST(MalformedInput, CoversEveryCodeThatManifestsCanGive) {
    std::vector<const Message*> met;
    for (const std::string& path : inputs()) {
        for (const Diagnostic& d : import_file(path).sorted()) {
            met.push_back(d.message);
        }
    }
    for (const Message* message : catalogue()) {
        const bool of_files = message->code <= message::FileTooLarge.code; // their own test
        if (!of_files && message->code <= message::IncompleteObject.code) {
            EXPECT_EQ(std::ranges::count(met, message) > 0, true) << message->code << " " << message->name;
        }
    }
}

} // namespace

} // namespace meshcast
