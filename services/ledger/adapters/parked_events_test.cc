#include "services/ledger/adapters/parked_events.h"

#include <gtest/gtest.h>

namespace relance::ledger {
namespace {

TEST(ParkedEventsTest, AParkedEventIsReadableOnlyWithTheKey) {
  const seal::Key key = seal::Key::Random();
  const ParkedEvent event{"erp.sap", 2,      17,    {{"ce_type", "x"}}, "Jeanne Canari", "no",
                          "",        "FR01", "D42", FromMillis(5)};
  const std::string sealed = SealEvent(event, key);
  EXPECT_EQ(sealed.find("Canari"), std::string::npos);
  const auto opened = OpenEvent(sealed, key);
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(IdOf(*opened), "erp.sap/2/17");
  EXPECT_EQ(opened->value, "Jeanne Canari");
  EXPECT_EQ(opened->headers, event.headers);
  EXPECT_FALSE(OpenEvent(sealed, seal::Key::Random()).has_value());
  EXPECT_FALSE(OpenEvent("bytes an owner parked", key).has_value());
  const std::string replayed = SealReplayed({"erp.sap/2/17", FromMillis(7)}, key);
  EXPECT_EQ(OpenReplayed(replayed, key)->at, FromMillis(7));
  EXPECT_FALSE(OpenEvent(replayed, key).has_value());
  EXPECT_FALSE(OpenReplayed(sealed, key).has_value());
}

}  // namespace
}  // namespace relance::ledger
