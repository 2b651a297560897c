#include "services/notifier/domain/address.h"

#include <algorithm>
#include <array>

namespace relance::notifier {

bool RefusesAddress(std::string_view answer) {
  constexpr size_t kReply = std::string_view("550 ").size();
  constexpr std::array<std::string_view, 5> kOfTheAddress{"5.1.1", "5.1.2", "5.1.3", "5.1.6",
                                                          "5.1.10"};
  if (answer.size() <= kReply || answer.front() != '5') return false;
  const std::string_view status = answer.substr(kReply, answer.find(' ', kReply) - kReply);
  return std::ranges::find(kOfTheAddress, status) != kOfTheAddress.end();
}

}  // namespace relance::notifier
