#pragma once

#include <string>
#include <vector>

#include "services/portal/adapters/speaker.h"
#include "services/portal/adapters/view.h"
#include "services/portal/app/read_account.h"

/// What the pages of an account show, from what is known about it.
namespace relance::portal {

inline constexpr size_t kLinesOnOverview = 10;
inline constexpr size_t kLinesPerPage = 50;

View OverviewView(const Words& words, const AccountPage& page, const std::vector<Totals>& totals);

/// `number` from 1; beyond the last page is the last one.
View InvoicesView(const Words& words, const AccountPage& page, const std::vector<Totals>& totals,
                  size_t number);

struct TableOptions {
  std::string labelled_by;  ///< Id of the heading that names the table.
  bool select = false;      ///< With a check box a line.
};

/// The table of lines, as HTML.
std::string LinesTable(const Speaker& speaker, const std::vector<const Line*>& lines,
                       const TableOptions& options);

}  // namespace relance::portal
