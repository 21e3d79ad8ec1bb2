#include "scenarios/import/source_files.h"
#include "tests/scenarios/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace meshcast {

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class SourceFiles : public testing::Test {
  protected:
    /// Names of the files found, without the folder, and codes of the findings.
    std::vector<std::string> collect(std::vector<std::string> paths) {
        Diagnostics diagnostics;
        std::vector<std::string> names;
        for (const SourceFile& file : collect_files(paths, diagnostics)) {
            names.push_back(fs::path(file.name).lexically_relative(folder_.path("")).string());
        }
        codes_.clear();
        for (const Diagnostic& d : diagnostics.sorted()) {
            codes_.emplace_back(d.code());
        }
        return names;
    }

    std::string at(const std::string& name) const { return folder_.path(name); }

    test::TemporaryFolder folder_;
    std::vector<std::string> codes_;
};

TEST_F(SourceFiles, OfAFolderAreItsManifestsInOrder) {
    for (const char* name : {"b.yaml", "a.yml", "sub/z.json", "sub/deep/c.yaml", "notes.md", ".hidden.yaml",
                             ".git/x.yaml", "a.yaml.bak"}) {
        fs::create_directories(fs::path(at(name)).parent_path());
        folder_.write(name, "x");
    }
    fs::create_directory_symlink(folder_.path(""), at("sub/loop"));
    fs::create_symlink(at("b.yaml"), at("link.yaml"));
    EXPECT_THAT(collect({at("")}), ElementsAre("a.yml", "b.yaml", "sub/deep/c.yaml", "sub/z.json"));
    EXPECT_THAT(codes_, IsEmpty());
}

TEST_F(SourceFiles, OfAGlobAreItsMatches) {
    for (const char* name : {"b.yaml", "a.yaml", "c.md"}) {
        folder_.write(name, "x");
    }
    EXPECT_THAT(collect({at("*")}), ElementsAre("a.yaml", "b.yaml"));
    EXPECT_THAT(collect({at("[b-z].yaml"), at("*.yaml")}), ElementsAre("b.yaml", "a.yaml"));
    EXPECT_THAT(codes_, IsEmpty());
}

TEST_F(SourceFiles, NamedTwiceAreReadOnce) {
    folder_.write("a.yaml", "x");
    EXPECT_THAT(collect({at("a.yaml"), at("./a.yaml"), at("")}), ElementsAre("a.yaml"));
}

TEST_F(SourceFiles, GivenByNameMayHaveAnyExtension) {
    folder_.write("manifest.txt", "hello");
    Diagnostics diagnostics;
    const std::vector<std::string> paths{at("manifest.txt")};
    const std::vector<SourceFile> files = collect_files(paths, diagnostics);
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files[0].name, at("manifest.txt"));
    EXPECT_EQ(files[0].text, "hello");
}

TEST_F(SourceFiles, ThatCannotBeReadAreReportedAndTheOthersRead) {
    folder_.write("a.yaml", "x");
    fs::create_directory(at("empty"));
    EXPECT_THAT(collect({at("gone.yaml"), at("a.yaml"), at("empty"), at("x*.yaml"), ""}),
                ElementsAre("a.yaml"));
    EXPECT_THAT(codes_, ElementsAre("MS0001", "MS0002", "MS0001", "MS0002"));
}

} // namespace

} // namespace meshcast
