#pragma once

#include <grpcpp/generic/generic_stub.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "libs/grpc/rpc_channel.h"

namespace relance {

/// What came back from a call made of bytes.
struct RawAnswer {
  grpc::Status status;
  std::string bytes;
};

/// One unary call without generated code, as any foreign client could make it.
inline RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                         const std::string& request, Millis timeout = Millis(10'000)) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  context.set_deadline(Deadline(timeout));
  const grpc::Slice slice(request);
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, method, grpc::StubOptions(), &sent, &received,
                 [&](grpc::Status status) { done.set_value(std::move(status)); });
  RawAnswer answer{.status = done.get_future().get(), .bytes = {}};
  std::vector<grpc::Slice> slices;
  if (received.Valid() && received.Dump(&slices).ok()) {
    for (const grpc::Slice& part : slices) {
      answer.bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
    }
  }
  return answer;
}

/// The answer of grpc.health.v1.Health/Check: 1 serving, 2 not serving; 0 when it has none.
inline int HealthOf(const std::shared_ptr<grpc::Channel>& channel, const std::string& service) {
  const std::string request =
      service.empty() ? "" : "\x0a" + std::string(1, static_cast<char>(service.size())) + service;
  const std::string bytes = RawCall(channel, "/grpc.health.v1.Health/Check", request).bytes;
  return bytes.size() == 2 ? bytes[1] : 0;
}

}  // namespace relance
