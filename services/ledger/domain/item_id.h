#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relance::ledger {

/// Ids of the items of a document with `count` maturities: the document's own number for one,
/// "DOCUMENT/1", "DOCUMENT/2" ... for several.
std::vector<std::string> ItemIds(const std::string& document, size_t count);

/// Whether `named` means this item of its document. Empty means any, and "DOCUMENT/1" also the only
/// maturity of a document, whose id is the document's.
bool Means(std::string_view named, std::string_view item);

/// The documents that an item of this id may belong to: the one of that number and, when the id
/// ends in "/k", the one before the slash. Which of them has the item is for the books to say.
std::vector<std::string> DocumentsOfItem(std::string_view item);

/// A document number as all services know it: without blanks (space, tab, line end, no-break space)
/// at its ends. Case and inner blanks are kept: "f-1" and "F-1" are two documents, because some
/// ERPs number so; what arrives twice under two spellings is the ERP's to correct.
std::string NormaliseNumber(std::string_view number);

}  // namespace relance::ledger
