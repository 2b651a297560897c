/// From a planned notice to a mail in a mailbox: the notifier's own parts, a scenario that speaks
/// gRPC, and a mail server. Only the journal is in memory.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <set>
#include <thread>

#include "libs/grpc/identity.h"
#include "relance/scenario/v1/facts.pb.h"
#include "relance/scenario/v1/scenario.grpc.pb.h"
#include "services/notifier/adapters/codec.h"
#include "services/notifier/adapters/journal_commands.h"
#include "services/notifier/adapters/platform_ports.h"
#include "services/notifier/adapters/scenario_clearances.h"
#include "services/notifier/adapters/smtp.h"
#include "services/notifier/adapters/testing_journal.h"
#include "services/notifier/adapters/testing_letters.h"
#include "services/notifier/adapters/view_board.h"
#include "services/notifier/adapters/worker.h"

extern char** environ;

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

bool Eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(10ms);
  }
  return true;
}

/// Quoted-printable breaks what it says over lines: joined as a reader does.
std::string Joined(std::string mail) {
  for (size_t at; (at = mail.find("=\r\n")) != std::string::npos;) mail.erase(at, 3);
  return mail;
}

class MailServer {
 public:
  MailServer() {
    std::filesystem::create_directories(folder_);
    std::vector<std::string> args{"/usr/bin/python3", "tools/maildir_smtp.py",
                                  "--maildir",        (folder_ / "mail").string(),
                                  "--ready",          (folder_ / "ready").string(),
                                  "--refuse",         "dead=550",
                                  "--refuse",         "later=451"};
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, argv[0], nullptr, nullptr, argv.data(), environ), 0);
    EXPECT_TRUE(Eventually([&] { return std::filesystem::exists(folder_ / "ready"); }));
    port_ = std::stoi(ReadFile(folder_ / "ready"));
  }
  ~MailServer() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }
  int port() const { return port_; }
  const std::filesystem::path& folder() const { return folder_; }
  std::vector<std::string> mails() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "mail" / "new")) {
      out.push_back(ReadFile(entry.path()));
    }
    return out;
  }

 private:
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("relance-pipeline-" + std::to_string(getpid()));
  pid_t pid_ = 0;
  int port_ = 0;
};

common::v1::Sealed ToProto(const Sealed& sealed) {
  common::v1::Sealed out;
  out.set_key_id(sealed.key_id);
  out.set_nonce(sealed.nonce);
  out.set_bytes(sealed.bytes);
  return out;
}

/// Clears what it is asked for, unless its account has paid; the answer comes through the journal.
class Scenario : public scenario::v1::ScenarioService::Service {
 public:
  Scenario(MemoryJournal& journal, const Letters& letters) : journal_(journal), letters_(letters) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Scenario() override { server_->Shutdown(); }

  std::shared_ptr<grpc::Channel> channel() const {
    return grpc::CreateChannel("127.0.0.1:" + std::to_string(port_),
                               grpc::InsecureChannelCredentials());
  }

  void Plan(const std::string& account, const std::string& notice) {
    scenario::v1::ScenarioFact fact;
    auto* planned = fact.mutable_notice_planned();
    planned->set_notice_id(notice);
    planned->set_step("level1");
    Put({"FR01", account}, planned->mutable_account());
    Say(fact);
  }

  grpc::Status ClearNotices(grpc::ServerContext* context,
                            const scenario::v1::ClearNoticesRequest* request,
                            scenario::v1::ClearNoticesResponse*) override {
    EXPECT_EQ(IdentityOf(*context).actor, "notifier");
    ++asks;
    for (int i = 0; i < request->notice_ids_size(); ++i) {
      Answer(request->notice_ids(i), AccountOf(request->accounts(i)), request->ask_id());
    }
    return grpc::Status::OK;
  }

  std::set<std::string> thanked;  ///< Accounts; set before anything is planned, as the next two.
  std::set<std::string> paid;     ///< Accounts; set before anything is planned.
  std::map<std::string, std::string> addresses;
  std::atomic<int> asks = 0;

 private:
  void Say(const scenario::v1::ScenarioFact& fact) {
    const journal::FollowedRecord record{
        ++sequence_, FromMillis(1), {{"case", {fact.SerializeAsString()}}}};
    journal_.Take({"s", 1, record});
  }

  void Answer(const std::string& notice, const AccountId& account, const std::string& ask_id) {
    scenario::v1::ScenarioFact fact;
    if (paid.contains(account.account)) {
      auto* withdrawn = fact.mutable_notice_withdrawn();
      withdrawn->set_notice_id(notice);
      Put(account, withdrawn->mutable_account());
      withdrawn->set_reason("paid");
      return Say(fact);
    }
    auto* cleared = fact.mutable_notice_cleared();
    cleared->set_notice_id(notice);
    Put(account, cleared->mutable_account());
    cleared->set_step("level1");
    cleared->set_template_("level1");
    cleared->set_level(1);
    cleared->set_ask_id(ask_id);
    cleared->set_fence_sequence(5);
    cleared->set_configuration_version(1);
    cleared->set_cleared_at_ms(1'790'000'000'000);
    auto* contact = cleared->add_contacts()->mutable_contact();
    contact->set_id("c1");
    contact->set_channel(common::v1::CHANNEL_EMAIL);
    contact->set_language("fr");
    *contact->mutable_name() = ToProto(letters_.Seal("Anna"));
    const auto at = addresses.find(account.account);
    *contact->mutable_address() =
        ToProto(letters_.Seal(at == addresses.end() ? "anna@client.example" : at->second));
    PutDate(20, *cleared->mutable_local_date());
    if (thanked.contains(account.account)) {
      cleared->set_step("thanks");
      cleared->set_template_("thanks");
      cleared->set_level(0);
      cleared->mutable_thanks()->mutable_amount()->set_currency("EUR");
      cleared->mutable_thanks()->mutable_amount()->set_minor_units(415'000);
      PutDate(19, *cleared->mutable_thanks()->mutable_received_on());
      return Say(fact);
    }
    auto* content = cleared->add_contents();
    content->set_currency("EUR");
    content->set_net(415'000);
    auto* line = content->add_items();
    line->set_item("F-1");
    line->set_amount(415'000);
    PutDate(1, *line->mutable_due_date());
    Say(fact);
  }

  static void PutDate(int day, common::v1::Date& date) {
    date.set_year(2026);
    date.set_month(10);
    date.set_day(day);
  }

  MemoryJournal& journal_;
  const Letters& letters_;
  std::atomic<uint64_t> sequence_ = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

class PipelineTest : public testing::Test {
 protected:
  PipelineTest() { options_.poll = 5ms; }

  SmtpOptions Mail() const {
    SmtpOptions out;
    out.port = mail_.port();
    out.starttls_required = false;
    return out;
  }
  NoticeState StateOf(const std::string& account, const std::string& notice) {
    const auto stored = journal_.Stored({{"FR01", account}, notice});
    return stored ? stored->state : NoticeState::kQueued;
  }

  const Instant now_ = FromMillis(1'790'000'000'000);
  MailServer mail_;
  Letters letters_;
  MemoryJournal journal_{[this] { return now_; }};
  Scenario scenario_{journal_, letters_};
  Logger log_{"notifier", LogLevel::kError};
  Metrics metrics_;
  MeteredWitness witness_{metrics_, log_};
  ProcessClocks clocks_{[this] { return now_; }};
  ViewBoard board_{journal_, 1s};
  ScenarioClearances clearances_{scenario_.channel(), [this] { return journal_.NewId(); }, 5s};
  RandomTokens tokens_;
  Asking asking_{clocks_, board_, clearances_, tokens_, witness_};
  MessageComposer composer_{letters_.composer()};
  seal::BlobStore blobs_{mail_.folder() / "blobs", seal::Key::Random()};
  BlobMessages messages_{blobs_};
  JournalCommands commands_{journal_, 1s, 3};
  SmtpSender smtp_{Mail()};
  HandOver hand_over_{clocks_,
                      composer_,
                      messages_,
                      commands_,
                      smtp_,
                      tokens_,
                      {"https://portal.example", 24h * 90}};
  Work work_{clocks_, board_, asking_, hand_over_, commands_, witness_};
  WorkerOptions options_;
  Worker worker_{work_, [] { return std::vector<int>{0}; }, options_, log_};
};

TEST_F(PipelineTest, ManyNoticesEachArriveOnceAndThePaidOnesNever) {
  constexpr int kNotices = 60;
  for (int i = 0; i < kNotices; i += 3) scenario_.paid.insert("D" + std::to_string(i));
  for (int i = 0; i < kNotices; ++i) {
    scenario_.Plan("D" + std::to_string(i), "notice" + std::to_string(i));
  }
  worker_.Start();
  ASSERT_TRUE(Eventually([&] { return worker_.IsQuiet(); }));
  worker_.Stop();
  std::multiset<std::string> ids;
  for (const auto& mail : mail_.mails()) {
    const auto at = mail.find("Message-Id: <");
    ids.insert(mail.substr(at + 13, mail.find('.', at) - at - 13));
  }
  std::multiset<std::string> expected;
  for (int i = 0; i < kNotices; ++i) {
    if (i % 3 != 0) expected.insert("notice" + std::to_string(i));
  }
  EXPECT_EQ(ids, expected);
  EXPECT_EQ(StateOf("D0", "notice0"), NoticeState::kWithdrawn);
  EXPECT_LT(scenario_.asks, kNotices);  // In batches.
  EXPECT_THAT(metrics_.Render(),
              HasSubstr("relance_notifications_total{channel=\"email\",legal_entity=\"FR01\","
                        "outcome=\"submitted\"} 40"));
}

TEST_F(PipelineTest, WhatArrivesIsWhatWasKeptAndItsLinkOpensTheAccount) {
  scenario_.Plan("D42", "n1");
  worker_.Start();
  ASSERT_TRUE(Eventually([&] { return StateOf("D42", "n1") == NoticeState::kEnded; }));
  worker_.Stop();
  const auto mails = mail_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0], HasSubstr("X-Envelope-From: compta@morel.example"));
  const auto notice = journal_.Stored({{"FR01", "D42"}, "n1"});
  const auto kept = blobs_.Get(DigestFromBytes(notice->attempts[0].blob));
  ASSERT_TRUE(kept);
  EXPECT_THAT(mails[0], HasSubstr(*kept));
  const std::string joined = Joined(*kept);
  const auto begin = joined.find("https://portal.example/l/") + 25;
  const auto token = ParseLinkToken(joined.substr(begin, 46));
  ASSERT_TRUE(token);
  const auto link = Decode<Link>(journal_.view.at(LinkKey(HashOf(*token))));
  EXPECT_EQ(link->account, (AccountId{"FR01", "D42"}));
  EXPECT_EQ(notice->attempts[0].fence, 5U);
}

TEST_F(PipelineTest, AThankYouArrivesOnceAndItsBytesAreKept) {
  scenario_.thanked = {"D42"};
  scenario_.Plan("D42", "n1");
  worker_.Start();
  ASSERT_TRUE(Eventually([&] { return StateOf("D42", "n1") == NoticeState::kEnded; }));
  ASSERT_TRUE(Eventually([&] { return worker_.IsQuiet(); }));
  worker_.Stop();
  const auto mails = mail_.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_THAT(mails[0], HasSubstr("Message-Id: <n1.c1@morel.example>"));
  EXPECT_THAT(Joined(mails[0]), HasSubstr("le 19 octobre 2026, merci."));
  const auto notice = journal_.Stored({{"FR01", "D42"}, "n1"});
  EXPECT_THAT(mails[0], HasSubstr(*blobs_.Get(DigestFromBytes(notice->attempts.at(0).blob))));
}

TEST_F(PipelineTest, ADeadAddressEndsTheNoticeAndARefusalForNowQueuesIt) {
  scenario_.addresses = {
      {"D1", "dead@client.example"}, {"D2", "later@client.example"}, {"D3", "no address at all"}};
  for (const char* account : {"D1", "D2", "D3", "D4"}) scenario_.Plan(account, "n");
  worker_.Start();
  ASSERT_TRUE(Eventually([&] { return StateOf("D4", "n") == NoticeState::kEnded; }));
  ASSERT_TRUE(Eventually([&] { return worker_.IsQuiet(); }));
  worker_.Stop();
  const auto result = [&](const char* account) {
    return journal_.Stored({{"FR01", account}, "n"})->attempts.at(0).result;
  };
  EXPECT_EQ(result("D1"), AttemptResult::kPermanentFailure);
  EXPECT_EQ(result("D2"), AttemptResult::kTemporaryFailure);
  EXPECT_EQ(result("D3"), AttemptResult::kPermanentFailure);
  EXPECT_EQ(StateOf("D2", "n"), NoticeState::kQueued);
  EXPECT_EQ(worker_.NextMoment(), now_ + 5min);
  EXPECT_EQ(mail_.mails().size(), 1U);
  for (const auto& fact : journal_.facts) {
    EXPECT_EQ(fact.find("later@client.example"), std::string::npos);
  }
}

}  // namespace
}  // namespace relance::notifier
