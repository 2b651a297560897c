#include "services/ledger/adapters/translator.h"

#include <functional>

#include "services/ledger/adapters/codec.h"
#include "services/ledger/adapters/document_translation.h"
#include "services/ledger/adapters/translation_fixture.h"

namespace relance::ledger {
namespace {

using Request = v1::RecordDocumentsRequest;
const std::vector<std::string> kFr01{"FR01"};

class TranslatorTest : public testing::Test, public TranslationFixture {
 protected:
  ReadDocument Accepted(const Request& event) {
    auto read = translator.Translate(event, kFr01);
    EXPECT_TRUE(read.has_value()) << read.error().field << ": " << read.error().message;
    if (!read || !std::holds_alternative<ReadDocument>(*read)) return {};
    const auto& document = std::get<ReadDocument>(*read);
    EXPECT_TRUE(DocumentFrom(document.input.document()).has_value())
        << "what the intake accepts the ledger can read";
    return document;
  }
};

TEST_F(TranslatorTest, AnInvoiceBecomesItemsOnThePartitionOfItsAccount) {
  auto event = InvoiceEvent(" FA/2026/1 ");
  const auto one = Accepted(event);
  EXPECT_TRUE(one.bulk);
  EXPECT_EQ(one.partition, *store.PartitionOf({"FR01", "D42"}));
  const auto& received = one.input.document();
  EXPECT_EQ(received.origin().version(), 1) << "1 when the ERP gives none";
  EXPECT_EQ(received.invoice().items(0).id(), "FA/2026/1");
  EXPECT_EQ(received.invoice().items(0).amount(), 1'200'000);

  auto& invoice = *event.mutable_invoice();
  invoice.clear_due_date();
  for (const int month : {10, 11}) {
    auto& maturity = *invoice.add_maturities();
    maturity.set_amount("6000");
    Set(*maturity.mutable_due_date(), 2026, month, 1);
  }
  const auto two = Accepted(event).input;
  EXPECT_EQ(two.document().invoice().items(1).id(), "FA/2026/1/2");
  EXPECT_EQ(two.document().invoice().items(1).amount(), 600'000);
}

TEST_F(TranslatorTest, MoneyAndStatusesGoToTheCommandsTopic) {
  const auto payment = Accepted(PaymentEvent());
  EXPECT_FALSE(payment.bulk);
  EXPECT_EQ(payment.input.document().receipt().amount(), 50'050);
  EXPECT_EQ(payment.input.document().receipt().intents(0).document(), "F-1");
  EXPECT_EQ(payment.input.document().receipt().intents(0).item(), "");
  auto of_one = PaymentEvent();
  of_one.mutable_payment()->mutable_allocations(0)->set_maturity(2);
  EXPECT_EQ(Accepted(of_one).input.document().receipt().intents(0).item(), "F-1/2");
  auto status = Event();
  status.mutable_status()->set_legal_entity("FR01");
  status.mutable_status()->set_account("D42");
  status.mutable_status()->set_document("S-1");
  status.mutable_status()->set_invoice("F-1");
  status.mutable_status()->set_status("refused");
  EXPECT_FALSE(Accepted(status).bulk);
  auto reversal = Event();
  reversal.mutable_reversal()->set_legal_entity("FR01");
  reversal.mutable_reversal()->set_account("D42");
  reversal.mutable_reversal()->set_document("R-1");
  reversal.mutable_reversal()->set_reversed_document("P-1");
  EXPECT_EQ(Accepted(reversal).input.document().reversal().receipt(), "P-1");
  auto note = Event();
  note.mutable_credit_note()->set_legal_entity("FR01");
  note.mutable_credit_note()->set_account("D42");
  note.mutable_credit_note()->set_document("A-1");
  note.mutable_credit_note()->set_currency("JPY");
  note.mutable_credit_note()->set_amount("5000");
  Set(*note.mutable_credit_note()->mutable_issue_date(), 2026, 10, 1);
  EXPECT_EQ(Accepted(note).input.document().receipt().receipt_kind(), v1::RECEIPT_KIND_CREDIT_NOTE);
}

Request HistoryEvent(int maturity = 0) {
  auto event = Event();
  auto& history = *event.mutable_history();
  history.set_legal_entity("FR01");
  history.set_account("D42");
  history.set_document("H-1");
  history.set_invoice(" F-1 ");
  history.set_maturity(maturity);
  auto& notice = *history.add_notices();
  notice.set_level(2);
  Set(*notice.mutable_on(), 2026, 9, 15);
  notice.set_channel("registered");
  notice.set_reference("M-7");
  return event;
}

TEST_F(TranslatorTest, AHistoryComesWithTheImportsAndNamesItsMaturity) {
  const auto read = Accepted(HistoryEvent(2));
  EXPECT_TRUE(read.bulk) << "behind the invoice that it was sent after";
  const auto& history = read.input.document().history();
  EXPECT_EQ(read.input.document().origin().document(), "H-1");
  EXPECT_EQ(history.invoice(), "F-1");
  EXPECT_EQ(history.item(), "F-1/2");
  EXPECT_EQ(history.notices(0).channel(), common::v1::CHANNEL_REGISTERED);
  EXPECT_EQ(Accepted(HistoryEvent()).input.document().history().item(), "");
}

TEST_F(TranslatorTest, ABadHistoryIsRefusedWithItsField) {
  const auto field_of = [&](auto spoil) {
    auto event = HistoryEvent();
    spoil(*event.mutable_history());
    const auto read = translator.Translate(event, kFr01);
    return read ? std::string("accepted") : read.error().field;
  };
  EXPECT_EQ(field_of([](auto&) {}), "accepted");
  EXPECT_EQ(field_of([](auto& h) { h.clear_document(); }), "document");
  EXPECT_EQ(field_of([](auto& h) { h.clear_invoice(); }), "invoice");
  EXPECT_EQ(field_of([](auto& h) { h.set_maturity(-1); }), "maturity");
  EXPECT_EQ(field_of([](auto& h) { h.set_maturity(kMostMaturities + 1); }), "maturity");
  EXPECT_EQ(field_of([](auto& h) { h.clear_notices(); }), "notices");
  EXPECT_EQ(field_of([](auto& h) { h.mutable_notices(0)->set_level(-1); }), "notices[0].level");
  EXPECT_EQ(field_of([](auto& h) { h.mutable_notices(0)->set_level(100); }), "notices[0].level");
  EXPECT_EQ(field_of([](auto& h) { h.mutable_notices(0)->clear_on(); }), "notices[0].on");
  EXPECT_EQ(field_of([](auto& h) { h.mutable_notices(0)->set_channel("fax"); }),
            "notices[0].channel");
  EXPECT_EQ(field_of([](auto& h) { h.mutable_notices(0)->set_reference("a\nb"); }),
            "notices[0].reference");
}

TEST_F(TranslatorTest, WriteOffsGapsAndPapersAreRead) {
  auto event = Event();
  auto& write_off = *event.mutable_write_off();
  write_off.set_legal_entity("FR01");
  write_off.set_account("D42");
  write_off.set_document("W-1");
  write_off.set_invoice("F-1");
  write_off.set_reason("bankrupt");
  const auto given_up = Accepted(event);
  EXPECT_FALSE(given_up.bulk);
  EXPECT_EQ(given_up.input.document().write_off().reason(), "bankrupt");

  auto gap = Event();
  gap.mutable_gap()->set_legal_entity("FR01");
  gap.mutable_gap()->set_account("D42");
  gap.mutable_gap()->set_document("G-1");
  gap.mutable_gap()->set_state("open");
  EXPECT_TRUE(Accepted(gap).input.document().gap().open());
  gap.mutable_gap()->set_state("repaired");
  EXPECT_FALSE(Accepted(gap).input.document().gap().open());
  gap.mutable_gap()->set_state("closed");
  EXPECT_EQ(translator.Translate(gap, kFr01).error().field, "state");

  auto paper = Event();
  paper.mutable_status()->set_legal_entity("FR01");
  paper.mutable_status()->set_account("D42");
  paper.mutable_status()->set_document("S-1");
  paper.mutable_status()->set_invoice("F-1");
  paper.mutable_status()->set_status("document_missing");
  EXPECT_EQ(Accepted(paper).input.document().status().status(), "document_missing");
}

TEST_F(TranslatorTest, AnAddressHasTheSameTagWheneverItIsSealed) {
  const auto tag = [&](const std::string& address) {
    auto event = DebtorEvent();
    event.mutable_debtor()->mutable_contacts(0)->set_address(address);
    return Accepted(event).input.document().master_data().contacts(0);
  };
  const auto one = tag("anne@durand.example");
  const auto again = tag("anne@durand.example");
  EXPECT_NE(one.address().bytes(), again.address().bytes());
  EXPECT_EQ(one.address_tag(), again.address_tag());
  EXPECT_FALSE(one.address_tag().empty());
  EXPECT_NE(one.address_tag(), tag("bruno@durand.example").address_tag());
}

TEST_F(TranslatorTest, PersonalDataLeavesSealedUnderOneKeyAndIsReadBack) {
  const auto input = Accepted(DebtorEvent()).input;
  const auto& master = input.document().master_data();
  const std::string bytes = input.SerializeAsString();
  for (const char* canary : {"Boulangerie", "Jeanne", "canari.fr"}) {
    EXPECT_EQ(bytes.find(canary), std::string::npos) << canary;
  }
  EXPECT_EQ(ring.Open(SealedFrom(master.name()))->Reveal(), "Boulangerie Canari");
  EXPECT_EQ(ring.Open(SealedFrom(master.contacts(0).address()))->Reveal(), "jeanne@canari.fr");
  EXPECT_EQ(master.contacts(0).role(), "billing");
  EXPECT_EQ(master.contacts(0).language(), "fr") << "that of the debtor";
  EXPECT_THAT(published, testing::ElementsAre(testing::Key("FR01/D42#1")));
}

TEST_F(TranslatorTest, ARepeatHasTheSameDigestAndOtherContentAnother) {
  const auto digest = [&](const Request& event) {
    return Accepted(event).input.document().origin().content_digest();
  };
  EXPECT_EQ(digest(DebtorEvent()), digest(DebtorEvent())) << "although each is sealed anew";
  EXPECT_EQ(digest(InvoiceEvent("F-1")), digest(InvoiceEvent(" F-1 ")));
  auto debtor = DebtorEvent();
  debtor.mutable_debtor()->set_name("Boulangerie Serin");
  EXPECT_NE(digest(debtor), digest(DebtorEvent()));
  auto invoice = InvoiceEvent();
  invoice.mutable_invoice()->set_amount("12000.01");
  EXPECT_NE(digest(invoice), digest(InvoiceEvent()));
  auto same = InvoiceEvent();
  same.mutable_invoice()->set_amount("12000");
  same.set_event_id("e-2");
  EXPECT_EQ(digest(same), digest(InvoiceEvent())) << "the event id is only logged";
}

TEST_F(TranslatorTest, AHeartbeatSaysUpToWhenASourceHasSent) {
  const auto read = translator.Translate(HeartbeatEvent(1'790'000'000'000), kFr01);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(std::get<Heartbeat>(*read).up_to_ms, 1'790'000'000'000);
  EXPECT_EQ(translator.Translate(HeartbeatEvent(0), kFr01).error().field, "up_to_ms");
}

TEST_F(TranslatorTest, AKeyThatCannotBeKeptIsTriedAgainNotUsed) {
  keys_topic_is_up = false;
  for (int i = 0; i < 2; ++i) {
    const auto read = translator.Translate(DebtorEvent(), kFr01);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().code, ErrorCode::kUnavailable);
  }
  keys_topic_is_up = true;
  Accepted(DebtorEvent());
  EXPECT_EQ(published.size(), 1U);
}

struct BadInput {
  const char* what;
  const char* field;
  std::function<void(Request&)> spoil;
};

void ExpectRefused(Translator& translator, const Request& good,
                   const std::vector<BadInput>& table) {
  ASSERT_TRUE(translator.Translate(good, kFr01).has_value());
  for (const BadInput& bad : table) {
    Request event = good;
    bad.spoil(event);
    const auto read = translator.Translate(event, kFr01);
    ASSERT_FALSE(read.has_value()) << bad.what;
    EXPECT_EQ(read.error().field, bad.field) << bad.what;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalid) << bad.what;
    EXPECT_FALSE(read.error().message.empty()) << bad.what;
  }
}

TEST_F(TranslatorTest, ABadInvoiceIsRefusedWithItsField) {
  const auto set = [](auto change) {
    return [change](Request& e) { change(*e.mutable_invoice()); };
  };
  ExpectRefused(
      translator, InvoiceEvent(),
      {{"no source", "source", [](Request& e) { e.clear_source(); }},
       {"source with CRLF", "source", [](Request& e) { e.set_source("/erp\r\n/x"); }},
       {"unknown entity", "legal_entity", set([](auto& i) { i.set_legal_entity("XX99"); })},
       {"another's entity", "legal_entity", set([](auto& i) { i.set_legal_entity("DE01"); })},
       {"no account", "account", set([](auto& i) { i.clear_account(); })},
       {"account with a blank", "account", set([](auto& i) { i.set_account("D 42"); })},
       {"no number", "document", set([](auto& i) { i.set_document("  "); })},
       {"negative version", "version", set([](auto& i) { i.set_version(-1); })},
       {"no currency", "currency", set([](auto& i) { i.clear_currency(); })},
       {"unknown currency", "currency", set([](auto& i) { i.set_currency("ABC"); })},
       {"small letters", "currency", set([](auto& i) { i.set_currency("eur"); })},
       {"zero", "amount", set([](auto& i) { i.set_amount("0.00"); })},
       {"negative", "amount", set([](auto& i) { i.set_amount("-12.00"); })},
       {"2^63", "amount", set([](auto& i) { i.set_amount("92233720368547758.08"); })},
       {"German", "amount", set([](auto& i) { i.set_amount("1.234,56"); })},
       {"yen with decimals", "amount", set([](auto& i) {
          i.set_currency("JPY");
          i.set_amount("12000.00");
        })},
       {"31 February", "due_date", set([](auto& i) { Set(*i.mutable_due_date(), 2026, 2, 31); })},
       {"year 1", "due_date", set([](auto& i) { Set(*i.mutable_due_date(), 1, 1, 1); })},
       {"due before issue", "due_date",
        set([](auto& i) { Set(*i.mutable_due_date(), 2026, 8, 31); })},
       {"no due date", "due_date", set([](auto& i) { i.clear_due_date(); })},
       {"no issue date", "issue_date", set([](auto& i) { i.clear_issue_date(); })},
       {"delivered never", "delivered_on",
        set([](auto& i) { Set(*i.mutable_delivered_on(), 2026, 13, 1); })},
       {"maturities that do not add up", "maturities", set([](auto& i) {
          i.clear_due_date();
          auto& m = *i.add_maturities();
          m.set_amount("11999.99");
          Set(*m.mutable_due_date(), 2026, 10, 1);
        })},
       {"a maturity of nothing", "maturities[0].amount", set([](auto& i) {
          i.clear_due_date();
          i.add_maturities();
        })},
       {"both", "due_date", set([](auto& i) { i.add_maturities()->set_amount("12000"); })},
       {"201 maturities", "maturities", set([](auto& i) {
          i.clear_due_date();
          for (int n = 0; n < 201; ++n) i.add_maturities();
        })},
       {"reference with NUL", "reference",
        set([](auto& i) { i.set_reference(std::string("a\0b", 3)); })},
       {"10 MB reference", "reference",
        set([](auto& i) { i.set_reference(std::string(10'000'000, 'x')); })},
       {"nothing", "document", [](Request& e) { e.clear_document(); }}});
}

TEST_F(TranslatorTest, ABadPaymentIsRefusedWithItsField) {
  const auto set = [](auto change) {
    return [change](Request& e) { change(*e.mutable_payment()); };
  };
  ExpectRefused(translator, PaymentEvent(),
                {{"no value date", "value_date", set([](auto& p) { p.clear_value_date(); })},
                 {"no amount", "amount", set([](auto& p) { p.clear_amount(); })},
                 {"intent without document", "allocations[0].document",
                  set([](auto& p) { p.mutable_allocations(0)->clear_document(); })},
                 {"intent below zero", "allocations[0].amount",
                  set([](auto& p) { p.mutable_allocations(0)->set_amount("-1"); })},
                 {"a maturity below zero", "allocations[0].maturity",
                  set([](auto& p) { p.mutable_allocations(0)->set_maturity(-1); })},
                 {"501 intents", "allocations", set([](auto& p) {
                    for (int n = 0; n < 500; ++n) p.add_allocations()->set_document("F-1");
                  })}});
}

TEST_F(TranslatorTest, ABadDebtorIsRefusedWithItsField) {
  const auto set = [](auto change) {
    return [change](Request& e) { change(*e.mutable_debtor()); };
  };
  const auto contact = [](auto change) {
    return [change](Request& e) { change(*e.mutable_debtor()->mutable_contacts(0)); };
  };
  ExpectRefused(
      translator, DebtorEvent(),
      {{"no name", "name", set([](auto& d) { d.clear_name(); })},
       {"Latin-1", "name", set([](auto& d) { d.set_name("Soci\xE9t\xE9"); })},
       {"override", "name", set([](auto& d) {
          d.set_name(
              "a\xE2\x80\xAE"
              "b");
        })},
       {"zero width", "name", set([](auto& d) {
          d.set_name(
              "a\xE2\x80\x8B"
              "b");
        })},
       {"CRLF", "contacts[0].name", contact([](auto& c) { c.set_name("a\r\nBcc: b@c.fr"); })},
       {"kind", "kind", set([](auto& d) { d.set_kind("robot"); })},
       {"language", "language", set([](auto& d) { d.set_language("french"); })},
       {"country", "country", set([](auto& d) { d.set_country("France"); })},
       {"zone", "zone", set([](auto& d) { d.set_zone("Europe/Atlantis"); })},
       {"calendar", "calendar", set([](auto& d) { d.set_calendar("XX"); })},
       {"channel", "contacts[0].channel", contact([](auto& c) { c.set_channel("fax"); })},
       {"address with CRLF", "contacts[0].address",
        contact([](auto& c) { c.set_address("a@b.fr\r\nBcc: c@d.fr"); })},
       {"phone without country", "contacts[0].address", contact([](auto& c) {
          c.set_channel("sms");
          c.set_address("0612345678");
        })},
       {"letter to nowhere", "contacts[0].address", contact([](auto& c) {
          c.set_channel("letter");
          c.clear_address();
        })},
       {"id twice", "contacts[1].id",
        set([](auto& d) { *d.add_contacts() = feed::v1::FeedContact(d.contacts(0)); })}});
}

TEST_F(TranslatorTest, QuotedLocalPartsAndInternationalNamesAreAddresses) {
  for (const char* address : {"\"jeanne canari\"@canari.fr", "jeanne@sociét\xC3\xA9.fr"}) {
    auto event = DebtorEvent();
    event.mutable_debtor()->mutable_contacts(0)->set_address(address);
    Accepted(event);
  }
}

}  // namespace
}  // namespace relance::ledger
