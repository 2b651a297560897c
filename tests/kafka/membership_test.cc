#include "libs/kafka/membership.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <set>

#include "tests/kafka/clients.h"

namespace relance::kafka::testing {
namespace {

constexpr Millis kTakeover{60'000};
constexpr int kPartitions = 4;

/// A member that remembers what it was given.
class Member {
 public:
  Member(const std::string& topic, const std::string& installation) {
    MembershipOptions options;
    options.service = "ledger";
    options.topic = topic;
    options.installation_id = installation;
    options.session_timeout = Millis{6000};
    membership_ = Value(
        Membership::Join(TheCluster().Client(), options,
                         {[this](const std::vector<int>& partitions) { Assigned(partitions); },
                          [this](const std::vector<int>& partitions, bool) { Revoked(partitions); },
                          {}}));
  }

  bool Holds(size_t count) {
    std::lock_guard lock(mutex_);
    return held_.size() == count;
  }
  std::set<int> held() {
    std::lock_guard lock(mutex_);
    return held_;
  }
  void Leave() { membership_->Leave(); }

 private:
  void Assigned(const std::vector<int>& partitions) {
    std::lock_guard lock(mutex_);
    EXPECT_TRUE(held_.empty()) << "assigned twice without a revocation";
    held_ = {partitions.begin(), partitions.end()};
  }
  void Revoked(const std::vector<int>& partitions) {
    std::lock_guard lock(mutex_);
    EXPECT_EQ(held_, std::set<int>(partitions.begin(), partitions.end()));
    held_.clear();
  }

  std::mutex mutex_;
  std::set<int> held_;
  std::unique_ptr<Membership> membership_;
};

/// The same in a process of its own, to be killed.
class MemberProcess {
 public:
  MemberProcess(const std::string& topic, const std::string& installation) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    const std::string bootstrap = TheCluster().Client().bootstrap;
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != parent) _exit(1);
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      execl(KAFKA_MEMBER_PROCESS, "member", bootstrap.c_str(), topic.c_str(), installation.c_str(),
            nullptr);
      _exit(127);
    }
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
  }
  ~MemberProcess() {
    Kill();
    fclose(output_);
  }

  /// The next line that it prints.
  std::string Line() {
    char line[256] = "";
    return fgets(line, sizeof line, output_) == nullptr ? "" : line;
  }
  void Kill() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  FILE* output_ = nullptr;
};

TEST(MembershipContract, TheOnlyMemberOwnsEveryPartitionUntilItLeaves) {
  const auto topic = NewTopic("commands", kPartitions);
  Member member(topic, topic);
  ASSERT_TRUE(Eventually([&] { return member.Holds(kPartitions); }, kTakeover));
  EXPECT_THAT(member.held(), ::testing::ElementsAre(0, 1, 2, 3));
  member.Leave();
  EXPECT_TRUE(member.Holds(0));
}

TEST(MembershipContract, TwoMembersShareAndTheOneThatStaysTakesOver) {
  const auto topic = NewTopic("commands", kPartitions);
  Member stays(topic, topic);
  Member leaves(topic, topic);
  ASSERT_TRUE(Eventually([&] { return stays.Holds(2) && leaves.Holds(2); }, kTakeover));
  auto all = stays.held();
  all.merge(leaves.held());
  EXPECT_EQ(all.size(), static_cast<size_t>(kPartitions)) << "no partition has two owners";
  leaves.Leave();
  ASSERT_TRUE(Eventually([&] { return stays.Holds(kPartitions); }, kTakeover));
}

TEST(MembershipContract, APartitionOfAKilledOwnerIsTakenOver) {
  const auto topic = NewTopic("commands", kPartitions);
  MemberProcess dies(topic, topic);
  EXPECT_EQ(dies.Line(), "assigned 0,1,2,3\n");
  Member survives(topic, topic);
  ASSERT_TRUE(Eventually([&] { return survives.Holds(2); }, kTakeover));
  dies.Kill();
  ASSERT_TRUE(Eventually([&] { return survives.Holds(kPartitions); }, kTakeover));
}

TEST(RealKafkaMembership, AMemberOwnsItsPartitionsAgainAfterTheBrokerWasKilled) {
  const auto topic = NewTopic("commands", kPartitions);
  Member member(topic, topic);
  ASSERT_TRUE(Eventually([&] { return member.Holds(kPartitions); }, kTakeover));
  TheCluster().Kill9();
  TheCluster().Restart();
  Member second(topic, topic);
  ASSERT_TRUE(Eventually([&] { return member.Holds(2) && second.Holds(2); }, kTakeover));
}

TEST(MembershipContract, TwoInstallationsOnOneClusterDoNotShare) {
  const auto topic = NewTopic("commands", kPartitions);
  Member here(topic, topic + ".a");
  Member there(topic, topic + ".b");
  EXPECT_TRUE(
      Eventually([&] { return here.Holds(kPartitions) && there.Holds(kPartitions); }, kTakeover));
}

}  // namespace
}  // namespace relance::kafka::testing
