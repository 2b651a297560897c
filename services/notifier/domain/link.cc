#include "services/notifier/domain/link.h"

#include <utility>

#include "libs/base/encoding.h"
#include "libs/base/overloaded.h"
#include "libs/digest/digest.h"

namespace relance::notifier {
namespace {

constexpr size_t kSecretBytes = 32;

std::string BytesOf(const LinkToken& token) {
  return {std::string{static_cast<char>(token.partition >> 8), static_cast<char>(token.partition)} +
          token.secret};
}

}  // namespace

Link Evolve(Link link, const LinkFact& fact) {
  std::visit(Overloaded{
                 [&](const LinkIssued& f) {
                   if (link.hash.empty()) link = f.link;
                 },
                 [&](const LinkRevoked&) { link.revoked = true; },
             },
             fact);
  return link;
}

std::string_view Name(LinkRefusal refusal) {
  switch (refusal) {
    case LinkRefusal::kMalformed:
      return "malformed";
    case LinkRefusal::kExpired:
      return "expired";
    case LinkRefusal::kTaken:
      return "taken";
    case LinkRefusal::kUnknown:
      return "unknown";
  }
  return "refused";
}

std::variant<LinkIssued, NothingNew, LinkRefusal> DecideIssue(const Link* existing,
                                                              const Link& link, Instant now) {
  if (link.hash.size() != sizeof(Digest)) return LinkRefusal::kMalformed;
  if (!MakeAccountId(link.account.entity, link.account.account)) return LinkRefusal::kMalformed;
  if (existing != nullptr) {
    if (*existing == link) return NothingNew{};
    return LinkRefusal::kTaken;
  }
  if (link.expires_at <= now) return LinkRefusal::kExpired;
  LinkIssued issued{link};
  issued.link.revoked = false;
  return issued;
}

std::variant<LinkRevoked, NothingNew, LinkRefusal> DecideRevoke(const Link* existing) {
  if (existing == nullptr) return LinkRefusal::kUnknown;
  if (existing->revoked) return NothingNew{};
  return LinkRevoked{};
}

bool IsLive(const Link& link, Instant now) {
  return !link.revoked && now < link.expires_at;
}

std::string ToString(const LinkToken& token) {
  return ToBase64Url(BytesOf(token));
}

Result<LinkToken> ParseLinkToken(std::string_view text) {
  const auto bytes = FromBase64Url(text);
  if (!bytes || bytes->size() != 2 + kSecretBytes) return NotFound("no such link");
  const auto high = static_cast<unsigned char>((*bytes)[0]);
  const auto low = static_cast<unsigned char>((*bytes)[1]);
  return LinkToken{high << 8 | low, bytes->substr(2)};
}

std::string HashOf(const LinkToken& token) {
  return ToBytes(Sha256(BytesOf(token)));
}

}  // namespace relance::notifier
