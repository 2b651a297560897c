// A journal's export, as an auditor may be handed one: verified, and a dossier cut out of it.
#include <sstream>

#include "tests/fuzz/fuzz.h"
#include "tools/relance/journal/archive.h"
#include "tools/relance/journal/dossier.h"
#include "tools/relance/journal/verify.h"

namespace relance::fuzz {
namespace {

void ReadLine(const std::string& line) {
  const auto read = cli::ParseArchiveLine(line);
  if (!read) return;
  const auto written = std::visit([](const auto& held) { return cli::ToLine(held); }, *read);
  Expect(cli::ParseArchiveLine(written) == *read, "a line that was read is written as the same");
}

void Run(std::string_view input) {
  const std::string text(input);
  ReadLine(text.substr(0, text.find('\n')));
  std::istringstream whole(text);
  const auto verified = cli::VerifyArchive(whole);
  std::istringstream in(text);
  std::ostringstream out;
  if (!cli::CutDossier(in, {"FR01", "D42"}, out)) return;
  if (!verified || !verified->findings.empty()) return;
  std::istringstream dossier(out.str());
  const auto again = cli::VerifyArchive(dossier);
  Expect(again && again->findings.empty(), "a dossier of an unbroken export is unbroken");
}

const bool kDeclared = Declare({"journal_export", Run});

}  // namespace
}  // namespace relance::fuzz
