#include "services/ledger/adapters/translator.h"

#include <algorithm>

#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/debtor_translation.h"
#include "services/ledger/adapters/document_translation.h"
#include "services/ledger/app/feed_rules.h"

namespace relance::ledger {
namespace {

Result<void> CheckSource(const std::string& source) {
  if (source.empty()) return Invalid("is missing", "source");
  return CheckText("source", source, Lines::kOne, 256);
}

/// The same answer for an entity that does not exist and one that is not the sender's.
Result<void> CheckEntity(const ConfigurationStore& configuration, const std::string& entity,
                         const std::vector<std::string>& entities) {
  const bool allowed =
      std::ranges::any_of(entities, [&](const std::string& e) { return e == "*" || e == entity; });
  if (allowed && FindEntity(*configuration.Newest(), entity) != nullptr) return {};
  return Invalid("is not a legal entity that this source may speak for", "legal_entity");
}

template <class FeedMessage>
Result<AccountId> AccountOf(const FeedMessage& message) {
  const auto number = Number("account", message.account());
  if (!number) return Failure(number.error());
  return MakeAccountId(message.legal_entity(), *number);
}

Result<Read> ReadHeartbeat(const std::string& source, const feed::v1::Heartbeat& beat) {
  constexpr int64_t kYear2200 = 7'258'118'400'000;
  if (beat.up_to_ms() <= 0 || beat.up_to_ms() > kYear2200) {
    return Invalid("is not a moment between 1970 and 2200", "up_to_ms");
  }
  return Heartbeat{source, beat.legal_entity(), beat.up_to_ms()};
}

/// The normalised content without its origin: what "the same content" means.
std::string ContentOf(const v1::LedgerInput& input) {
  v1::DocumentReceived content = input.document();
  content.clear_origin();
  return content.SerializeAsString();
}

}  // namespace

std::pair<std::string, std::string> AccountNamedIn(const v1::RecordDocumentsRequest& event) {
  const auto of = [](const auto& m) { return std::pair(m.legal_entity(), m.account()); };
  switch (event.document_case()) {
    case v1::RecordDocumentsRequest::kDebtor:
      return of(event.debtor());
    case v1::RecordDocumentsRequest::kInvoice:
      return of(event.invoice());
    case v1::RecordDocumentsRequest::kCreditNote:
      return of(event.credit_note());
    case v1::RecordDocumentsRequest::kPayment:
      return of(event.payment());
    case v1::RecordDocumentsRequest::kReversal:
      return of(event.reversal());
    case v1::RecordDocumentsRequest::kStatus:
      return of(event.status());
    case v1::RecordDocumentsRequest::kHistory:
      return of(event.history());
    case v1::RecordDocumentsRequest::kWriteOff:
      return of(event.write_off());
    case v1::RecordDocumentsRequest::kGap:
      return of(event.gap());
    default:
      return {};
  }
}

Result<v1::LedgerInput> Translator::Debtor(const feed::v1::DebtorChanged& debtor,
                                           const AccountId& account) const {
  const auto read = ReadDebtor(debtor);
  if (!read) return Failure(read.error());
  const auto digest = sealer_.Fingerprint(account, CanonicalText(*read));
  if (!digest) return Failure(digest.error());
  auto sealed = SealDebtor(*read, account, sealer_);
  if (!sealed) return Failure(sealed.error());
  v1::LedgerInput input;
  auto& received = *input.mutable_document();
  *received.mutable_master_data() = *std::move(sealed);
  received.mutable_origin()->set_document(account.account);
  received.mutable_origin()->set_content_digest(ToBytes(*digest));
  return input;
}

Result<Read> Translator::Finish(const v1::RecordDocumentsRequest& event, v1::LedgerInput input,
                                const AccountId& account, bool bulk) const {
  const auto partition = configuration_.PartitionOf(account);
  if (!partition) return Failure(partition.error());
  auto& received = *input.mutable_document();
  Fill(*received.mutable_account(), account);
  auto& origin = *received.mutable_origin();
  if (origin.content_digest().empty()) {
    origin.set_content_digest(ToBytes(Sha256(ContentOf(input))));
  }
  origin.set_source(event.source());
  return ReadDocument{account, *partition, bulk, std::move(input)};
}

Result<Read> Translator::Translate(const v1::RecordDocumentsRequest& event,
                                   const std::vector<std::string>& entities) const {
  if (auto source = CheckSource(event.source()); !source) return Failure(source.error());
  const auto read = [&](const auto& message, bool bulk, auto translate) -> Result<Read> {
    if (auto entity = CheckEntity(configuration_, message.legal_entity(), entities); !entity) {
      return Failure(entity.error());
    }
    const auto account = AccountOf(message);
    if (!account) return Failure(account.error());
    const auto version = Version(message.version());
    if (!version) return Failure(version.error());
    auto input = translate(message, *account);
    if (!input) return Failure(input.error());
    input->mutable_document()->mutable_origin()->set_version(*version);
    return Finish(event, *std::move(input), *account, bulk);
  };
  const auto plain = [](auto translate) {
    return [translate](const auto& message, const AccountId&) { return translate(message); };
  };
  switch (event.document_case()) {
    case v1::RecordDocumentsRequest::kDebtor:
      return read(event.debtor(), true,
                  [this](const auto& m, const AccountId& a) { return Debtor(m, a); });
    case v1::RecordDocumentsRequest::kInvoice:
      return read(event.invoice(), true, plain(ReadInvoice));
    case v1::RecordDocumentsRequest::kCreditNote:
      return read(event.credit_note(), false, plain(ReadCreditNote));
    case v1::RecordDocumentsRequest::kPayment:
      return read(event.payment(), false, plain(ReadPayment));
    case v1::RecordDocumentsRequest::kReversal:
      return read(event.reversal(), false, plain(ReadReversal));
    case v1::RecordDocumentsRequest::kStatus:
      return read(event.status(), false, plain(ReadStatus));
    case v1::RecordDocumentsRequest::kHistory:
      return read(event.history(), true, plain(ReadHistory));
    case v1::RecordDocumentsRequest::kWriteOff:
      return read(event.write_off(), false, plain(ReadWriteOff));
    case v1::RecordDocumentsRequest::kGap:
      return read(event.gap(), false, plain(ReadGap));
    case v1::RecordDocumentsRequest::kHeartbeat: {
      const auto& beat = event.heartbeat();
      if (auto e = CheckEntity(configuration_, beat.legal_entity(), entities); !e) {
        return Failure(e.error());
      }
      return ReadHeartbeat(event.source(), beat);
    }
    case v1::RecordDocumentsRequest::DOCUMENT_NOT_SET:
      break;
  }
  return Invalid("is missing", "document");
}

}  // namespace relance::ledger
