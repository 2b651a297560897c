// The headers of a mail from what master data says: name, address and subject, one a line; then the
// text.
#include "services/notifier/adapters/mail.h"
#include "tests/fuzz/fuzz.h"

namespace relance::fuzz {
namespace {

/// The names of the headers, each once a line.
std::string HeadersOf(std::string_view mail) {
  std::string names;
  while (!mail.empty() && !mail.starts_with("\r\n")) {
    const auto line = TakeUpTo(mail, '\n');
    if (line.starts_with(' ') || line.starts_with('\t')) continue;
    names += std::string(line.substr(0, line.find(':'))) + "\n";
  }
  return names;
}

notifier::Mail Plain() {
  notifier::Mail mail;
  mail.from_name = "Ateliers";
  mail.from = "claire@ponant.example";
  mail.to_name = "Client";
  mail.to = "client@example.org";
  mail.subject = "Facture";
  mail.text = "Bonjour";
  mail.html = "<p>Bonjour</p>";
  mail.language = "fr";
  mail.message_id = "<n.c@ponant.example>";
  mail.trace = "t-1";
  mail.boundary = "b-1";
  return mail;
}

void Run(std::string_view input) {
  notifier::Mail mail = Plain();
  mail.to_name = TakeUpTo(input, '\n');
  const auto address = TakeUpTo(input, '\n');
  mail.subject = TakeUpTo(input, '\n');
  mail.text = input;
  if (const auto checked = notifier::CheckedAddress(address)) {
    Expect(notifier::CheckedAddress(*checked) == *checked, "a checked address stays as it is");
    Expect(!notifier::DomainOf(*checked).empty(), "and has a domain");
    mail.to = *checked;
  }
  const auto bytes = notifier::WriteMail(mail);
  if (!bytes) return;
  Expect(HeadersOf(*bytes) == HeadersOf(*notifier::WriteMail(Plain())),
         "nobody's name or address adds a header");
}

const bool kDeclared = Declare({"mail", Run});

}  // namespace
}  // namespace relance::fuzz
