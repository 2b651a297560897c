#include "libs/http/message.h"

#include <algorithm>

namespace relance::http {

std::string_view ValueOf(const Fields& fields, std::string_view name) {
  const auto it = std::find_if(fields.begin(), fields.end(),
                               [&](const auto& field) { return field.first == name; });
  return it == fields.end() ? std::string_view() : std::string_view(it->second);
}

std::vector<std::string> ValuesOf(const Fields& fields, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : fields) {
    if (key == name) values.push_back(value);
  }
  return values;
}

void Response::Set(std::string name, std::string value) {
  headers.emplace_back(std::move(name), std::move(value));
}

Response SeeOther(std::string location) {
  Response response{.status = 303, .headers = {}, .body = {}};
  response.Set("Location", std::move(location));
  return response;
}

bool IsSafeHeader(std::string_view name, std::string_view value) {
  static constexpr std::string_view kSeparators = "()<>@,;:\\\"/[]?={}";
  const auto is_token = [](unsigned char c) {
    return c > 0x20 && c < 0x7f && kSeparators.find(static_cast<char>(c)) == kSeparators.npos;
  };
  const auto is_text = [](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7f); };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_token) &&
         std::all_of(value.begin(), value.end(), is_text);
}

}  // namespace relance::http
