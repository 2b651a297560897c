#include <sstream>

#include "tools/relance/shell/session.h"

namespace relance::cli {
namespace {

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

}  // namespace

Result<journal::Identity> ParseIdentity(std::string_view text) {
  const auto parts = Split(std::string(text), ':');
  if (parts.size() < 2 || parts.size() > 3 || parts[0].empty() || parts[1].empty()) {
    return Invalid("'" + std::string(text) + "' is not NAME:ROLE or NAME:ROLE:ENTITY,ENTITY",
                   "--as");
  }
  journal::Identity identity;
  identity.actor = parts[0];
  identity.role = parts[1];
  identity.entities = parts.size() == 3 ? Split(parts[2], ',') : std::vector<std::string>{"*"};
  return identity;
}

}  // namespace relance::cli
