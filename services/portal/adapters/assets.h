#pragma once

#include <string_view>

namespace relance::portal {

/// A file of services/portal/pages by its name, as compiled in; "" when there is none.
std::string_view Asset(std::string_view name);

}  // namespace relance::portal
