#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relance::portal {

/// The first of `wishes` that the portal speaks, by its primary part: "fr-CA" is served in "fr".
/// "" when there is none.
std::string FirstSpoken(const std::vector<std::string>& wishes);

/// The languages of an Accept-Language header, the most wanted first; those with weight 0 and what
/// is malformed are left out.
std::vector<std::string> AcceptedLanguages(std::string_view header);

}  // namespace relance::portal
