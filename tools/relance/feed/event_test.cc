#include "tools/relance/feed/event.h"

#include <gmock/gmock.h>

#include "relance/feed/v1/feed.pb.h"

namespace relance::cli {
namespace {

using ::testing::Contains;
using ::testing::Pair;

constexpr char kInvoice[] =
    R"({"specversion":"1.0","id":"e1","source":"/erp/sap/FR01","type":"relance.invoice.issued.v1",)"
    R"("data":{"legal_entity":"FR01","account":"D42","document":"F-1","currency":"EUR",)"
    R"("amount":"12000.10","reference":"a \"}\" b","due_date":{"year":2026,"month":10,"day":1}},)"
    R"("time":"2026-09-01T08:00:00Z"})";

TEST(EventTest, ALineBecomesARecordInBinaryMode) {
  const auto event = ReadEventLine(kInvoice, EventFormat::kJson);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->key, "FR01|D42");
  EXPECT_THAT(event->headers, Contains(Pair("ce_specversion", "1.0")));
  EXPECT_THAT(event->headers, Contains(Pair("ce_id", "e1")));
  EXPECT_THAT(event->headers, Contains(Pair("ce_source", "/erp/sap/FR01")));
  EXPECT_THAT(event->headers, Contains(Pair("ce_type", "relance.invoice.issued.v1")));
  EXPECT_THAT(event->headers, Contains(Pair("ce_time", "2026-09-01T08:00:00Z")));
  EXPECT_THAT(event->headers, Contains(Pair("ce_partitionkey", "FR01|D42")));
  EXPECT_THAT(event->headers, Contains(Pair("content-type", "application/json")));
}

TEST(EventTest, TheDataIsPassedOnByteForByte) {
  const std::string data = R"({ "legal_entity":"FR01", "account":"D\u00e9]}", "amount": 1.10e2 })";
  const std::string line =
      R"({"id":"data","specversion":"1.0","source":"s","type":"t","data": )" + data + "}";
  const auto event = ReadEventLine(line, EventFormat::kJson);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->value, data);
}

TEST(EventTest, AsProtobufItIsTheDocumentOfTheContract) {
  const auto event = ReadEventLine(kInvoice, EventFormat::kProtobuf);
  ASSERT_TRUE(event);
  EXPECT_THAT(event->headers, Contains(Pair("content-type", "application/protobuf")));
  feed::v1::InvoiceIssued invoice;
  ASSERT_TRUE(invoice.ParseFromString(event->value));
  EXPECT_EQ(invoice.amount(), "12000.10");
  EXPECT_EQ(invoice.due_date().month(), 10);
}

std::string FieldAtFault(const std::string& line, EventFormat format = EventFormat::kJson) {
  const auto event = ReadEventLine(line, format);
  return event ? "" : event.error().field;
}

TEST(EventTest, WhatIsNoEventNamesWhatItLacks) {
  EXPECT_EQ(FieldAtFault("nonsense"), "line");
  EXPECT_EQ(FieldAtFault("[1]"), "line");
  EXPECT_EQ(FieldAtFault(R"({"specversion":"0.3"})"), "specversion");
  EXPECT_EQ(FieldAtFault(R"({"specversion":"1.0","id":7})"), "id");
  EXPECT_EQ(FieldAtFault(R"({"specversion":"1.0","id":"1","source":"s"})"), "type");
  const std::string head = R"({"specversion":"1.0","id":"1","source":"s","type":"t",)";
  EXPECT_EQ(FieldAtFault(head + R"("data":"text"})"), "data");
  EXPECT_EQ(FieldAtFault(head + R"("data":{"account":"D42"}})"), "data.legal_entity");
  EXPECT_EQ(FieldAtFault(head + R"("data":{"legal_entity":"FR01"}})", EventFormat::kProtobuf),
            "type");
}

TEST(EventTest, DataThatComesTwiceOrUnderADisguisedNameIsNotGuessedAt) {
  const std::string head = R"({"specversion":"1.0","id":"1","source":"s","type":"t",)";
  const std::string data = R"({"legal_entity":"FR01"})";
  EXPECT_EQ(FieldAtFault(head + R"("data":)" + data + "}"), "");
  EXPECT_EQ(FieldAtFault(head + R"("data":1,"data":)" + data + "}"), "data");
  EXPECT_EQ(FieldAtFault(head + R"("d\u0061ta":)" + data + "}"), "data");
}

TEST(EventTest, ADocumentWithAnUnknownFieldIsNoDocumentOfTheContract) {
  std::string line = kInvoice;
  line.replace(line.find("reference"), 9, "referense");
  const auto event = ReadEventLine(line, EventFormat::kProtobuf);
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().field, "data");
  EXPECT_THAT(event.error().message, ::testing::Not(::testing::HasSubstr("12000")));
}

}  // namespace
}  // namespace relance::cli
