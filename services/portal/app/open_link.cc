#include "services/portal/app/open_link.h"

#include "libs/base/encoding.h"

namespace relance::portal {
namespace {

constexpr size_t kSecretBytes = 32;

}  // namespace

Result<OpenedLink> OpenLink::Run(const std::string& token, const std::string& origin) {
  const auto failures = attempts_.Failures(origin);
  if (!failures) return Failure(failures.error());
  if (*failures >= kMostAttempts) return OpenedLink{.outcome = LinkOutcome::kLimited};
  auto viewer = notifier_.ResolveLink(token);
  if (!viewer && viewer.error().code == ErrorCode::kUnavailable) return Failure(viewer.error());
  if (!viewer) {
    const auto counted = attempts_.CountFailure(origin);
    if (!counted) return Failure(counted.error());
    return OpenedLink{.outcome = LinkOutcome::kGone};
  }
  const Session session{.viewer = std::move(*viewer),
                        .csrf = ToBase64Url(randomness_.Bytes(kSecretBytes)),
                        .scenario = {}};
  std::string id = ToBase64Url(randomness_.Bytes(kSecretBytes));
  const auto put = sessions_.Put(id, session);
  if (!put) return Failure(put.error());
  return OpenedLink{.outcome = LinkOutcome::kOpened, .session_id = std::move(id)};
}

}  // namespace relance::portal
