#pragma once

#include <string>
#include <vector>

#include "libs/journal/front.h"
#include "services/notifier/app/ports.h"

namespace relance::notifier {

/// The notifier's own view, as NotifierJournal keeps it.
class ViewBoard : public NoticeBoard {
 public:
  ViewBoard(journal::ViewReader& view, Millis timeout) : view_(view), timeout_(timeout) {}

  Result<std::vector<NoticeRef>> Due(int partition, Instant now, size_t limit) override;
  Result<std::vector<NoticeRef>> Ready(int partition, size_t limit) override;
  Result<std::vector<NoticeRef>> Running(int partition, size_t limit) override;
  Result<ReadyNotice> Load(int partition, const NoticeRef& ref) override;
  Result<Notice> Find(int partition, const NoticeRef& ref) override;
  Result<std::optional<Instant>> NextMoment(int partition) override;

 private:
  Result<std::vector<NoticeRef>> Listed(int partition, std::string_view prefix, size_t limit);

  journal::ViewReader& view_;
  const Millis timeout_;
};

}  // namespace relance::notifier
