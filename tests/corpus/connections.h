#pragma once

#include "sim/model/security.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace meshcast::corpus {

/// Ports of each transport, in the words of a connectivity report: "TCP 80,UDP 53", "All Connections"; empty
/// for none.
class ConnectionSet {
  public:
    /// Ranges of a transport come in order of port.
    void add(Transport transport, int first, int last);

    std::string text() const;

  private:
    std::map<std::string, std::vector<std::pair<int, int>>> ranges_; // by name of the transport
};

/// The IPv4 addresses outside, cut where somebody treats them differently.
class AddressCuts {
  public:
    /// "10.0.0.0-10.255.255.255[External]"; other names cut nothing.
    void add(const std::string& name);
    void add(const Security& security);

    /// Each piece under a name like that above, with its first address.
    std::vector<std::pair<std::string, Address>> pieces() const;

    /// The pieces a name covers; the name itself where it is no range.
    std::vector<std::string> pieces_of(const std::string& name) const;

  private:
    std::set<std::uint64_t> starts_{0};
};

} // namespace meshcast::corpus
