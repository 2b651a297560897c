#include "services/ledger/adapters/claim_press.h"

#include <utility>

#include "libs/paper/pdf.h"
#include "libs/paper/plain_text.h"
#include "services/ledger/adapters/claim_paper.h"

namespace relance::ledger {
namespace {

/// An answer of gRPC has at most 1 MiB; what stands beside the content is little.
constexpr size_t kLargestContent = (1U << 20) - (1U << 14);
constexpr size_t kLongestPart = 40;
/// Each takes a page, and 10 ms of a processor; more do not fit kLargestContent.
constexpr int kMostItemsOfPdf = 300;

v1::ComputeClaimRequest ClaimOf(const v1::PrintClaimRequest& request) {
  v1::ComputeClaimRequest wanted;
  *wanted.mutable_account() = request.account();
  *wanted.mutable_documents() = request.documents();
  if (request.has_as_of()) *wanted.mutable_as_of() = request.as_of();
  if (request.has_at_least()) *wanted.mutable_at_least() = request.at_least();
  wanted.set_in_insolvency(request.in_insolvency());
  return wanted;
}

/// A part of a file name and of a header: what strangers number documents by cannot leave it.
std::string SafePart(const std::string& text) {
  std::string safe;
  for (const char c : text.substr(0, kLongestPart)) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.';
    safe += plain || c == '-' ? c : '_';
  }
  return safe;
}

std::string FileNameOf(const v1::ClaimStatement& statement, const ClaimWords& words,
                       const Date& as_of, bool is_pdf) {
  std::string name = std::string(words.file_name) + "-" + SafePart(statement.account().number());
  if (statement.items_size() == 1) name += "-" + SafePart(statement.items(0).document());
  return name + "-" + FormatDate(as_of) + (is_pdf ? ".pdf" : ".txt");
}

Failure TooLarge() {
  return Invalid("make a document that is too large to send: name fewer of them", "documents");
}

/// The first of the wishes that statements are written in.
const ClaimWords& FirstSpoken(const std::vector<std::string>& wishes) {
  for (const std::string& wish : wishes) {
    if (const ClaimWords* words = ClaimWordsOf(wish)) return *words;
  }
  return kEnglishClaimWords;
}

ClaimParties PartiesOf(const config::v1::LegalEntity& entity, std::string debtor) {
  ClaimParties parties{.creditor = entity.name().empty() ? entity.code() : entity.name()};
  for (const std::string& line : entity.address()) parties.creditor_lines.push_back(line);
  if (!entity.legal_notice().empty()) parties.creditor_lines.push_back(entity.legal_notice());
  parties.debtor = Personal<std::string>(std::move(debtor));
  return parties;
}

}  // namespace

Result<v1::PrintClaimResponse> ClaimPress::Print(const v1::PrintClaimRequest& request) const {
  const bool is_pdf = request.format() == v1::CLAIM_FORMAT_PDF;
  if (!is_pdf && request.format() != v1::CLAIM_FORMAT_TEXT) {
    return Invalid("is TEXT or PDF", "format");
  }
  if (!request.language().empty() && ClaimWordsOf(request.language()) == nullptr) {
    return Invalid("statements are written in fr and en", "language");
  }
  auto claim = desk_.Compute(ClaimOf(request));
  if (!claim) return Failure(claim.error());
  if (is_pdf && claim->statement().items_size() > kMostItemsOfPdf) return TooLarge();
  v1::GetAccountRequest about;
  *about.mutable_account() = request.account();
  *about.mutable_at_least() = claim->token();
  auto account = queries_.GetAccount(about);
  if (!account && account.error().code != ErrorCode::kNotFound) return Failure(account.error());
  if (!account) account = v1::GetAccountResponse();
  const auto configuration = configuration_.Newest();
  const auto* entity = FindEntity(*configuration, request.account().legal_entity());
  if (entity == nullptr) return NotFound("the legal entity is not configured");
  const ClaimWords& words =
      FirstSpoken({request.language(), account->language(), entity->language()});
  const auto document = PaperOf(*claim, PartiesOf(*entity, account->name()), words);
  if (!document) return Failure(document.error());
  v1::PrintClaimResponse response;
  if (is_pdf) {
    if (!fonts_) return Failure(fonts_.error());
    auto pdf = paper::ToPdf(*document, *fonts_);
    if (!pdf) return Failure(pdf.error());
    response.set_content(*std::move(pdf));
  } else {
    response.set_content(paper::ToText(*document));
  }
  if (response.content().size() > kLargestContent) {
    return TooLarge();
  }
  response.set_media_type(is_pdf ? "application/pdf" : "text/plain; charset=utf-8");
  response.set_file_name(FileNameOf(claim->statement(), words, document->date, is_pdf));
  response.set_digest(claim->digest());
  response.set_language(std::string(words.language));
  *response.mutable_token() = claim->token();
  return response;
}

}  // namespace relance::ledger
