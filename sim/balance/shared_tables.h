#pragma once

#include "sim/balance/hashing.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace meshcast {

/// Hash tables that are large and the same for all who see the same hosts: one of each kind, kept for as long
/// as somebody uses it.
template <class Table>
class SharedTables {
  public:
    /// The table of these hosts, made by `make()` if nobody has it.
    template <class Make>
    std::shared_ptr<const Table> of(const HashedHosts& hosts, const Make& make) {
        std::weak_ptr<const Table>& known = tables_[hosts.identity()];
        std::shared_ptr<const Table> table = known.lock();
        if (table == nullptr) {
            table = std::make_shared<const Table>(make());
            known = table;
            std::erase_if(tables_, [](const auto& entry) { return entry.second.expired(); });
        }
        return table;
    }

    std::size_t size() const { return tables_.size(); }

  private:
    std::map<std::string, std::weak_ptr<const Table>> tables_; // by the hosts' identity
};

class HashRing;
class MaglevTable;

/// Of all openers that use the same settings.
struct HashTables {
    SharedTables<HashRing> rings;
    SharedTables<MaglevTable> maglev;
};

} // namespace meshcast
