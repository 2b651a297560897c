#include "services/notifier/adapters/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <string_view>
#include <utility>

#include "libs/text/text.h"

namespace relance::notifier {
namespace {

constexpr size_t kLongestAnswer = 200;
constexpr int kClosing = 421;

void InitCurl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// One message's dialogue, as libcurl shows it while it runs.
struct Dialogue {
  const std::string* bytes = nullptr;
  size_t given = 0;
  Monotonic latest{};
  bool too_late = false;
  SmtpStage stage = SmtpStage::kBefore;
  SmtpReply reply;  ///< To the last command of this stage.
};

/// The content leaves only now: nothing has been sent if the clearance is over.
size_t GiveContent(char* buffer, size_t size, size_t count, void* context) {
  auto& dialogue = *static_cast<Dialogue*>(context);
  if (dialogue.given == 0 && std::chrono::steady_clock::now() >= dialogue.latest) {
    dialogue.too_late = true;
    return CURL_READFUNC_ABORT;
  }
  if (dialogue.given == 0) dialogue.reply = {};
  const size_t n = std::min(size * count, dialogue.bytes->size() - dialogue.given);
  std::memcpy(buffer, dialogue.bytes->data() + dialogue.given, n);
  dialogue.given += n;
  // After the end of the content libcurl adds the dot by itself.
  dialogue.stage =
      dialogue.given == dialogue.bytes->size() ? SmtpStage::kWhole : SmtpStage::kContent;
  return n;
}

void OnCommand(Dialogue& dialogue, std::string_view line) {
  if (line.starts_with("MAIL ")) {
    dialogue.stage = SmtpStage::kSender;
  } else if (line.starts_with("RCPT ")) {
    dialogue.stage = SmtpStage::kRecipient;
  } else if (line.starts_with("DATA")) {
    dialogue.stage = SmtpStage::kData;
  } else {
    return;
  }
  dialogue.reply = {};
}

bool IsFinalLine(std::string_view line) {
  const auto digit = [&](size_t i) { return line[i] >= '0' && line[i] <= '9'; };
  return line.size() >= 4 && digit(0) && digit(1) && digit(2) && line[3] != '-';
}

/// The first definite reply of a stage stays: what follows a refusal is the way out (RSET, QUIT).
void OnReply(Dialogue& dialogue, std::string_view line) {
  if (!IsFinalLine(line)) return;
  const bool after_content = dialogue.stage == SmtpStage::kWhole;
  if (after_content && dialogue.reply.code != 0) return;
  if (dialogue.reply.code >= 400) return;
  dialogue.reply.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  dialogue.reply.text = text::Shorten(text::OneLine(line), kLongestAnswer);
}

int Watch(CURL*, curl_infotype type, char* data, size_t size, void* context) {
  auto& dialogue = *static_cast<Dialogue*>(context);
  const std::string_view line(data, size);
  if (type == CURLINFO_HEADER_OUT) OnCommand(dialogue, line);
  if (type == CURLINFO_HEADER_IN) OnReply(dialogue, line);
  return 0;
}

/// Addresses that a server repeats are personal: the answer keeps code and words only.
std::string WithoutAddresses(const std::string& answer) {
  std::string out;
  size_t from = 0;
  while (from < answer.size()) {
    const size_t end = std::min(answer.find(' ', from), answer.size());
    const std::string_view word(answer.data() + from, end - from);
    out += word.find('@') == std::string_view::npos ? word : std::string_view("<address>");
    if (end < answer.size()) out += ' ';
    from = end + 1;
  }
  return out;
}

}  // namespace

struct SmtpSender::Connection {
  Connection() : curl(curl_easy_init()) {}
  ~Connection() {
    if (curl != nullptr) curl_easy_cleanup(curl);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  CURL* curl;
  bool used = false;
};

Delivery ResultOf(SmtpStage stage, const SmtpReply& reply, const std::string& trouble) {
  const int kind = reply.code / 100;
  const std::string answer = WithoutAddresses(reply.code != 0 ? reply.text : trouble);
  if (kind == 4) return {AttemptResult::kTemporaryFailure, answer};
  switch (stage) {
    case SmtpStage::kBefore:
    case SmtpStage::kSender:
      return {AttemptResult::kTechnicalFailure, answer};  // Our side: name, sender, password, TLS.
    case SmtpStage::kRecipient:
    case SmtpStage::kData:
      if (kind == 5) return {AttemptResult::kPermanentFailure, answer};
      return {AttemptResult::kTechnicalFailure, reply.code == 0 ? answer : trouble};
    case SmtpStage::kContent:
      // Without the final dot no server takes a message.
      if (kind == 5) return {AttemptResult::kPermanentFailure, answer};
      return {AttemptResult::kTechnicalFailure, trouble};
    case SmtpStage::kWhole:
      if (kind == 5) return {AttemptResult::kPermanentFailure, answer};
      if (kind == 2) return {AttemptResult::kSubmitted, answer};
      return {AttemptResult::kUnknown, trouble};
  }
  return {AttemptResult::kUnknown, trouble};
}

SmtpSender::SmtpSender(SmtpOptions options) : options_(std::move(options)) {
  InitCurl();
}
SmtpSender::~SmtpSender() = default;

std::unique_ptr<SmtpSender::Connection> SmtpSender::Take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return std::make_unique<Connection>();
}

void SmtpSender::Keep(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

Delivery SmtpSender::HandOver(Channel channel, const Message& message, Monotonic latest) {
  if (channel != Channel::kEmail) {
    return {AttemptResult::kTechnicalFailure,
            "no provider for the channel " + std::string(Name(channel))};
  }
  auto connection = Take();
  if (connection->curl == nullptr) {
    return {AttemptResult::kTechnicalFailure, "no memory for a connection"};
  }
  const Delivery delivery = Send(*connection, message, latest);
  // Whatever an ambiguous dialogue left in the connection is not for the next message.
  if (delivery.result != AttemptResult::kUnknown) Keep(std::move(connection));
  return delivery;
}

Delivery SmtpSender::Send(Connection& connection, const Message& message, Monotonic latest) {
  CURL* curl = connection.curl;
  const bool kept = connection.used;
  curl_easy_reset(curl);  // Keeps the connection.
  Dialogue dialogue;
  dialogue.bytes = &message.bytes;
  dialogue.latest = latest;
  const std::string url = "smtp://" + options_.host + ":" + std::to_string(options_.port) +
                          (options_.helo.empty() ? "" : "/" + options_.helo);
  const std::string sender = "<" + message.sender + ">";
  const std::string recipient = "<" + message.recipient + ">";
  curl_slist* recipients = curl_slist_append(nullptr, recipient.c_str());
  char why[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   static_cast<long>(options_.starttls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (!options_.authority.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options_.authority.c_str());
  }
  if (!options_.user.empty() && options_.password) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password->Reveal().c_str());
  }
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options_.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &GiveContent);
  curl_easy_setopt(curl, CURLOPT_READDATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Watch);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);

  CURLcode code = curl_easy_perform(curl);
  const bool closed = dialogue.stage <= SmtpStage::kSender &&
                      (dialogue.reply.code == 0 || dialogue.reply.code == kClosing);
  if (code != CURLE_OK && kept && closed) {
    // The server had closed the kept connection: this message has not met it yet.
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    dialogue.stage = SmtpStage::kBefore;
    dialogue.reply = {};
    code = curl_easy_perform(curl);
  }
  curl_slist_free_all(recipients);
  connection.used = true;
  if (dialogue.too_late) {
    return {AttemptResult::kTechnicalFailure, "the clearance expired before the content left"};
  }
  const std::string trouble =
      text::Shorten(text::OneLine(*why != '\0' ? why : curl_easy_strerror(code)), kLongestAnswer);
  return ResultOf(dialogue.stage, dialogue.reply, trouble);
}

}  // namespace relance::notifier
