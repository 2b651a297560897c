#include "services/ledger/domain/booking.h"

#include <gmock/gmock.h>

#include "services/ledger/domain/testing_books.h"

namespace relance::ledger {
namespace {

TEST(BookingTest, APaymentCarriesTheAmountsAfterIt) {
  BooksInMemory books;
  Take(books, AnInvoice("F-1", {30, 30}));
  Take(books, APayment("P-1", 50));
  Booking booking(books);
  EXPECT_EQ(booking.Pay("P-1", {"F-1"}, 40), 40);
  const auto facts = booking.Take();
  ASSERT_EQ(facts.size(), 2U);
  const auto& first = std::get<Allocated>(facts[0]);
  EXPECT_EQ(first.item, "F-1/1");
  EXPECT_EQ(first.item_open, 0);
  EXPECT_EQ(first.receipt_rest, 20);
  const auto& second = std::get<Allocated>(facts[1]);
  EXPECT_EQ(second.amount, 10);
  EXPECT_EQ(second.item_open, 20);
  EXPECT_EQ(second.receipt_rest, 10);
  EXPECT_EQ(second.value_date, Day(2026, 10, 12));
}

TEST(BookingTest, NothingIsPaidFromOrToWhatDoesNotExist) {
  BooksInMemory books;
  Take(books, APayment("P-1", 50, {{"F-1", 0}}));
  Booking booking(books);
  EXPECT_EQ(booking.Pay("P-1", {"F-1"}, 50), 0) << "awaited, not known";
  EXPECT_EQ(booking.Pay("P-9", {"F-1"}, 50), 0);
  booking.FollowClaims("F-1");
  booking.FollowIntents("P-9");
  EXPECT_THAT(booking.TakeAllBack("P-9", UndoneBecause::kReversed), testing::IsEmpty());
  EXPECT_THAT(booking.Take(), testing::IsEmpty());
}

TEST(BookingTest, AnIntentIsUsedUpByWhatItPaidBefore) {
  BooksInMemory books;
  Take(books, APayment("P-1", 100, {{"F-1", 40}}));
  Take(books, AnInvoice("F-1", {30}));
  Booking booking(books);
  booking.FollowIntents("P-1");
  EXPECT_THAT(booking.Take(), testing::IsEmpty()) << "the invoice is paid";
  Take(books, AnInvoice("F-1", {100}, 2));
  EXPECT_EQ(books.invoices["F-1"].items[0].open, 60) << "40 were meant for it, no more";
}

TEST(BookingTest, OnlyTheItemThatIsNamedIsPaid) {
  BooksInMemory books;
  Take(books, AnInvoice("F-1", {30, 30}));
  Take(books, APayment("P-1", 50));
  Booking booking(books);
  EXPECT_EQ(booking.Pay("P-1", {"F-1", 0, "F-1/2"}, 50), 30);
  EXPECT_EQ(std::get<Allocated>(booking.Take().at(0)).item, "F-1/2");
}

}  // namespace
}  // namespace relance::ledger
