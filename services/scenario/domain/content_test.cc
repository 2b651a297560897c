#include "services/scenario/domain/content.h"

#include <gmock/gmock.h>

#include "services/scenario/domain/testing/bench.h"
#include "services/scenario/domain/testing/told.h"

namespace relance::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Told;

class ContactsTest : public ::testing::Test {
 protected:
  std::vector<std::string> Chosen(const std::set<std::string>& tried = {}) const {
    std::vector<std::string> keys;
    for (const NoticeContact& contact : ChooseContacts(step_, context_, tried)) {
      keys.push_back(contact.Key());
    }
    return keys;
  }
  void Add(Channel channel, const std::string& name, const std::string& role = "billing") {
    context_.contacts.push_back({channel, name, role, "", "", false});
  }

  Step step_;
  Context context_;
};

TEST_F(ContactsTest, TheRoleOfTheStepComesFirstThenBillingInTheOrderDeclared) {
  step_.channels = {Channel::kEmail};
  step_.role = "approver";
  Add(Channel::kEmail, "anna");
  Add(Channel::kEmail, "bruno", "approver");
  EXPECT_THAT(Chosen(), ElementsAre("email:bruno"));
  EXPECT_THAT(Chosen({"email:bruno"}), ElementsAre("email:anna"));
  EXPECT_THAT(Chosen({"email:bruno", "email:anna"}), IsEmpty());
}

TEST_F(ContactsTest, OneContactOnEveryChannelThatHasOne) {
  step_.channels = {Channel::kEmail, Channel::kSms};
  Add(Channel::kSms, "paul");
  EXPECT_THAT(Chosen(), ElementsAre("sms:paul"));
  Add(Channel::kEmail, "anna");
  EXPECT_THAT(Chosen(), ElementsAre("email:anna", "sms:paul"));
}

TEST_F(ContactsTest, FallbacksAreTriedInTurnUnlessStopped) {
  step_.channels = {Channel::kElectronicRegistered};
  step_.fallback = {Channel::kRegistered, Channel::kLetter};
  Add(Channel::kLetter, "seat");
  Add(Channel::kRegistered, "seat");
  EXPECT_THAT(Chosen(), ElementsAre("registered:seat"));
  context_.channels_stopped = {Channel::kRegistered};
  EXPECT_THAT(Chosen(), ElementsAre("letter:seat"));
}

TEST_F(ContactsTest, ABouncedContactIsNotUsed) {
  step_.channels = {Channel::kEmail};
  Add(Channel::kEmail, "anna");
  context_.contacts.front().bounced = true;
  EXPECT_THAT(Chosen(), IsEmpty());
}

TEST(ContentTest, PreventiveItemsOfACurrencyWithoutOverdueOnesAreItsItems) {
  EXPECT_THAT(Told(R"(show send
2026-09-28 09:00 invoice F-1 12000.00 EUR due 2026-10-01
2026-09-28 09:00 invoice F-2 3000.00 USD due 2026-10-19
until 2026-10-12)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:12000.00@1 "
                          "net 12000.00 EUR",
                          "2026-10-12 08:30:00 send level2 email+sms items F-1:12000.00@2 "
                          "net 12000.00 EUR items F-2:3000.00 net 3000.00 USD"));
}

TEST(ContentTest, PerItemClaimsTheNetExposureWhereThatIsLower) {
  EXPECT_THAT(Told(R"(scenario per-item
show send
2026-10-01 09:00 invoice F-1 1000.00 EUR due 2026-10-01
2026-10-01 09:00 invoice F-2 600.00 EUR due 2026-10-01
2026-10-01 09:00 credit CN-1 800.00 EUR
until 2026-10-02)"),
              ElementsAre("2026-10-02 08:30:00 send level1 email items F-1:1000.00@1 "
                          "credits 200.00 net 800.00 EUR",
                          "2026-10-02 08:30:00 send level1 email items F-2:600.00@1 "
                          "net 600.00 EUR"));
}

}  // namespace
}  // namespace relance::scenario
