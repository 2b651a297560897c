#pragma once

#include <string_view>

namespace relance::notifier {

/// Whether the answer of a mail server says that the address takes nothing, whatever the message:
/// 5xx with one of the codes 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10 (RFC 3463, RFC 7505). A bare 550
/// may as well be about the message or its sender.
bool RefusesAddress(std::string_view answer);

}  // namespace relance::notifier
