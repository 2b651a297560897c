#include "libs/redis/view_store.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "libs/base/encoding.h"
#include "libs/redis/script.h"

namespace relance::redis {
namespace {

using journal::Changes;
using journal::Listed;
using journal::Loaded;
using journal::Position;
using journal::Projected;

/// Words of one command. Lua's unpack puts its results on a stack of 8,000.
constexpr size_t kChunk = 1000;
constexpr int kWipeAttempts = 16;

/// KEYS: position, then a hash for every family. ARGV: {key number, n, n names} repeated.
constexpr const char* kLoad = R"lua(
local out = {redis.call('GET', KEYS[1])}
local i = 1
while i <= #ARGV do
  local n = tonumber(ARGV[i + 1])
  out[#out + 1] = redis.call('HMGET', KEYS[tonumber(ARGV[i])], unpack(ARGV, i + 2, i + 1 + n))
  i = i + 2 + n
end
return out
)lua";

/// KEYS: position, index. ARGV: lowest, highest, limit.
constexpr const char* kList = R"lua(
return {redis.call('GET', KEYS[1]),
        redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])}
)lua";

/// KEYS: position, index, families, then the hash of every family. ARGV: the families. Answers 0,
/// and changes nothing, when there are others by now. The position goes first.
constexpr const char* kWipe = R"lua(
if redis.call('SCARD', KEYS[3]) ~= #ARGV then return 0 end
for first = 1, #ARGV, 1000 do
  local last = math.min(first + 999, #ARGV)
  for _, known in ipairs(redis.call('SMISMEMBER', KEYS[3], unpack(ARGV, first, last))) do
    if known == 0 then return 0 end
  end
end
for first = 1, #KEYS, 1000 do
  redis.call('UNLINK', unpack(KEYS, first, math.min(first + 999, #KEYS)))
end
return 1
)lua";

constexpr const char* kCount = R"lua(
local n = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], 86400)
return n
)lua";

/// {sequence, hash}: what compare-and-set compares. The offset follows from them.
std::string Token(const Position& position) {
  return std::to_string(position.sequence) + " " + ToHex(position.hash) + " ";
}

struct DocumentName {
  std::string_view family;
  std::string_view name;
};

Result<DocumentName> Split(std::string_view key) {
  const size_t slash = key.find('/');
  if (slash == key.npos) return Invalid("a document is named family/name: " + std::string(key));
  return DocumentName{key.substr(0, slash), key.substr(slash + 1)};
}

Result<std::optional<Position>> PositionOf(const Reply& reply) {
  if (reply.IsNil()) return std::optional<Position>{};
  auto position = ParsePosition(reply.text);
  if (!position) return Failure(position.error());
  return std::optional(*position);
}

/// The smallest string greater than all that start with `prefix`, as ZRANGEBYLEX writes bounds.
std::string BoundAfter(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (prefix.empty()) return "+";
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return "(" + prefix;
}

/// Numbers the keys of a script: the fixed ones, then one for every family it touches.
class KeyList {
 public:
  explicit KeyList(std::vector<std::string> fixed) : keys_(std::move(fixed)) {}

  std::string NumberOf(const ViewKeys& names, std::string_view family) {
    const auto [at, is_new] = numbers_.try_emplace(std::string(family), keys_.size() + 1);
    if (is_new) keys_.push_back(names.Family(family));
    return std::to_string(at->second);
  }
  const std::vector<std::string>& keys() const { return keys_; }

 private:
  std::vector<std::string> keys_;
  std::map<std::string, size_t> numbers_;
};

/// Words of commands, where what is written holds them.
using Words = std::vector<std::string_view>;

/// The commands that a projection writes, in chunks.
class Writes {
 public:
  void Add(const std::string& command, const std::string& key, const Words& words) {
    for (size_t first = 0; first < words.size(); first += kChunk) {
      const auto from = words.begin() + static_cast<std::ptrdiff_t>(first);
      const size_t n = std::min(kChunk, words.size() - first);
      Command& chunk = commands_.emplace_back(Command{command, key});
      chunk.insert(chunk.end(), from, from + static_cast<std::ptrdiff_t>(n));
    }
  }
  void Add(Command command) { commands_.push_back(std::move(command)); }
  std::vector<Command> Take() { return std::move(commands_); }

 private:
  std::vector<Command> commands_;
};

/// The words for HSET and HDEL of one family.
struct FamilyChanges {
  Words set;
  Words removed;
};

void WriteIndex(const Changes& changes, const ViewKeys& keys, Writes& writes) {
  Words added;
  Words removed;
  std::map<std::string_view, bool> last_words;
  for (const auto& [member, is_member] : changes.index) last_words[member] = is_member;
  for (const auto& [member, is_member] : last_words) {
    if (is_member) {
      added.insert(added.end(), {"0", member});
    } else {
      removed.push_back(member);
    }
  }
  writes.Add("ZREM", keys.index, removed);
  writes.Add("ZADD", keys.index, added);
}

Result<void> WriteDocuments(const Changes& changes, const ViewKeys& keys, Writes& writes) {
  std::map<std::string_view, FamilyChanges> families;
  for (const auto& [key, value] : changes.documents) {
    const auto name = Split(key);
    if (!name) return Failure(name.error());
    FamilyChanges& family = families[name->family];
    if (value) {
      family.set.insert(family.set.end(), {name->name, *value});
    } else {
      family.removed.push_back(name->name);
    }
  }
  for (const auto& family : changes.dropped_families) {
    writes.Add({"UNLINK", keys.Family(family)});
  }
  writes.Add("SREM", keys.families,
             {changes.dropped_families.begin(), changes.dropped_families.end()});
  Words written;
  for (const auto& [family, change] : families) {
    writes.Add("HDEL", keys.Family(family), change.removed);
    writes.Add("HSET", keys.Family(family), change.set);
    if (!change.set.empty()) written.push_back(family);
  }
  writes.Add("SADD", keys.families, written);
  return {};
}

/// Where a view stands that is to be taken from one position to the next.
enum class Standing {
  kAtStart,
  kThere,
  kElsewhere,
  kRemains,  ///< It has documents and no position: a projection broke off half-way.
};

Standing StandingOf(const Reply& position, const Reply& remains,
                    const std::optional<Position>& from, const Position& to) {
  if (position.text.starts_with(Token(to))) return Standing::kThere;
  if (from)
    return position.text.starts_with(Token(*from)) ? Standing::kAtStart : Standing::kElsewhere;
  if (!position.IsNil()) return Standing::kElsewhere;
  return remains.integer > 0 ? Standing::kRemains : Standing::kAtStart;
}

/// Some documents of one family that are read by one command.
struct FamilyRead {
  std::string_view family;
  Words names;
  std::vector<size_t> places;  ///< Of each, among what is loaded.
};

Result<std::vector<FamilyRead>> ReadsOf(const std::vector<std::string>& keys) {
  std::vector<FamilyRead> reads;
  std::map<std::string_view, size_t> last;  // Of each family.
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto name = Split(keys[i]);
    if (!name) return Failure(name.error());
    const auto [at, is_new] = last.try_emplace(name->family, reads.size());
    if (!is_new && reads[at->second].names.size() == kChunk) at->second = reads.size();
    if (at->second == reads.size()) reads.push_back({name->family, {}, {}});
    reads[at->second].names.push_back(name->name);
    reads[at->second].places.push_back(i);
  }
  return reads;
}

/// The position, the reads, and the position again.
std::vector<Command> CommandsOf(const std::vector<FamilyRead>& reads, const ViewKeys& keys) {
  std::vector<Command> commands{{"GET", keys.position}};
  for (const FamilyRead& read : reads) {
    Command& command = commands.emplace_back(Command{"HMGET", keys.Family(read.family)});
    command.insert(command.end(), read.names.begin(), read.names.end());
  }
  if (!reads.empty()) commands.push_back(commands.front());
  return commands;
}

/// From the position and what each read was answered.
Result<Loaded> LoadedFrom(std::vector<Reply> replies, const std::vector<FamilyRead>& reads,
                          size_t count) {
  auto position = PositionOf(replies.at(0));
  if (!position) return Failure(position.error());
  Loaded loaded{*position, std::vector<std::optional<std::string>>(count)};
  for (size_t i = 0; i < reads.size(); ++i) {
    auto& values = replies.at(1 + i).elements;
    for (size_t n = 0; n < reads[i].places.size(); ++n) {
      if (!values.at(n).IsNil()) loaded.values[reads[i].places[n]] = std::move(values[n].text);
    }
  }
  return loaded;
}

bool IsOneMoment(const std::vector<Reply>& replies) {
  const auto is_error = [](const Reply& reply) { return reply.IsError(); };
  return std::none_of(replies.begin(), replies.end(), is_error) &&
         replies.front().text == replies.back().text;
}

/// In one script, whatever is written meanwhile.
Result<Loaded> LoadAtOnce(Cluster& cluster, Script& script, const ViewKeys& names,
                          const std::vector<FamilyRead>& reads, size_t count) {
  KeyList keys({names.position});
  std::vector<std::string> arguments;
  for (const FamilyRead& read : reads) {
    arguments.push_back(keys.NumberOf(names, read.family));
    arguments.push_back(std::to_string(read.names.size()));
    arguments.insert(arguments.end(), read.names.begin(), read.names.end());
  }
  auto reply = script.Run(cluster, keys.keys(), std::move(arguments));
  if (!reply) return Failure(reply.error());
  return LoadedFrom(std::move(reply->elements), reads, count);
}

}  // namespace

ViewKeys::ViewKeys(const ViewName& name)
    : tag("{" + name.service + ":" + std::to_string(name.partition) + "}") {
  const std::string view = tag + "v" + std::to_string(name.layout) + ":";
  position = view + "position";
  index = view + "index";
  families = view + "families";
  documents_ = view + "d:";
}

std::string ViewKeys::Family(std::string_view family) const {
  return documents_ + std::string(family);
}

std::string ViewKeys::Attempts(std::string_view input) const {
  return tag + "attempts:" + std::string(input);
}

std::string Format(const Position& position) {
  return Token(position) + std::to_string(position.offset);
}

Result<Position> ParsePosition(const std::string& text) {
  const Failure corrupt = Corrupt("the view's position is malformed: " + text);
  const size_t first = text.find(' ');
  const size_t second = first == std::string::npos ? first : text.find(' ', first + 1);
  if (second == std::string::npos) return corrupt;
  Position position;
  const auto sequence = std::from_chars(text.data(), text.data() + first, position.sequence);
  const auto hash = FromHex(std::string_view(text).substr(first + 1, second - first - 1));
  const char* const end = text.data() + text.size();
  const auto offset = std::from_chars(text.data() + second + 1, end, position.offset);
  const bool sound = sequence.ec == std::errc() && sequence.ptr == text.data() + first && hash &&
                     hash->size() == position.hash.size() && offset.ec == std::errc() &&
                     offset.ptr == end;
  if (!sound) return corrupt;
  position.hash = DigestFromBytes(*hash);
  return position;
}

struct RedisViewStore::Scripts {
  Script load{kLoad};
  Script list{kList};
  Script wipe{kWipe};
  Script count{kCount};
};

RedisViewStore::RedisViewStore(Cluster& cluster, const ViewName& name)
    : cluster_(cluster), keys_(name), scripts_(std::make_unique<Scripts>()) {}
RedisViewStore::~RedisViewStore() = default;

/// Plain reads between two looks at the position are as good as one atomic read when both show the
/// same, and cost Redis a third of a script. With writes in between it is the script's turn.
Result<Loaded> RedisViewStore::Load(const std::vector<std::string>& keys) {
  const auto reads = ReadsOf(keys);
  if (!reads) return Failure(reads.error());
  auto replies = cluster_.RunAll(keys_.position, CommandsOf(*reads, keys_));
  if (!replies) return Failure(replies.error());
  if (IsOneMoment(*replies)) return LoadedFrom(std::move(*replies), *reads, keys.size());
  return LoadAtOnce(cluster_, scripts_->load, keys_, *reads, keys.size());
}

Result<Listed> RedisViewStore::List(const std::string& prefix, const std::string& after,
                                    size_t limit) {
  const std::string lowest = after < prefix ? "[" + prefix : "(" + after;
  auto reply = scripts_->list.Run(cluster_, {keys_.position, keys_.index},
                                  {lowest, BoundAfter(prefix), std::to_string(limit)});
  if (!reply) return Failure(reply.error());
  auto position = PositionOf(reply->elements.at(0));
  if (!position) return Failure(position.error());
  Listed listed{*position, {}};
  for (Reply& member : reply->elements.at(1).elements) {
    listed.members.push_back(std::move(member.text));
  }
  return listed;
}

Result<Projected> RedisViewStore::Project(const std::optional<Position>& from, const Position& to,
                                          const Changes& changes) {
  auto projected = ProjectOnto(from, to, changes);
  if (projected && !*projected) {
    if (auto wiped = Wipe(); !wiped) return Failure(wiped.error());
    projected = ProjectOnto(from, to, changes);
  }
  if (!projected) return Failure(projected.error());
  if (!*projected) return Conflict("what remains of the view " + keys_.position + " stays");
  return **projected;
}

/// Nothing: onto remains without a position no view is built.
Result<std::optional<Projected>> RedisViewStore::ProjectOnto(const std::optional<Position>& from,
                                                             const Position& to,
                                                             const Changes& changes) {
  Writes writes;
  if (auto done = WriteDocuments(changes, keys_, writes); !done) return Failure(done.error());
  WriteIndex(changes, keys_, writes);
  writes.Add({"SET", keys_.position, Format(to)});
  Reply position;
  Standing standing{};
  const auto is_at_start = [&](const std::vector<Reply>& seen) {
    position = seen[0];
    standing = StandingOf(position, seen[1], from, to);
    return standing == Standing::kAtStart;
  };
  const auto written =
      cluster_.RunTransaction({keys_.position,
                               {{"GET", keys_.position}, {"EXISTS", keys_.index, keys_.families}},
                               is_at_start,
                               writes.Take()});
  if (!written) return Failure(written.error());
  if (*written) {
    if (auto whole = CheckWhole(**written); !whole) return Failure(whole.error());
    return Projected{true, to};
  }
  if (standing == Standing::kRemains) return std::nullopt;
  auto actual = PositionOf(position);
  if (!actual) return Failure(actual.error());
  return Projected{standing == Standing::kThere, *actual};
}

/// Where one write of a projection failed, its position goes: what was half-written is not a view.
Result<void> RedisViewStore::CheckWhole(const std::vector<Reply>& written) {
  for (const Reply& reply : written) {
    if (!reply.IsError()) continue;
    (void)cluster_.Run(keys_.position, {"UNLINK", keys_.position});
    return Failure(ErrorOf(reply));
  }
  return {};
}

Result<void> RedisViewStore::Wipe() {
  for (int attempt = 0; attempt < kWipeAttempts; ++attempt) {
    auto families = cluster_.Run(keys_.tag, {"SMEMBERS", keys_.families});
    if (!families) return Failure(families.error());
    std::vector<std::string> keys{keys_.position, keys_.index, keys_.families};
    std::vector<std::string> names;
    for (Reply& family : families->elements) {
      keys.push_back(keys_.Family(family.text));
      names.push_back(std::move(family.text));
    }
    auto reply = scripts_->wipe.Run(cluster_, keys, std::move(names));
    if (!reply) return Failure(reply.error());
    if (reply->integer == 1) return {};
  }
  return Conflict("somebody writes the view " + keys_.position + " while it is wiped");
}

Result<int> RedisViewStore::CountAttempt(const std::string& input) {
  auto reply = scripts_->count.Run(cluster_, {keys_.Attempts(input)}, {});
  if (!reply) return Failure(reply.error());
  return static_cast<int>(reply->integer);
}

Result<void> RedisViewStore::ForgetAttempts(const std::string& input) {
  const std::string key = keys_.Attempts(input);
  auto reply = cluster_.Run(key, {"DEL", key});
  if (!reply) return Failure(reply.error());
  return {};
}

Result<Instant> RedisViewStore::Time() {
  auto reply = cluster_.Run(keys_.tag, {"TIME"});
  if (!reply) return Failure(reply.error());
  if (reply->elements.size() != 2) return Corrupt("TIME answered with another shape");
  int64_t parts[2] = {0, 0};  // Seconds, microseconds.
  for (size_t i = 0; i < 2; ++i) {
    const std::string& text = reply->elements[i].text;
    std::from_chars(text.data(), text.data() + text.size(), parts[i]);
  }
  return FromMillis(parts[0] * 1000 + parts[1] / 1000);
}

}  // namespace relance::redis
