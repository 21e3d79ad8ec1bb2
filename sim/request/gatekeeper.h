#pragma once

#include "sim/model/scenario.h"
#include "sim/policy/access.h"
#include "sim/request/parties.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace meshcast {

/// Asks the policies about connections and requests between pods, and remembers the answers, which do not
/// change while a scenario runs. Whoever sends from outside the cluster is not asked about.
class Gatekeeper {
  public:
    /// `operations`: their names, by Errand::operation.
    Gatekeeper(const Scenario& scenario, const Directory& directory, const DataPlane& plane,
               std::vector<std::string> operations);

    /// nullptr: it is allowed. Counts. What a waypoint enforces counts there only, all else at the server.
    Refusal* refuses_connection(const Client& client, const Destination& destination, const Pod& server);
    Refusal* refuses_request(const Client& client, const Destination& destination, const Pod& server,
                             std::uint32_t operation, bool at_waypoint);

    /// Whether proxies encrypt what the client sends there.
    bool encrypts(const Client& client, const Destination& destination, const Pod& server);

    /// Those that occurred, in the order of their first time.
    const std::deque<Refusal>& refusals() const { return refusals_; }

  private:
    static constexpr std::uint32_t kConnection = UINT32_MAX; // instead of an operation

    struct Answer {
        bool encrypted = false;
        Refusal* refusal = nullptr;
    };

    /// Client's workload, destination, server's workload, operation.
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

    const Answer& answer(const Client& client, const Destination& destination, const Pod& server,
                         std::uint32_t operation);
    Answer ask(const Key& key, const Destination& destination);

    const Scenario& scenario_;
    Access access_;
    std::vector<std::string> operations_;
    std::map<Key, Answer> answers_;
    std::deque<Refusal> refusals_;
};

} // namespace meshcast
