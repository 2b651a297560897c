#pragma once

#include <string>
#include <string_view>

#include "services/portal/adapters/view.h"
#include "services/portal/adapters/words.h"

namespace relance::portal {

/// A template of services/portal/pages with its [[words]] in one language and its {{texts}} from
/// the view, both escaped. `{{{name}}}` is for what another call of Render has made.
std::string Render(std::string_view name, const Words& words, const View& view);

}  // namespace relance::portal
