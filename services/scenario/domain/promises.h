#pragma once

#include <optional>
#include <vector>

#include "services/scenario/domain/decide.h"
#include "services/scenario/domain/draft.h"

/// Promises to pay: a hold on their items until the promised date and some business days more.
namespace relance::scenario {

/// Comment (too many) wins over far (too late a date); an open one replaces the earlier one.
std::optional<Refusal> Handle(Draft& draft, const MakePromise& input);

/// A promise that was too far ahead is approved.
std::optional<Refusal> ApprovePromise(Draft& draft, const Promise& promise);

/// Money allocated to items of the promises: kept at once when the sum is reached or nothing is
/// open any more; also when a promise was thought broken and the value date was in time.
void CountForPromises(Draft& draft, const RecordMoney& money);
/// Takes back what a reversed receipt had brought.
void TakeBackFromPromises(Draft& draft, const ReverseMoney& money);
/// Promises whose items are all closed, however that came, are kept.
void KeepPromisesOfClosedItems(Draft& draft);

/// Promises whose last day has passed: partly kept or broken.
void EndPromises(Draft& draft);

}  // namespace relance::scenario
