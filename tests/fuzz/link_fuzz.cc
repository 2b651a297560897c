// The token of a link into the portal.
#include "services/notifier/domain/link.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

void Run(std::string_view text) {
  const auto token = notifier::ParseLinkToken(text);
  if (!token) return;
  Expect(notifier::ToString(*token) == text, "one text for one token");
  Expect(token->secret.size() == 32, "a token nobody can guess");
  Expect(notifier::HashOf(*token).size() == 32, "and only its digest is kept");
}

const bool kDeclared = Declare({"link", Run});

}  // namespace
}  // namespace relance::fuzz
