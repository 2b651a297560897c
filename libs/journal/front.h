#pragma once

#include <functional>
#include <string>

#include "libs/base/command_id.h"
#include "libs/base/instant.h"
#include "libs/base/result.h"
#include "libs/journal/domain.h"

namespace relance::journal {

/// "At least as new as this": valid for reads of the service that issued it.
struct Token {
  int partition = 0;
  uint64_t sequence = 0;
};

/// What became of a command, once its batch is in the journal.
struct Outcome {
  bool accepted = false;
  std::string reply;  ///< As Reply::bytes.
  Token token;
};

/// Where a service's gRPC methods put commands. Writes the command to its topic and answers once
/// the journal has accepted it, whoever owns the partition.
class CommandFront {
 public:
  virtual ~CommandFront() = default;

  /// `done` is called once, from another thread: with the outcome, or kUnavailable at the deadline
  /// (the same id may then be repeated). `content` is a message of the service.
  virtual void Submit(int partition, const CommandId& id, const Identity& by, std::string content,
                      Millis timeout, std::function<void(Result<Outcome>)> done) = 0;

  /// Writes a document to the service's `commands` or `bulk` topic; done when the broker has it.
  virtual void Write(int partition, bool bulk, std::string content,
                     std::function<void(Result<void>)> done) = 0;

  /// A fresh id with the business time of this process.
  virtual CommandId NewId() = 0;
};

/// Reads of one service's views. Position and data come in one atomic read.
class ViewReader {
 public:
  virtual ~ViewReader() = default;

  /// Documents of one partition at or after `at_least` (sequence 0: whatever is there); waits until
  /// the deadline for the view to reach it, then kUnavailable.
  virtual Result<Loaded> Load(const Token& at_least, const std::vector<std::string>& keys,
                              Millis timeout) = 0;
  virtual Result<Listed> List(const Token& at_least, const std::string& prefix,
                              const std::string& after, size_t limit, Millis timeout) = 0;
};

}  // namespace relance::journal
