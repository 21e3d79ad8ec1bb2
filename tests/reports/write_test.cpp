#include "reports/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace meshcast {
namespace {

namespace fs = std::filesystem;

class WriteFile : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::path(testing::TempDir()) / "meshcast-write-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }

    void TearDown() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }

    static std::string content_of(const std::string& file) {
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        return text.str();
    }

    std::ptrdiff_t files_in_folder() const { return std::distance(fs::directory_iterator(folder_), {}); }

    fs::path folder_;
};

TEST_F(WriteFile, CreatesAndReplacesWholeFiles) {
    ASSERT_TRUE(write_file(path("report.json"), std::string(100'000, 'a')));
    ASSERT_TRUE(write_file(path("report.json"), "short"));
    EXPECT_EQ(content_of(path("report.json")), "short");
    EXPECT_EQ(files_in_folder(), 1) << "a temporary file was left behind";
}

TEST_F(WriteFile, NamesThePathAndTheReason) {
    const auto written = write_file(path("missing/report.json"), "text");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error(), "cannot write " + path("missing/report.json") + ": No such file or directory");
    const auto onto_folder = write_file(folder_.string(), "text");
    ASSERT_FALSE(onto_folder);
    EXPECT_THAT(onto_folder.error(), testing::EndsWith(": Is a directory"));
}

TEST_F(WriteFile, KeepsTheModeOfAFileAndThePlaceOfALink) {
    ASSERT_TRUE(write_file(path("real.json"), "old"));
    ASSERT_EQ(::chmod(path("real.json").c_str(), 0640), 0);
    fs::create_symlink("real.json", path("link.json"));
    ASSERT_TRUE(write_file(path("link.json"), "new"));
    EXPECT_TRUE(fs::is_symlink(path("link.json")));
    EXPECT_EQ(content_of(path("real.json")), "new");
    struct stat status{};
    ASSERT_EQ(::stat(path("real.json").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0640U);
}

TEST_F(WriteFile, SaysWhenTheDiskIsFull) {
    const auto written = write_file("/dev/full", "text");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error(), "cannot write /dev/full: No space left on device");
}

TEST_F(WriteFile, WritesIntoDevices) {
    EXPECT_TRUE(write_file("/dev/null", "text"));
}

} // namespace
} // namespace meshcast
