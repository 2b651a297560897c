#include "libs/seal/blob_store.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "libs/seal/sealer.h"
#include "libs/seal/testing/temporary_folder.h"

namespace relance::seal {
namespace {

namespace fs = std::filesystem;

/// A superuser, who may write anywhere, is nobody while this lives; `folder` is his meanwhile.
class OrdinaryUser {
 public:
  explicit OrdinaryUser(const fs::path& folder) : is_root_(geteuid() == 0) {
    if (!is_root_) return;
    EXPECT_EQ(chown(folder.c_str(), kNobody, kNobody), 0);
    EXPECT_EQ(seteuid(kNobody), 0);
  }
  ~OrdinaryUser() {
    if (is_root_) {
      EXPECT_EQ(seteuid(0), 0);
    }
  }

 private:
  static constexpr uid_t kNobody = 65534;
  const bool is_root_;
};

class BlobStoreTest : public testing::Test {
 protected:
  static std::string FileBytes(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void Overwrite(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::vector<fs::path> Files() const {
    std::vector<fs::path> files;
    if (!fs::exists(root_)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    return files;
  }

  TemporaryFolder folder_;
  const fs::path root_ = folder_.path() / "blobs";
  const Key key_ = Key::Random();
  BlobStore store_{root_, key_};
};

TEST_F(BlobStoreTest, ABlobIsNamedByThePlainBytesAndComesBackWhole) {
  for (const std::string& bytes : {std::string(), std::string("letter"), std::string("\0\xff", 2),
                                   std::string(3'000'000, 'p')}) {
    const auto digest = store_.Put(bytes);
    ASSERT_TRUE(digest) << digest.error().message;
    EXPECT_EQ(*digest, Sha256(bytes));
    EXPECT_EQ(*store_.Get(*digest), bytes);
    EXPECT_TRUE(store_.Has(*digest));
  }
  const std::string name = ToHex(Sha256("letter"));
  EXPECT_EQ(store_.PathOf(Sha256("letter")), root_ / name.substr(0, 2) / name.substr(2, 2) / name);
}

TEST_F(BlobStoreTest, TheFileDoesNotShowWhatWasSent) {
  const auto digest = *store_.Put("Mise en demeure a Chantal Durand, 12 rue des Lilas");
  EXPECT_THAT(FileBytes(store_.PathOf(digest)), testing::Not(testing::HasSubstr("Durand")));
  struct stat status {};
  ASSERT_EQ(stat(store_.PathOf(digest).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0007, 0u);
}

TEST_F(BlobStoreTest, AnUnknownBlobIsNotFound) {
  EXPECT_EQ(store_.Get(Sha256("never sent")).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(store_.Has(Sha256("never sent")));
}

TEST_F(BlobStoreTest, AnAlteredFileIsCorrupt) {
  const auto digest = *store_.Put("letter");
  const fs::path path = store_.PathOf(digest);
  const std::string good = FileBytes(path);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x40);
    Overwrite(path, bad);
    ASSERT_EQ(store_.Get(digest).error().code, ErrorCode::kCorrupt) << i;
    Overwrite(path, good.substr(0, i));
    ASSERT_EQ(store_.Get(digest).error().code, ErrorCode::kCorrupt) << i;
  }
}

TEST_F(BlobStoreTest, AFileUnderAnotherNameOrFromAnotherInstallationIsCorrupt) {
  const auto one = *store_.Put("letter one");
  const auto two = *store_.Put("letter two");
  fs::copy_file(store_.PathOf(one), store_.PathOf(two), fs::copy_options::overwrite_existing);
  EXPECT_EQ(store_.Get(two).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(BlobStore(root_, Key::Random()).Get(one).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(*BlobStore(root_, key_).Get(one), "letter one");
}

TEST_F(BlobStoreTest, OtherBytesSealedUnderTheNameByAFaultyWriterAreCorrupt) {
  const auto digest = *store_.Put("letter");
  const std::string name = ToHex(digest);
  const Key key = key_.Derive("relance blob 1/" + name);
  Overwrite(store_.PathOf(digest), SealBytes("forged", name, key));
  const auto got = store_.Get(digest);
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().message, testing::HasSubstr("holds other bytes"));
}

TEST_F(BlobStoreTest, TheSameTermsSentAMillionTimesAreWrittenOnce) {
  const auto digest = *store_.Put("general terms");
  const std::string file = FileBytes(store_.PathOf(digest));
  ASSERT_TRUE(store_.Put("general terms"));
  EXPECT_EQ(FileBytes(store_.PathOf(digest)), file);  // A new nonce would show.
}

TEST_F(BlobStoreTest, PuttingAgainMendsAFileThatADiskLost) {
  const auto digest = *store_.Put("letter");
  Overwrite(store_.PathOf(digest), "");
  ASSERT_TRUE(store_.Put("letter"));
  EXPECT_EQ(*store_.Get(digest), "letter");
}

TEST_F(BlobStoreTest, WritersOfTheSameLetterDoNotDisturbEachOtherOrReaders) {
  const std::string bytes(200'000, 'p');
  const auto digest = *store_.Put(bytes);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      BlobStore mine(root_, key_);
      for (int i = 0; i < 10; ++i) {
        good += mine.Put(bytes) == digest;
        good += mine.Get(digest) == bytes;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 80);
  EXPECT_EQ(Files(), std::vector<fs::path>{store_.PathOf(digest)});
}

TEST_F(BlobStoreTest, AFolderThatCannotBeMadeIsUnavailable) {
  Overwrite(root_, "a file where the folder should be");
  EXPECT_EQ(store_.Put("letter").error().code, ErrorCode::kUnavailable);
}

TEST_F(BlobStoreTest, AReadOnlyFolderIsUnavailable) {
  const OrdinaryUser user(folder_.path());
  ASSERT_TRUE(fs::create_directory(root_));
  fs::permissions(root_, fs::perms::owner_read | fs::perms::owner_exec);
  const auto refused = store_.Put("letter");
  fs::permissions(root_, fs::perms::owner_all);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(store_.Put("letter"));
}

/// RLIMIT_FSIZE stands for a full disk: the write stops half-way.
TEST_F(BlobStoreTest, AFullDiskIsUnavailableAndLeavesNothingBehind) {
  const auto before = signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{10'000, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const auto put = store_.Put(std::string(100'000, 'p'));
  setrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, before);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(Files().empty());
  EXPECT_TRUE(store_.Put(std::string(100'000, 'p')));
}

}  // namespace
}  // namespace relance::seal
