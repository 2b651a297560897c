#include "services/notifier/adapters/composer.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "libs/calendar/calendar.h"
#include "libs/digest/digest.h"
#include "libs/text/text.h"
#include "services/notifier/adapters/mail.h"
#include "services/notifier/adapters/scenario_steps.h"
#include "services/notifier/app/figures.h"

namespace relance::notifier {
namespace {

using config::v1::Configuration;
using config::v1::LegalEntity;
using config::v1::Text;

/// The counted words of a language: the part "_words", one "name = pattern" a line.
class Words {
 public:
  Words(const Configuration& configuration, std::string locale) : locale_(std::move(locale)) {
    for (const auto& text : configuration.texts()) {
      if (text.template_() == "_words" && text.language() == locale_) source_ = text.text();
    }
  }

  Result<std::string> Counted(const std::string& name, int64_t n) const {
    std::istringstream lines(source_);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(name + " = ")) {
        return text::Plural(line.substr(name.size() + 3), n, locale_);
      }
    }
    return Invalid("no counted word " + name + " in _words " + locale_, "texts");
  }

 private:
  std::string locale_;
  std::string source_;
};

Result<std::string> Amounts(const std::vector<Sum>& sums, const std::string& locale) {
  std::vector<std::string> out;
  for (const Sum& sum : sums) {
    const auto currency = ParseCurrency(sum.currency);
    if (!currency) return Failure(currency.error());
    out.push_back(text::FormatMoney(*currency, sum.minor, locale));
  }
  return out.empty() ? std::string() : text::List(out, locale);
}

std::string Dates(const std::vector<Date>& dates, const std::string& locale) {
  std::vector<std::string> out;
  for (const Date date : dates) out.push_back(text::FormatDate(date, locale));
  return out.empty() ? std::string() : text::List(out, locale);
}

std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : ", ") + text::OneLine(line);
  return out;
}

void PutEntity(texts::TextValues& values, const LegalEntity& entity, const std::string& language,
               bool with_law) {
  auto& words = values.words;
  words["entity"] = text::OneLine(entity.name());
  words["entity_address"] = Joined(entity.address());
  words["entity_notice"] = text::OneLine(entity.legal_notice());
  words["collector"] = text::OneLine(entity.sender().collector());
  words["phone"] = text::OneLine(entity.sender().phone());
  words["hours"] = text::OneLine(entity.sender().hours());
  words["email"] = text::OneLine(entity.sender().email());
  const bool french = language.starts_with("fr");
  if (with_law) words["law_text"] = french ? entity.law_text_fr() : entity.law_text_en();
}

Result<void> PutFigures(texts::TextValues& values, const Figures& figures, const Words& counted,
                        const std::string& locale) {
  auto& words = values.words;
  const auto amount = Amounts(figures.claimed, locale);
  const auto gross = Amounts(figures.gross, locale);
  const auto credits = Amounts(figures.credits, locale);
  const auto count = counted.Counted("invoices", figures.count);
  const auto count_due = counted.Counted("invoices_due", figures.count);
  const auto late = counted.Counted("days", std::max<int64_t>(figures.days_late, 0));
  const auto more = counted.Counted("more", static_cast<int64_t>(figures.more));
  for (const auto* part : {&amount, &gross, &credits, &count, &count_due, &late, &more}) {
    if (!*part) return Failure(part->error());
  }
  words["amount"] = *amount;
  words["gross"] = *gross;
  words["credits"] = *credits;
  words["count_text"] = *count;
  words["count_short"] = figures.days_late > 0 ? *count_due : *count;
  if (figures.days_late > 0) words["days_late_text"] = *late;
  if (figures.more > 0) words["more"] = *more;
  words["due_date"] = text::FormatDate(figures.earliest_due, locale);
  words["oldest_due_date"] = words["due_date"];
  words["reply_by"] = text::FormatDate(figures.reply_by, locale);
  words["previous_dates"] = Dates(figures.previous, locale);
  if (!figures.previous.empty()) {
    words["previous_date"] = text::FormatDate(figures.previous.back(), locale);
  }
  values.flags["one_invoice"] = figures.count == 1;
  values.flags["one_previous"] = figures.previous.size() == 1;
  values.flags["several_previous"] = figures.previous.size() > 1;
  for (const Row& row : figures.rows) {
    const auto open = Amounts({row.open}, locale);
    const auto days = counted.Counted("days", std::max<int64_t>(row.days_late, 0));
    if (!open) return Failure(open.error());
    if (!days) return Failure(days.error());
    values.rows.push_back({{"item", text::OneLine(row.item)},
                           {"reference", text::OneLine(row.reference)},
                           {"due", text::FormatShortDate(row.due, locale)},
                           {"late", row.days_late > 0 ? *days : std::string()},
                           {"open", *open}});
    values.flags["any_late"] = values.flags["any_late"] || row.days_late > 0;
    values.flags["any_soon"] = values.flags["any_soon"] || row.days_late <= 0;
  }
  return {};
}

/// What was paid; of what is owed there is nothing to say.
Result<void> PutThanks(texts::TextValues& values, const Thanks& thanks, const std::string& locale) {
  const auto amount = Amounts({{thanks.currency, thanks.amount}}, locale);
  if (!amount) return Failure(amount.error());
  values.words["amount"] = *amount;
  values.words["received_on"] = text::FormatDate(thanks.received_on, locale);
  return {};
}

/// Charges that came to nothing, or could not be computed, are not spoken of.
Result<void> PutCharges(texts::TextValues& values, const Cleared& cleared, const Figures& figures,
                        const std::string& locale) {
  const bool any = cleared.charges != Charges::kNone && !figures.interest.empty();
  values.flags["charges"] = any;
  values.flags["charges_claimed"] = any && cleared.charges == Charges::kClaim;
  if (!any) return {};
  const auto interest = Amounts(figures.interest, locale);
  const auto indemnity = Amounts(figures.indemnity, locale);
  const auto total = Amounts(figures.total, locale);
  for (const auto* part : {&interest, &indemnity, &total}) {
    if (!*part) return Failure(part->error());
  }
  values.words["interest"] = *interest;
  values.words["fixed_fee"] = *indemnity;
  values.words["total"] = *total;
  values.words["charges_date"] = text::FormatDate(cleared.charges_as_of, locale);
  return {};
}

/// Only what the scenario will do may be announced, and only with a date that is left.
void PutNextStep(texts::TextValues& values, const Configuration& configuration,
                 const Cleared& cleared, const std::string& locale) {
  for (const auto& file : configuration.scenarios()) {
    if (file.name() != cleared.scenario || file.version() != cleared.scenario_version) continue;
    const auto steps = ReadSteps(file.yaml());
    if (!steps) return;
    const NextStep next = NextStepOf(cleared, *steps);
    if (next.kind != NextKind::kFormalNotice && next.kind != NextKind::kHandOver) return;
    const auto deadline = DeadlineBefore(next, cleared);
    if (!deadline) return;
    values.words["deadline"] = text::FormatDate(*deadline, locale);
    values.flags["next_formal"] = next.kind == NextKind::kFormalNotice;
    values.flags["next_hand_over"] = next.kind == NextKind::kHandOver;
    return;
  }
}

Result<Calendar> CalendarOf(const LegalEntity& entity) {
  if (entity.calendar().empty()) return CalendarByName("none");
  return CalendarByName(entity.calendar());
}

Result<void> PutClaims(texts::TextValues& values, const Configuration& configuration,
                       const LegalEntity& entity, const Cleared& cleared,
                       const std::string& locale) {
  const auto calendar = CalendarOf(entity);
  if (!calendar) return Failure(calendar.error());
  const Figures figures = FiguresOf(cleared, *calendar);
  if (const auto ok = PutFigures(values, figures, Words(configuration, locale), locale); !ok) {
    return ok;
  }
  if (const auto ok = PutCharges(values, cleared, figures, locale); !ok) return ok;
  PutNextStep(values, configuration, cleared, locale);
  return {};
}

Result<Addressee> Open(const seal::KeyRing& keys, const Cleared& cleared,
                       const Recipient& recipient) {
  const auto open = [&](const Sealed& sealed) -> Result<std::string> {
    if (sealed.bytes.empty()) return std::string();
    const auto opened = keys.Open(sealed);
    if (!opened) return Failure(opened.error());
    return opened->Reveal();
  };
  const auto name = open(recipient.name);
  const auto debtor = open(cleared.debtor_name);
  const auto address = open(recipient.address);
  for (const auto* part : {&name, &debtor, &address}) {
    if (*part) continue;
    // The key is erased, or not here yet: the first is for good, and looks the same.
    return Failure(part->error());
  }
  return Addressee{text::OneLine(*name), text::OneLine(*debtor), *address};
}

std::string ThreadId(const AccountId& account, const std::string& domain) {
  return "<case." + DerivedId("thread", account.entity, account.account) + "@" + domain + ">";
}

Mail MailOf(const LegalEntity& entity, const std::string& sender, const Cleared& cleared,
            const texts::RenderedText& rendered, const Addressee& addressee,
            const std::string& message_id, const std::string& language) {
  Mail mail;
  mail.from_name = text::OneLine(entity.sender().collector() + " \u2013 " + entity.name());
  mail.from = sender;
  mail.to_name = addressee.name;
  mail.subject = SubjectOf(rendered.subject);
  mail.text = rendered.text;
  mail.html = rendered.html;
  mail.language = language;
  mail.message_id = message_id;
  mail.references = {ThreadId(cleared.account, DomainOf(mail.from))};
  mail.trace = "00-" + DerivedId("trace", cleared.notice) + "-" +
               DerivedId("span", message_id).substr(0, 16) + "-01";
  mail.boundary = "=_" + DerivedId("boundary", cleared.notice, message_id);
  mail.date = cleared.cleared_at;
  return mail;
}

}  // namespace

Result<texts::TextValues> ValuesOf(const Configuration& configuration, const LegalEntity& entity,
                                   const Text& text, const Cleared& cleared,
                                   const Addressee& addressee, const std::string& link,
                                   const ComposerOptions& options) {
  const std::string& locale = text.language();
  texts::TextValues values;
  // Law is spoken of from level 3 on, never before.
  PutEntity(values, entity, locale, cleared.level >= 3 || cleared.formal);
  const auto said = cleared.thanks ? PutThanks(values, *cleared.thanks, locale)
                                   : PutClaims(values, configuration, entity, cleared, locale);
  if (!said) return Failure(said.error());
  auto& words = values.words;
  words["language"] = locale;
  words["account"] = text::OneLine(cleared.account.account);
  words["contact_name"] = addressee.name;
  words["debtor_name"] = addressee.debtor;
  words["today"] = text::FormatDate(cleared.local_date, locale);
  words["formal_delay"] = text::FormatNumber(options.formal_delay_days, locale);
  words["link"] = link;
  words["promise_link"] = link + "?go=promise";
  words["dispute_link"] = link + "?go=dispute";
  words["paid_link"] = link + "?go=already-paid";
  values.flags["broken_promise"] = !cleared.broken_promises.empty();
  return values;
}

std::string SubjectOf(const std::string& alternatives) {
  std::istringstream lines(alternatives);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    std::string subject = text::OneLine(line);
    if (subject.empty()) continue;
    if (text::CountCharacters(subject) <= kLongestSubject) return subject;
    last = std::move(subject);
  }
  return text::Shorten(last, kLongestSubject);
}

std::string MessageComposer::MessageIdOf(const Cleared& cleared, const Recipient& recipient) {
  const auto configuration = configurations_.Version(cleared.configuration_version);
  const LegalEntity* entity =
      configuration ? FindEntity(*configuration, cleared.account.entity) : nullptr;
  const auto sender = CheckedAddress(entity == nullptr ? "" : entity->sender().email());
  return MessageId(cleared.notice, recipient.id, sender ? DomainOf(*sender) : "relance.invalid");
}

Result<Message> MessageComposer::Compose(const Notice& notice, const Cleared& cleared,
                                         const Recipient& recipient, const std::string& link) {
  const auto configuration = configurations_.Version(cleared.configuration_version);
  if (!configuration) return Unavailable("this configuration version has not been read yet");
  const LegalEntity* entity = FindEntity(*configuration, cleared.account.entity);
  if (entity == nullptr) return Invalid("unknown legal entity", "legal_entity");
  const auto sender = CheckedAddress(entity->sender().email());
  if (!sender) return Invalid("the entity's sender has no usable address", "sender");
  const auto text =
      texts::TextOf(*configuration, cleared.text, recipient.language, entity->language());
  if (!text) return Failure(text.error());
  const auto addressee = Open(keys_, cleared, recipient);
  if (!addressee) return Failure(addressee.error());
  const auto values =
      ValuesOf(*configuration, *entity, **text, cleared, *addressee, link, options_);
  if (!values) return Failure(values.error());
  const auto rendered = texts::RenderText(*configuration, **text, *values);
  if (!rendered) return Failure(rendered.error());
  if (rendered->html.size() > kLargestHtml) return Invalid("more than 60 KB of HTML", "texts");

  Message out;
  // A retry is the same mail, even if the entity has changed its sender meanwhile.
  const auto earlier = std::ranges::find(notice.attempts, recipient.id, &Attempt::contact);
  out.message_id =
      earlier != notice.attempts.end() ? earlier->message_id : MessageIdOf(cleared, recipient);
  out.sender = *sender;
  if (recipient.channel != Channel::kEmail) {
    out.bytes = rendered->text;
    return out;
  }
  const auto to = CheckedAddress(addressee->address);
  if (!to) return Failure(to.error());
  out.recipient = *to;
  Mail mail =
      MailOf(*entity, *sender, cleared, *rendered, *addressee, out.message_id, (*text)->language());
  mail.to = *to;
  auto bytes = WriteMail(mail);
  if (!bytes) return Failure(bytes.error());
  out.bytes = std::move(*bytes);
  return out;
}

}  // namespace relance::notifier
