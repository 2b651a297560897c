#include "services/notifier/adapters/mail.h"

#include <gmime/gmime.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace relance::notifier {
namespace {

constexpr size_t kLongestAddress = 254;
constexpr int kLongestDomain = 253;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

void InitGMime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

bool HasControl(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

Result<void> CheckHeaders(const Mail& mail) {
  struct Field {
    const char* name;
    std::string_view value;
  };
  for (const Field& field :
       {Field{"from_name", mail.from_name}, Field{"from", mail.from},
        Field{"to_name", mail.to_name}, Field{"to", mail.to}, Field{"subject", mail.subject},
        Field{"message_id", mail.message_id}, Field{"trace", mail.trace},
        Field{"language", mail.language}, Field{"boundary", mail.boundary}}) {
    if (HasControl(field.value)) return Invalid("a header may not hold a line end", field.name);
  }
  if (std::ranges::any_of(mail.references, HasControl)) {
    return Invalid("a header may not hold a line end", "references");
  }
  return {};
}

Ref<GMimePart> TextPart(const std::string& body, const char* subtype) {
  Ref<GMimePart> part(g_mime_part_new_with_type("text", subtype));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(body.data(), body.size()));
  Ref<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return part;
}

/// Left to itself, GMime takes a character set by the words: windows-1251 for a dash.
void AddMailbox(GMimeMessage* message, GMimeAddressType type, const std::string& name,
                const std::string& address) {
  Ref<InternetAddress> mailbox(
      internet_address_mailbox_new(name.empty() ? nullptr : name.c_str(), address.c_str()));
  internet_address_set_charset(mailbox.get(), "utf-8");
  internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox.get());
}

void SetHeaders(GMimeMessage* message, const Mail& mail) {
  AddMailbox(message, GMIME_ADDRESS_TYPE_FROM, mail.from_name, mail.from);
  AddMailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, mail.from_name, mail.from);
  AddMailbox(message, GMIME_ADDRESS_TYPE_TO, mail.to_name, mail.to);
  g_mime_message_set_subject(message, mail.subject.c_str(), "utf-8");
  const std::string bare = mail.message_id.substr(1, mail.message_id.size() - 2);
  g_mime_message_set_message_id(message, bare.c_str());
  GDateTime* date = g_date_time_new_from_unix_utc(ToMillis(mail.date) / 1000);
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
  auto* object = GMIME_OBJECT(message);
  std::string references;
  for (const auto& id : mail.references) references += (references.empty() ? "" : " ") + id;
  if (!references.empty()) {
    g_mime_object_set_header(object, "References", references.c_str(), nullptr);
    g_mime_object_set_header(object, "In-Reply-To", mail.references.back().c_str(), nullptr);
  }
  g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", nullptr);
  g_mime_object_set_header(object, "X-Relance-Trace", mail.trace.c_str(), nullptr);
  g_mime_object_set_header(object, "Content-Language", mail.language.c_str(), nullptr);
}

std::string Bytes(GMimeMessage* message) {
  Ref<GMimeStream> stream(g_mime_stream_mem_new());
  GMimeFormatOptions* options = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream.get());
  g_mime_format_options_free(options);
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

/// "müller.example" as "xn--mller-kva.example"; empty when it is no domain.
std::string AsciiDomain(std::string_view domain) {
  UErrorCode status = U_ZERO_ERROR;
  UIDNA* idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_USE_STD3_RULES, &status);
  if (U_FAILURE(status)) return {};
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::string out(kLongestDomain + 1, '\0');
  const int32_t length =
      uidna_nameToASCII_UTF8(idna, domain.data(), static_cast<int32_t>(domain.size()), out.data(),
                             kLongestDomain, &info, &status);
  uidna_close(idna);
  if (U_FAILURE(status) || info.errors != 0 || length <= 0 || length > kLongestDomain) return {};
  out.resize(static_cast<size_t>(length));
  return out;
}

bool IsPlainLocalPart(std::string_view local) {
  constexpr std::string_view kAllowed = "!#$%&'*+-/=?^_`{|}~.";
  if (local.empty() || local.size() > 64 || local.front() == '.' || local.back() == '.') {
    return false;
  }
  return std::ranges::all_of(local, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kAllowed.find(c) != std::string_view::npos;
  });
}

}  // namespace

Result<std::string> WriteMail(const Mail& mail) {
  if (const auto ok = CheckHeaders(mail); !ok) return Failure(ok.error());
  if (mail.message_id.size() < 3) return Invalid("no Message-ID", "message_id");
  InitGMime();
  Ref<GMimeMessage> message(g_mime_message_new(TRUE));
  SetHeaders(message.get(), mail);
  Ref<GMimeMultipart> body(g_mime_multipart_new_with_subtype("alternative"));
  g_mime_multipart_set_boundary(body.get(), mail.boundary.c_str());
  const auto text = TextPart(mail.text, "plain");
  const auto html = TextPart(mail.html, "html");
  g_mime_multipart_add(body.get(), GMIME_OBJECT(text.get()));
  g_mime_multipart_add(body.get(), GMIME_OBJECT(html.get()));
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
  return Bytes(message.get());
}

Result<std::string> CheckedAddress(std::string_view address) {
  const auto refuse = [] { return Invalid("not an e-mail address that can be used", "contact"); };
  const size_t at = address.rfind('@');
  if (at == std::string_view::npos || address.size() > kLongestAddress) return refuse();
  const std::string_view local = address.substr(0, at);
  // Quoted local parts are legal and unused: an address book that has one was attacked or mistyped.
  if (!IsPlainLocalPart(local)) return refuse();
  const std::string domain = AsciiDomain(address.substr(at + 1));
  if (domain.empty() || domain.find('.') == std::string::npos) return refuse();
  return std::string(local) + "@" + domain;
}

std::string DomainOf(std::string_view address) {
  return std::string(address.substr(address.rfind('@') + 1));
}

}  // namespace relance::notifier
