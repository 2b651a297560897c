#pragma once

#include <string>
#include <utility>

#include "libs/base/account_id.h"
#include "libs/base/result.h"
#include "relance/common/v1/common.pb.h"
#include "tools/relance/shell/session.h"

/// Between the contract's messages and what people type and read.
namespace relance::cli {

/// The account that a parameter names as ENTITY/NUMBER.
Result<common::v1::Account> AccountIn(const Session& session, const std::string& parameter);
/// A civil date, YYYY-MM-DD.
Result<common::v1::Date> DateIn(const Session& session, const std::string& parameter);
/// "1200.00 EUR" or "1200.00:EUR"
Result<common::v1::Money> MoneyFrom(const std::string& text, const std::string& parameter);
/// "400.00:EUR@2026-11-15"
Result<std::pair<common::v1::Money, common::v1::Date>> MoneyOnFrom(const std::string& text,
                                                                   const std::string& parameter);
Result<common::v1::Channel> ChannelNamed(const std::string& text, const std::string& parameter);

/// "FR01/D42"
std::string InWords(const common::v1::Account& account);
/// "12000.00 EUR"
std::string InWords(const common::v1::Money& money);
/// "2026-10-02", or "-" for none.
std::string InWords(const common::v1::Date& date);
/// "email"
std::string InWords(common::v1::Channel channel);
/// RFC 3339, or "-" for 0.
std::string MomentInWords(int64_t ms);

}  // namespace relance::cli
