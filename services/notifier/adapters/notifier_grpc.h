#pragma once

#include <functional>
#include <memory>
#include <string>

#include "libs/base/instant.h"
#include "libs/configuration/store.h"
#include "libs/journal/front.h"
#include "libs/seal/blob_store.h"
#include "services/notifier/app/ports.h"

namespace grpc {
class Service;
}

namespace relance::notifier {

struct NotifierGrpcOptions {
  std::string portal_url;
  Millis link_life{std::chrono::hours{24 * 90}};
  Millis timeout{5'000};
};

/// relance.notifier.v1.NotifierService. What reads is served by any instance; all references must
/// outlive the service.
std::unique_ptr<grpc::Service> MakeNotifierGrpc(journal::CommandFront& front,
                                                journal::ViewReader& view,
                                                const ConfigurationStore& configurations,
                                                const seal::BlobStore& blobs, Tokens& tokens,
                                                std::function<Instant()> now,
                                                NotifierGrpcOptions options);

}  // namespace relance::notifier
