#include "services/ledger/adapters/feed_event.h"

#include "services/ledger/adapters/translation_fixture.h"

namespace relance::ledger {
namespace {

class FeedEventTest : public testing::Test, public TranslationFixture {
 protected:
  std::string FieldOf(const EventHeaders& headers, const std::optional<std::string>& value) {
    const auto event = ReadFeedEvent(Mapping(), headers, value);
    return event ? "accepted" : event.error().field;
  }

  const std::string protobuf_ = InvoiceEvent().invoice().SerializeAsString();
  const EventHeaders headers_{{"ce_specversion", "1.0"},
                              {"ce_type", "relance.invoice.issued.v1"},
                              {"ce_id", "e-7"},
                              {"ce_source", "/erp/sap/FR01"},
                              {"content-type", "application/protobuf"}};
};

TEST_F(FeedEventTest, ACloudEventInProtobufIsRead) {
  const auto event = ReadFeedEvent(Mapping(), headers_, protobuf_);
  ASSERT_TRUE(event.has_value()) << event.error().message;
  EXPECT_EQ(event->event_id(), "e-7");
  EXPECT_EQ(event->source(), "/erp/sap/FR01");
  EXPECT_EQ(event->invoice().document(), "F-1");
}

TEST_F(FeedEventTest, JsonIsReadWithAmountsAsStrings) {
  const EventHeaders headers{{"ce_type", "relance.invoice.issued.v1"},
                             {"Content-Type", "application/json; charset=utf-8"}};
  const auto event = ReadFeedEvent(Mapping(), headers,
                                   R"({"legalEntity":"FR01","account":"D42","document":"F-1",)"
                                   R"("version":2,"currency":"EUR","amount":"12000.00",)"
                                   R"("dueDate":{"year":2026,"month":10,"day":1}})");
  ASSERT_TRUE(event.has_value()) << event.error().message;
  EXPECT_EQ(event->invoice().amount(), "12000.00");
  EXPECT_EQ(event->invoice().version(), 2);
  EXPECT_EQ(event->source(), "/erp/sap/FR01") << "the mapping's, when the event names none";
  for (const char* bad : {R"({"amount":1234567890123456})", R"({"amount":0.1234567890123456})",
                          R"({"amount":12000.00})", R"({"amount":)", R"({"amounts":"1"})", "[]",
                          "\xEF\xBB\xBF{}", "{}{}"}) {
    EXPECT_EQ(FieldOf(headers, bad), "value") << bad;
  }
  EXPECT_EQ(FieldOf(headers, std::string(200, '[')), "value") << "too deep";
}

TEST_F(FeedEventTest, LongNumbersAreSeenOutsideTextOnly) {
  EXPECT_FALSE(HasLongNumber(R"({"a":"1234567890123456","b":123456789012345})"));
  EXPECT_FALSE(HasLongNumber(R"({"a\"1234567890123456":1})"));
  EXPECT_TRUE(HasLongNumber(R"({"a":12345678901.23456})"));
  EXPECT_TRUE(HasLongNumber("[1234567890123456"));
}

TEST_F(FeedEventTest, ADebeziumRowAndAForeignTypeNameAreRead) {
  const EventHeaders headers{{"id", "42"},
                             {"eventType", "SalesInvoicePosted"},
                             {"content-type", "application/x-protobuf"}};
  const auto event = ReadFeedEvent(Mapping(), headers, protobuf_);
  ASSERT_TRUE(event.has_value()) << event.error().message;
  EXPECT_EQ(event->event_id(), "42");
  EXPECT_TRUE(event->has_invoice());
}

TEST_F(FeedEventTest, ConfluentFramingIsTakenOff) {
  const std::string schema{0, 0, 0, 1, 2};
  const auto with = [&](const std::string& prefix) {
    const auto event = ReadFeedEvent(Mapping(), headers_, prefix + protobuf_);
    return event && event->invoice().document() == "F-1";
  };
  EXPECT_TRUE(with(schema + std::string(1, '\0'))) << "one index 0 in short";
  EXPECT_TRUE(with(schema + std::string{2, 0})) << "count 1, index 0";
  EXPECT_TRUE(with(schema + std::string{4, 2, 4})) << "count 2, indexes 1 and 2";
  EXPECT_EQ(FieldOf(headers_, std::string(3, '\0')), "value");
  EXPECT_EQ(FieldOf(headers_, schema), "value");
  EXPECT_EQ(FieldOf(headers_, schema + std::string{4, 2}), "value");
  const std::string json = schema + "{}";
  EXPECT_EQ(*WithoutFraming(json, ValueFormat::kJson), "{}");
  EXPECT_EQ(*WithoutFraming(protobuf_, ValueFormat::kProtobuf), protobuf_);
}

TEST_F(FeedEventTest, WhatCannotBeReadNamesItsHeader) {
  const auto with = [&](const std::string& name, const std::string& value) {
    EventHeaders headers = headers_;
    for (auto& [key, old] : headers) {
      if (key == name) old = value;
    }
    return headers;
  };
  EXPECT_EQ(FieldOf({}, protobuf_), "ce_type");
  EXPECT_EQ(FieldOf(with("ce_type", "com.example.unknown"), protobuf_), "ce_type");
  EXPECT_EQ(FieldOf(with("ce_specversion", "0.3"), protobuf_), "ce_specversion");
  EXPECT_EQ(FieldOf(with("content-type", "text/xml"), protobuf_), "content-type");
  EXPECT_EQ(FieldOf(with("content-type", ""), protobuf_), "content-type");
  EXPECT_EQ(FieldOf(with("content-type", "application/cloudevents+json"), "{}"), "content-type");
  EXPECT_EQ(FieldOf(headers_, std::nullopt), "value") << "a tombstone";
  EXPECT_EQ(FieldOf(headers_, ""), "value");
  EXPECT_EQ(FieldOf(headers_, protobuf_.substr(0, protobuf_.size() - 2)), "value") << "cut";
  EXPECT_EQ(FieldOf(headers_, std::string(kLargestEvent + 1, 'x')), "value");
}

TEST_F(FeedEventTest, NoBitFlipCrashesTheReader) {
  for (size_t i = 0; i < protobuf_.size() * 8; ++i) {
    std::string flipped = protobuf_;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    const auto event = ReadFeedEvent(Mapping(), headers_, flipped);
    if (event) static_cast<void>(translator.Translate(*event, {"FR01"}));
  }
}

}  // namespace
}  // namespace relance::ledger
