#include "services/portal/adapters/redis_store.h"

#include <charconv>

#include "libs/base/encoding.h"
#include "libs/digest/digest.h"

namespace relance::portal {
namespace {

/// KEYS[1]; ARGV: idle ms, life ms, then fields and values. A session keeps the end it began with.
constexpr const char* kPutScript = R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local ends = tonumber(redis.call('HGET', KEYS[1], 'ends')) or now + ARGV[2]
local left = math.min(tonumber(ARGV[1]), ends - now)
if left <= 0 then return redis.call('DEL', KEYS[1]) end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'ends', string.format('%.0f', ends), unpack(ARGV, 3))
return redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))
)";

/// KEYS[1]; ARGV: idle ms. The fields, after moving the end; nothing when there is no session.
constexpr const char* kFindScript = R"(
local ends = tonumber(redis.call('HGET', KEYS[1], 'ends'))
if not ends then return {} end
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local left = math.min(tonumber(ARGV[1]), ends - now)
if left <= 0 then redis.call('DEL', KEYS[1]) return {} end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', left))
return redis.call('HGETALL', KEYS[1])
)";

/// KEYS[1]; ARGV: window ms.
constexpr const char* kCountScript = R"(
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return n
)";

/// "{portal:3f}:session:..." spreads over the slots of a cluster.
std::string KeyOf(std::string_view kind, std::string_view secret) {
  const std::string hash = ToHex(Sha256(std::string(kind) + "/" + std::string(secret)));
  return "{portal:" + hash.substr(0, 2) + "}:" + std::string(kind) + ":" + hash;
}

Result<Session> ReadSession(const std::vector<redis::Reply>& fields) {
  std::map<std::string, std::string> by_name;
  for (size_t i = 0; i + 1 < fields.size(); i += 2) by_name[fields[i].text] = fields[i + 1].text;
  auto account = MakeAccountId(by_name["entity"], by_name["account"]);
  if (!account) return NotFound("a session nobody can read");
  Session session{.viewer = {std::move(*account), by_name["contact"]},
                  .csrf = by_name["csrf"],
                  .scenario = {},
                  .acted = by_name["acted"] == "1"};
  if (!by_name["token_service"].empty()) {
    ReadToken token{.service = by_name["token_service"]};
    const auto read = [&](const std::string& text, auto& number) {
      std::from_chars(text.data(), text.data() + text.size(), number);
    };
    read(by_name["token_partition"], token.partition);
    read(by_name["token_sequence"], token.sequence);
    session.scenario = token;
  }
  return session;
}

std::string Text(Millis duration) {
  return std::to_string(duration.count());
}

}  // namespace

Result<void> RedisStore::Put(const std::string& id, const Session& session) {
  const std::string key = KeyOf("session", id);
  const ReadToken token = session.scenario.value_or(ReadToken{});
  const auto reply = cluster_.Run(key, {"EVAL",
                                        kPutScript,
                                        "1",
                                        key,
                                        Text(limits_.idle),
                                        Text(limits_.life),
                                        "entity",
                                        session.viewer.account.entity,
                                        "account",
                                        session.viewer.account.account,
                                        "contact",
                                        session.viewer.contact,
                                        "csrf",
                                        session.csrf,
                                        "acted",
                                        session.acted ? "1" : "0",
                                        "token_service",
                                        token.service,
                                        "token_partition",
                                        std::to_string(token.partition),
                                        "token_sequence",
                                        std::to_string(token.sequence)});
  if (!reply) return Failure(reply.error());
  return {};
}

Result<Session> RedisStore::Find(const std::string& id) {
  const std::string key = KeyOf("session", id);
  const auto reply = cluster_.Run(key, {"EVAL", kFindScript, "1", key, Text(limits_.idle)});
  if (!reply) return Failure(reply.error());
  if (reply->elements.empty()) return NotFound("no such session");
  return ReadSession(reply->elements);
}

Result<int64_t> RedisStore::Failures(const std::string& origin) {
  const std::string key = KeyOf("attempts", origin);
  const auto reply = cluster_.Run(key, {"GET", key});
  if (!reply) return Failure(reply.error());
  int64_t count = 0;
  std::from_chars(reply->text.data(), reply->text.data() + reply->text.size(), count);
  return count;
}

Result<void> RedisStore::CountFailure(const std::string& origin) {
  const std::string key = KeyOf("attempts", origin);
  const auto reply = cluster_.Run(key, {"EVAL", kCountScript, "1", key, Text(limits_.attempts)});
  if (!reply) return Failure(reply.error());
  return {};
}

}  // namespace relance::portal
