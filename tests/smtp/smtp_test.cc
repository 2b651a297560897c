#include "services/notifier/adapters/smtp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

extern char** environ;

namespace relance::notifier {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const std::filesystem::path kFolder =
    std::filesystem::temp_directory_path() / ("relance-smtp-" + std::to_string(getpid()));

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

/// One scripted mail server; stopped by its own id.
class Server {
 public:
  explicit Server(std::vector<std::string> options = {}) {
    std::filesystem::remove_all(kFolder / "mails");
    std::filesystem::create_directories(kFolder / "mails");
    std::filesystem::remove(kFolder / "ready");
    std::vector<std::string> args{"/usr/bin/python3", "tests/smtp/scripted_server.py",
                                  "--ready",          (kFolder / "ready").string(),
                                  "--folder",         folder().string()};
    args.insert(args.end(), options.begin(), options.end());
    std::vector<char*> argv;
    for (auto& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, argv[0], nullptr, nullptr, argv.data(), environ), 0);
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!std::filesystem::exists(kFolder / "ready")) {
      if (std::chrono::steady_clock::now() > deadline) {
        ADD_FAILURE() << "the scripted server does not start";
        return;
      }
      std::this_thread::sleep_for(10ms);
    }
    port_ = std::stoi(Read(kFolder / "ready"));
  }
  ~Server() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }

  int port() const { return port_; }
  std::filesystem::path folder() const { return kFolder / "mails"; }
  int taken() const {
    int n = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder())) {
      if (entry.path().extension() == ".eml") ++n;
    }
    return n;
  }
  size_t connections() const { return Read(folder() / "connections").size(); }

 private:
  pid_t pid_ = 0;
  int port_ = 0;
};

SmtpOptions Plain(const Server& server) {
  SmtpOptions options;
  options.port = server.port();
  options.starttls_required = false;
  options.helo = "relance.example";
  return options;
}

Message To(const std::string& behaviour, size_t size = 0) {
  Message message;
  message.bytes =
      "Subject: hello\r\n\r\n.a line that begins with a dot\r\n" + std::string(size, 'x') + "\r\n";
  message.sender = "from@example.com";
  message.recipient = behaviour + "@example.com";
  return message;
}

Monotonic Soon() {
  return std::chrono::steady_clock::now() + 30s;
}

Delivery Send(SmtpSender& sender, const std::string& behaviour, size_t size = 0) {
  return sender.HandOver(Channel::kEmail, To(behaviour, size), Soon());
}

class Cleaning : public testing::Environment {
 public:
  void TearDown() override { std::filesystem::remove_all(kFolder); }
};
[[maybe_unused]] const auto* const kCleaning =
    testing::AddGlobalTestEnvironment(new Cleaning);  // Owned by GoogleTest.

struct Case {
  const char* behaviour;
  AttemptResult result;
  int taken;
};

class SmtpAnswerTest : public testing::TestWithParam<Case> {};

TEST_P(SmtpAnswerTest, EveryAnswerMeansWhatItMeansForTheDebtor) {
  const Server server;
  SmtpSender sender(Plain(server));
  const Delivery delivery = Send(sender, GetParam().behaviour);
  EXPECT_EQ(delivery.result, GetParam().result) << delivery.answer;
  EXPECT_EQ(server.taken(), GetParam().taken);
  EXPECT_THAT(delivery.answer, Not(HasSubstr("@")));
  // The sender goes on with the next message, whatever became of this one.
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kSubmitted);
}

INSTANTIATE_TEST_SUITE_P(Answers, SmtpAnswerTest,
                         testing::Values(Case{"ok", AttemptResult::kSubmitted, 1},
                                         Case{"rcpt-421", AttemptResult::kTemporaryFailure, 0},
                                         Case{"rcpt-450", AttemptResult::kTemporaryFailure, 0},
                                         Case{"rcpt-550", AttemptResult::kPermanentFailure, 0},
                                         Case{"data-451", AttemptResult::kTemporaryFailure, 0},
                                         Case{"data-554", AttemptResult::kPermanentFailure, 0},
                                         Case{"final-421", AttemptResult::kTemporaryFailure, 0},
                                         Case{"final-451", AttemptResult::kTemporaryFailure, 0},
                                         Case{"final-552", AttemptResult::kPermanentFailure, 0},
                                         Case{"final-554", AttemptResult::kPermanentFailure, 0},
                                         Case{"cut-before-data", AttemptResult::kTechnicalFailure,
                                              0},
                                         Case{"cut-after-dot", AttemptResult::kUnknown, 1},
                                         Case{"cut-after-250", AttemptResult::kSubmitted, 1}),
                         [](const auto& param) {
                           std::string name = param.param.behaviour;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(SmtpTest, AConnectionCutWithinTheContentIsNeverTakenForSent) {
  const Server server;
  SmtpSender sender(Plain(server));
  const Delivery large = Send(sender, "cut-in-data", 8'000'000);
  EXPECT_EQ(large.result, AttemptResult::kTechnicalFailure) << large.answer;
  // The whole of a small message may have left before the cut is seen.
  const Delivery small = Send(sender, "cut-in-data");
  EXPECT_TRUE(small.result == AttemptResult::kUnknown ||
              small.result == AttemptResult::kTechnicalFailure);
  EXPECT_EQ(server.taken(), 0);
}

TEST(SmtpTest, TheBytesArriveAsTheyWereRendered) {
  const Server server;
  SmtpSender sender(Plain(server));
  const Delivery delivery = Send(sender, "ok");
  EXPECT_EQ(delivery.answer, "250 2.0.0 queued as 4F3");
  EXPECT_EQ(Read(server.folder() / "1.eml"), To("ok").bytes);
}

TEST(SmtpTest, OneConnectionServesManyMessages) {
  const Server server;
  SmtpSender sender(Plain(server));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kSubmitted);
  EXPECT_EQ(server.taken(), 5);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(SmtpTest, AKeptConnectionThatTheServerClosedIsReplaced) {
  const Server server;
  SmtpSender sender(Plain(server));
  EXPECT_EQ(Send(sender, "close-after").result, AttemptResult::kSubmitted);
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kSubmitted);
  EXPECT_EQ(server.taken(), 2);
}

TEST(SmtpTest, AServerThatRefusesAtTheDoorIsTriedAgain) {
  const Server server({"--greeting", "421"});
  SmtpSender sender(Plain(server));
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kTemporaryFailure);
  const Server closed({"--greeting", "554"});
  SmtpSender other(Plain(closed));
  EXPECT_EQ(Send(other, "ok").result, AttemptResult::kTechnicalFailure);
}

TEST(SmtpTest, AServerThatIsNotThereTakesNothing) {
  SmtpOptions options;
  {
    const Server server;
    options = Plain(server);
  }
  SmtpSender sender(options);
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kTechnicalFailure);
}

TEST(SmtpTest, ATarpitUsesUpTheTimeNotTheClearance) {
  const Server server;
  SmtpOptions options = Plain(server);
  options.timeout = 500ms;
  SmtpSender impatient(options);
  EXPECT_EQ(Send(impatient, "tarpit").result, AttemptResult::kTechnicalFailure);
  // The server answers at last, but the clearance is over: no content leaves.
  SmtpSender patient(Plain(server));
  const Delivery late =
      patient.HandOver(Channel::kEmail, To("tarpit"), std::chrono::steady_clock::now() + 500ms);
  EXPECT_EQ(late.result, AttemptResult::kTechnicalFailure);
  EXPECT_THAT(late.answer, HasSubstr("clearance"));
  EXPECT_EQ(server.taken(), 0);
}

TEST(SmtpTest, AStrippedStarttlsSendsNothingInClear) {
  const Server server;
  SmtpOptions options = Plain(server);
  options.starttls_required = true;
  SmtpSender sender(options);
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kTechnicalFailure);
  EXPECT_EQ(server.taken(), 0);
}

/// A certificate for 127.0.0.1, and its file names.
std::vector<std::string> Certificate(const std::string& name) {
  std::filesystem::create_directories(kFolder);
  const std::string certificate = (kFolder / (name + ".pem")).string();
  const std::string key = (kFolder / (name + ".key")).string();
  const std::string command =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext "
      "subjectAltName=IP:127.0.0.1 -out " +
      certificate + " -keyout " + key + " 2>/dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
  return {"--certificate", certificate, "--key", key};
}

TEST(SmtpTest, ATrustedCertificateIsTakenAndAnyOtherRefused) {
  const auto certificate = Certificate("good");
  const Server server(certificate);
  SmtpOptions options = Plain(server);
  options.starttls_required = true;
  options.authority = certificate[1];
  SmtpSender sender(options);
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kSubmitted);
  EXPECT_TRUE(std::filesystem::exists(server.folder() / "1.tls.eml"));
  options.authority = Certificate("other")[1];
  SmtpSender wary(options);
  EXPECT_EQ(Send(wary, "ok").result, AttemptResult::kTechnicalFailure);
  EXPECT_EQ(server.taken(), 1);
}

TEST(SmtpTest, AWrongPasswordIsOurFault) {
  const Server server({"--auth", "right"});
  SmtpOptions options = Plain(server);
  options.user = "relance";
  options.password = Secret("right");
  SmtpSender sender(options);
  EXPECT_EQ(Send(sender, "ok").result, AttemptResult::kSubmitted);
  options.password = Secret("wrong");
  SmtpSender mistaken(options);
  EXPECT_EQ(Send(mistaken, "ok").result, AttemptResult::kTechnicalFailure);
}

TEST(SmtpTest, AChannelWithoutProviderSendsNothing) {
  const Server server;
  SmtpSender sender(Plain(server));
  const Delivery delivery = sender.HandOver(Channel::kRegistered, To("ok"), Soon());
  EXPECT_EQ(delivery.result, AttemptResult::kTechnicalFailure);
  EXPECT_THAT(delivery.answer, HasSubstr("registered"));
}

}  // namespace
}  // namespace relance::notifier
