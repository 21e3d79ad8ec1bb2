#include "sim/policy/authorization/access_request.h"

#include "sim/policy/authorization/headers.h"

#include <fmt/format.h>

#include <vector>

namespace meshcast {

namespace {

std::vector<std::string> forwarded_for(const AccessRequest& request) {
    const std::string all = find_header(request.headers, "x-forwarded-for").value_or("");
    std::vector<std::string> result;
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.find(',', begin), all.size());
        const std::string entry = all.substr(begin, end - begin);
        const std::size_t first = entry.find_first_not_of(' ');
        if (first != entry.npos) {
            result.push_back(entry.substr(first, entry.find_last_not_of(' ') - first + 1));
        }
        begin = end + 1;
    }
    return result;
}

} // namespace

std::string principal_of(const PeerIdentity& peer) {
    return fmt::format("{}/ns/{}/sa/{}", peer.trust_domain, peer.name_space, peer.service_account);
}

std::string linkerd_identity_of(const PeerIdentity& peer) {
    return fmt::format("{}.{}.serviceaccount.identity.linkerd.{}", peer.service_account, peer.name_space,
                       peer.trust_domain);
}

std::string automatic_sni(int service_port, const std::string& subset, const std::string& host) {
    return fmt::format("outbound_.{}_.{}_.{}", service_port, subset, host);
}

std::string remote_address(const AccessRequest& request, bool gateway, int trusted_proxies) {
    const std::size_t believed = gateway ? static_cast<std::size_t>(std::max(trusted_proxies, 0)) : 1;
    if (request.protocol == AccessRequest::Protocol::Tcp || believed == 0) {
        return request.source_address;
    }
    const std::vector<std::string> entries = forwarded_for(request);
    return entries.size() < believed ? request.source_address : entries[entries.size() - believed];
}

} // namespace meshcast
