#include "libs/grpc/identity.h"

#include <grpcpp/client_context.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string>

namespace relance {
namespace {

constexpr char kActor[] = "relance-actor";
constexpr char kRole[] = "relance-role";
constexpr char kEntities[] = "relance-entities";
constexpr char kTraceparent[] = "traceparent";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

std::string PercentEncode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte > 0x20 && byte < 0x7F && c != '%' && c != ',') {
      out += c;
    } else {
      out += {'%', kHexDigits[byte >> 4], kHexDigits[byte & 15]};
    }
  }
  return out;
}

/// A '%' that starts no code stands for itself.
std::string PercentDecode(std::string_view text) {
  const auto digit = [&](size_t i) {
    return i < text.size() ? kHexDigits.find(text[i]) : std::string_view::npos;
  };
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && digit(i + 1) < 16 && digit(i + 2) < 16) {
      out += static_cast<char>(digit(i + 1) * 16 + digit(i + 2));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// What was sent exactly once: two actors are as good as none.
std::string_view Single(const grpc::ServerContextBase& context, const char* key) {
  const auto [first, last] = context.client_metadata().equal_range(key);
  if (first == last || std::next(first) != last) return {};
  return {first->second.data(), first->second.size()};
}

bool IsLowerHex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsZero(std::string_view text) {
  return text.find_first_not_of('0') == text.npos;
}

/// version-traceid-parentid-flags of version 00.
bool IsTraceparent(std::string_view text) {
  return text.size() == 55 && text.starts_with("00-") && text[35] == '-' && text[52] == '-' &&
         IsLowerHex(text.substr(3, 32)) && IsLowerHex(text.substr(36, 16)) &&
         IsLowerHex(text.substr(53)) && !IsZero(text.substr(3, 32)) && !IsZero(text.substr(36, 16));
}

}  // namespace

Identity IdentityOf(const grpc::ServerContextBase& context) {
  Identity identity{.actor = PercentDecode(Single(context, kActor)),
                    .role = PercentDecode(Single(context, kRole)),
                    .entities = {}};
  for (std::string_view rest = Single(context, kEntities); !rest.empty();) {
    const size_t comma = std::min(rest.find(','), rest.size());
    if (comma > 0) identity.entities.push_back(PercentDecode(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return identity;
}

void SendIdentity(grpc::ClientContext& context, const Identity& identity) {
  std::string entities;
  for (const std::string& entity : identity.entities) {
    entities += (entities.empty() ? "" : ",") + PercentEncode(entity);
  }
  if (!identity.actor.empty()) context.AddMetadata(kActor, PercentEncode(identity.actor));
  if (!identity.role.empty()) context.AddMetadata(kRole, PercentEncode(identity.role));
  if (!entities.empty()) context.AddMetadata(kEntities, entities);
}

bool InScope(const Identity& identity, std::string_view legal_entity) {
  return std::ranges::any_of(identity.entities, [&](const std::string& entity) {
    return entity == "*" || entity == legal_entity;
  });
}

grpc::Status CheckScope(const Identity& identity, std::string_view legal_entity) {
  if (identity.actor.empty()) {
    return {grpc::StatusCode::UNAUTHENTICATED, "the call does not say who acts"};
  }
  if (InScope(identity, legal_entity)) return grpc::Status::OK;
  return {grpc::StatusCode::PERMISSION_DENIED, "the legal entity is out of the caller's scope"};
}

std::string TraceparentOf(const grpc::ServerContextBase& context) {
  const std::string_view value = Single(context, kTraceparent);
  return IsTraceparent(value) ? std::string(value) : "";
}

void SendTraceparent(grpc::ClientContext& context, const std::string& traceparent) {
  if (IsTraceparent(traceparent)) context.AddMetadata(kTraceparent, traceparent);
}

std::string TraceId(std::string_view traceparent) {
  return IsTraceparent(traceparent) ? std::string(traceparent.substr(3, 32)) : "";
}

}  // namespace relance
