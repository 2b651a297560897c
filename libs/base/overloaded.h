#pragma once

namespace relance {

/// One visitor out of several lambdas, for exhaustive std::visit.
template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace relance
