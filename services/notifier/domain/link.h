#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "libs/base/account_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"

/// Links into the portal. Whoever holds the token gets in; only its SHA-256 is kept.
namespace relance::notifier {

struct Link {
  std::string hash;  ///< SHA-256 of the token's bytes, 32 bytes.
  AccountId account;
  std::string contact;
  std::string notice;  ///< Empty when a person asked for it.
  Instant expires_at{};
  bool revoked = false;

  bool operator==(const Link&) const = default;
};

struct LinkIssued {
  Link link;
};
struct LinkRevoked {};
using LinkFact = std::variant<LinkIssued, LinkRevoked>;

Link Evolve(Link link, const LinkFact& fact);

enum class LinkRefusal {
  kMalformed,  ///< No hash, or nobody's.
  kExpired,    ///< Would be dead on arrival.
  kTaken,      ///< The hash stands for something else.
  kUnknown,
};
std::string_view Name(LinkRefusal refusal);
struct NothingNew {};

std::variant<LinkIssued, NothingNew, LinkRefusal> DecideIssue(const Link* existing,
                                                              const Link& link, Instant now);
std::variant<LinkRevoked, NothingNew, LinkRefusal> DecideRevoke(const Link* existing);

/// Whether the link opens its account at `now`.
bool IsLive(const Link& link, Instant now);

/// What a token holds: where its hash is kept, and 32 bytes nobody can guess.
struct LinkToken {
  int partition = 0;
  std::string secret;

  bool operator==(const LinkToken&) const = default;
};
/// base64url(2-byte partition, 32 random bytes).
std::string ToString(const LinkToken& token);
/// kNotFound for everything malformed, as for every token that opens nothing.
Result<LinkToken> ParseLinkToken(std::string_view text);
/// SHA-256 of the whole token, 32 bytes.
std::string HashOf(const LinkToken& token);

template <class Archive>
void Describe(Archive& archive, Link& v) {
  archive(v.hash, v.account.entity, v.account.account, v.contact, v.notice, v.expires_at,
          v.revoked);
}

}  // namespace relance::notifier
