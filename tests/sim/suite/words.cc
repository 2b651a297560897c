#include "tests/sim/suite/words.h"

#include <fstream>
#include <sstream>

#include "libs/configuration/store.h"
#include "libs/digest/digest.h"

namespace relance::sim {
namespace {

constexpr const char* kSource = "/erp/sap/FR01";

ledger::v1::LedgerInput Receipt(const AccountId& account, const std::string& document,
                                ledger::v1::ReceiptKind kind, int64_t amount,
                                const std::string& invoice, Date value_on) {
  ledger::v1::LedgerInput input;
  auto& receipt = *Received(input, account, document, 1, std::to_string(amount) + " " + invoice)
                       .mutable_receipt();
  receipt.set_document(document);
  receipt.set_receipt_kind(kind);
  receipt.set_currency("EUR");
  receipt.set_amount(amount);
  Put(value_on, *receipt.mutable_value_date());
  if (!invoice.empty()) receipt.add_intents()->set_document(invoice);
  return input;
}

}  // namespace

Date Day(const std::string& iso) {
  return *ParseDate(iso);
}

void Put(const AccountId& account, common::v1::Account& out) {
  out.set_legal_entity(account.entity);
  out.set_number(account.account);
}

void Put(Date date, common::v1::Date& out) {
  const std::chrono::year_month_day civil(date);
  out.set_year(static_cast<int>(civil.year()));
  out.set_month(static_cast<int>(static_cast<unsigned>(civil.month())));
  out.set_day(static_cast<int>(static_cast<unsigned>(civil.day())));
}

void Put(const std::string& secret, common::v1::Sealed& out) {
  out.set_key_id("k1");
  out.set_nonce(std::string(12, 'n'));
  out.set_bytes(secret + std::string(16, 't'));
}

ledger::v1::DocumentReceived& Received(ledger::v1::LedgerInput& input, const AccountId& account,
                                       const std::string& document, int64_t version,
                                       const std::string& content) {
  auto& received = *input.mutable_document();
  received.mutable_origin()->set_source(kSource);
  received.mutable_origin()->set_document(document);
  received.mutable_origin()->set_version(version);
  received.mutable_origin()->set_content_digest(ToBytes(Sha256(document + " " + content)));
  Put(account, *received.mutable_account());
  return received;
}

ledger::v1::LedgerInput MasterData(const AccountId& account) {
  ledger::v1::LedgerInput input;
  auto& data = *Received(input, account, account.account, 1, "master").mutable_master_data();
  Put("Durand SARL", *data.mutable_name());
  data.set_debtor_kind("company");
  data.set_language("fr");
  data.set_country("FR");
  auto& contact = *data.add_contacts();
  contact.set_id("c1");
  contact.set_channel(common::v1::CHANNEL_EMAIL);
  contact.set_role("billing");
  contact.set_language("fr");
  Put("Anne Durand", *contact.mutable_name());
  Put("anne@durand.example", *contact.mutable_address());
  return input;
}

ledger::v1::LedgerInput Invoice(const AccountId& account, const std::string& document,
                                int64_t amount, Date due, int64_t version) {
  ledger::v1::LedgerInput input;
  auto& invoice =
      *Received(input, account, document, version, std::to_string(amount)).mutable_invoice();
  invoice.set_document(document);
  invoice.set_currency("EUR");
  Put(due - std::chrono::days(30), *invoice.mutable_issue_date());
  auto& item = *invoice.add_items();
  item.set_id(document);
  item.set_amount(amount);
  Put(due, *item.mutable_due_date());
  return input;
}

ledger::v1::LedgerInput Payment(const AccountId& account, const std::string& document,
                                int64_t amount, const std::string& invoice, Date value_on) {
  return Receipt(account, document, ledger::v1::RECEIPT_KIND_PAYMENT, amount, invoice, value_on);
}

ledger::v1::LedgerInput CreditNote(const AccountId& account, const std::string& document,
                                   int64_t amount, const std::string& invoice, Date value_on) {
  return Receipt(account, document, ledger::v1::RECEIPT_KIND_CREDIT_NOTE, amount, invoice,
                 value_on);
}

ledger::v1::LedgerInput Reversal(const AccountId& account, const std::string& document,
                                 const std::string& receipt) {
  ledger::v1::LedgerInput input;
  Received(input, account, document, 1, receipt).mutable_reversal()->set_receipt(receipt);
  return input;
}

ledger::v1::LedgerInput HistoryOf(const AccountId& account, const std::string& document,
                                  const std::string& invoice, int level, Date on) {
  ledger::v1::LedgerInput input;
  const std::string content = invoice + " " + std::to_string(level) + " " + FormatDate(on);
  auto& history = *Received(input, account, document, 1, content).mutable_history();
  history.set_invoice(invoice);
  auto& notice = *history.add_notices();
  notice.set_level(level);
  notice.set_channel(common::v1::CHANNEL_LETTER);
  Put(on - std::chrono::days(7), *notice.mutable_on());
  return input;
}

ledger::v1::LedgerInput WriteOffOf(const AccountId& account, const std::string& document,
                                   const std::string& invoice) {
  ledger::v1::LedgerInput input;
  Received(input, account, document, 1, invoice).mutable_write_off()->set_invoice(invoice);
  return input;
}

notifier::v1::NotifierInput ReceiptOf(const AccountId& account, const std::string& notice,
                                      const std::string& contact, notifier::v1::ReceiptKind kind) {
  notifier::v1::NotifierInput input;
  auto& receipt = *input.mutable_record_receipt()->mutable_receipt();
  Put(account, *receipt.mutable_account());
  receipt.set_notice_id(notice);
  receipt.set_contact_id(contact);
  receipt.set_receipt_kind(kind);
  return input;
}

ledger::v1::LedgerInput FeedSeen(Instant up_to, int64_t behind) {
  ledger::v1::LedgerInput input;
  input.mutable_feed_seen()->set_source(kSource);
  input.mutable_feed_seen()->set_legal_entity(kEntity);
  input.mutable_feed_seen()->set_up_to_ms(ToMillis(up_to));
  input.mutable_feed_seen()->set_behind(behind);
  return input;
}

ledger::v1::LedgerInput FenceOf(const std::string& fence_id) {
  ledger::v1::LedgerInput input;
  input.mutable_fence()->set_fence_id(fence_id);
  return input;
}

scenario::v1::ScenarioInput Activate(const config::v1::Configuration& configuration) {
  scenario::v1::ScenarioInput input;
  input.mutable_activate_configuration()->set_version(configuration.version());
  input.mutable_activate_configuration()->set_digest(configuration.digest());
  return input;
}

scenario::v1::ScenarioInput Promise(const AccountId& account, const std::string& id, int64_t amount,
                                    Date by, const std::string& item) {
  scenario::v1::ScenarioInput input;
  auto& promise = *input.mutable_record_promise();
  Put(account, *promise.mutable_account());
  promise.set_promise_id(id);
  promise.mutable_amount()->set_currency("EUR");
  promise.mutable_amount()->set_minor_units(amount);
  Put(by, *promise.mutable_by());
  promise.add_items(item);
  return input;
}

scenario::v1::ScenarioInput Dispute(const AccountId& account, const std::string& id,
                                    const std::string& item, int64_t part) {
  scenario::v1::ScenarioInput input;
  auto& dispute = *input.mutable_open_dispute();
  Put(account, *dispute.mutable_account());
  dispute.set_dispute_id(id);
  dispute.set_item(item);
  dispute.set_reason("quality");
  dispute.mutable_amount()->set_currency("EUR");
  dispute.mutable_amount()->set_minor_units(part);
  return input;
}

scenario::v1::ScenarioInput Decided(const AccountId& account, const std::string& dispute,
                                    bool upheld) {
  scenario::v1::ScenarioInput input;
  Put(account, *input.mutable_decide_dispute()->mutable_account());
  input.mutable_decide_dispute()->set_dispute_id(dispute);
  input.mutable_decide_dispute()->set_upheld(upheld);
  return input;
}

scenario::v1::ScenarioInput Stop(bool stopped) {
  scenario::v1::ScenarioInput input;
  input.mutable_set_stop_switch()->set_legal_entity(kEntity);
  input.mutable_set_stop_switch()->set_stopped(stopped);
  input.mutable_set_stop_switch()->set_reason("incident");
  return input;
}

scenario::v1::ScenarioInput Ask(const std::string& ask_id) {
  scenario::v1::ScenarioInput input;
  input.mutable_ask_clearance()->set_ask_id(ask_id);
  return input;
}

scenario::v1::ScenarioInput Approve(const AccountId& account, const std::string& step) {
  scenario::v1::ScenarioInput input;
  Put(account, *input.mutable_approve_notice()->mutable_account());
  input.mutable_approve_notice()->set_subject(step);
  return input;
}

std::string ShippedScenario() {
  std::ifstream file("deploy/config/scenarios/email-fr.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void AddThanks(config::v1::Configuration& configuration) {
  auto& text = *configuration.add_texts();
  text.set_template_("thanks");
  text.set_language("fr");
  text.set_subject("Merci");
  text.set_text("{{amount}}, {{received_on}}");
  text.set_html("<p>{{amount}}, {{received_on}}</p>");
}

config::v1::Configuration ConfigurationWith(const std::string& scenario_name,
                                            const std::string& yaml) {
  config::v1::Configuration configuration;
  auto& entity = *configuration.add_legal_entities();
  entity.set_code(kEntity);
  entity.set_name("Ateliers du Ponant SAS");
  entity.set_zone("Europe/Paris");
  entity.set_calendar("FR");
  entity.set_language("fr");
  entity.set_scenario(scenario_name);
  auto& file = *configuration.add_scenarios();
  file.set_name(scenario_name);
  file.set_version(1);
  file.set_yaml(yaml);
  AddThanks(configuration);
  configuration.set_digest(ContentDigest(configuration));
  configuration.set_version(1);
  return configuration;
}

}  // namespace relance::sim
