#pragma once

#include <string>

#include "libs/configuration/store.h"
#include "libs/seal/key_ring.h"
#include "libs/texts/texts.h"
#include "services/notifier/app/ports.h"

namespace relance::notifier {

/// A subject fits the width of a list of mails.
inline constexpr size_t kLongestSubject = 60;
/// Mail readers clip beyond about 100 KB.
inline constexpr size_t kLargestHtml = 60 * 1024;

struct ComposerOptions {
  int formal_delay_days = 8;  ///< To pay after a formal notice.
};

/// Renders a cleared notice with the configuration version it was decided with.
class MessageComposer : public Composer {
 public:
  MessageComposer(const ConfigurationStore& configurations, const seal::KeyRing& keys,
                  ComposerOptions options)
      : configurations_(configurations), keys_(keys), options_(options) {}

  /// An e-mail as MIME; for other channels the text part, for the carrier to say what it can do.
  Result<Message> Compose(const Notice& notice, const Cleared& cleared, const Recipient& recipient,
                          const std::string& link) override;
  std::string MessageIdOf(const Cleared& cleared, const Recipient& recipient) override;

 private:
  const ConfigurationStore& configurations_;
  const seal::KeyRing& keys_;
  const ComposerOptions options_;
};

/// Names as opened: personal data on its way into a message, and nowhere else.
struct Addressee {
  std::string name;
  std::string debtor;
  std::string address;
};

/// What `text` may say about the notice. Also for previews, which have no link yet.
Result<texts::TextValues> ValuesOf(const config::v1::Configuration& configuration,
                                   const config::v1::LegalEntity& entity,
                                   const config::v1::Text& text, const Cleared& cleared,
                                   const Addressee& addressee, const std::string& link,
                                   const ComposerOptions& options);

/// The first of the alternatives (one a line) that has at most 60 characters, else the last, cut.
std::string SubjectOf(const std::string& alternatives);

}  // namespace relance::notifier
