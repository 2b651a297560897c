#pragma once

#include <optional>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// What else a case is told: by people, by the e-invoicing platform, by the notifier.
namespace relance::scenario {

std::optional<Refusal> Handle(Draft& draft, const ChangeStatus& input);
std::optional<Refusal> Handle(Draft& draft, const ChangeDocument& input);
std::optional<Refusal> Handle(Draft& draft, const ContactsChanged& input);
std::optional<Refusal> Handle(Draft& draft, const OpenInsolvency& input);
std::optional<Refusal> Handle(Draft& draft, const ChangeFeedGap& input);
std::optional<Refusal> Handle(Draft& draft, const Approve& input);
std::optional<Refusal> Handle(Draft& draft, const AssignScenario& input);
std::optional<Refusal> Handle(Draft& draft, const MoveCase& input);
std::optional<Refusal> Handle(Draft& draft, const SetProfile& input);
std::optional<Refusal> Handle(Draft& draft, const BookCallback& input);
std::optional<Refusal> Handle(Draft& draft, const CompleteCallback& input);
std::optional<Refusal> Handle(Draft& draft, const CompleteTask& input);
std::optional<Refusal> Handle(Draft& draft, const ClearNotice& input);
std::optional<Refusal> Handle(Draft& draft, const NoticeHandedOver& input);
std::optional<Refusal> Handle(Draft& draft, const NoticeContactFailed& input);
std::optional<Refusal> Handle(Draft& draft, const NoticePresented& input);

}  // namespace relance::scenario
