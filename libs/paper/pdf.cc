#include "libs/paper/pdf.h"

#include "libs/paper/catalogue.h"
#include "libs/paper/sheet.h"
#include "libs/paper/typesetter.h"

namespace relance::paper {

Result<std::string> ToPdf(const Document& document, const Fonts& fonts) {
  const Document clean = Cleaned(document);
  Sheet sheet(fonts, clean);
  Typesetter(sheet, clean).Print();
  auto bytes = sheet.Finish();
  if (!bytes) return Failure(bytes.error());
  return WithLanguage(*std::move(bytes), clean.language);
}

}  // namespace relance::paper
