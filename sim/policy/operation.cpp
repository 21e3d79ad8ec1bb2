#include "sim/policy/operation.h"

#include "sim/policy/known_hosts.h"

namespace meshcast {

void describe_operation(std::string_view name, RequestFacts& request) {
    const std::size_t space = name.find(' ');
    if (space != std::string_view::npos) {
        request.method = name.substr(0, space);
        request.path = name.substr(space + 1);
    } else if (name.starts_with('/')) {
        request.method = "POST";
        request.path = name;
    }
}

RequestFacts request_between(const Workload& from, const Service& service, int port, AppProtocol protocol) {
    using Protocol = RequestFacts::Protocol;
    RequestFacts request;
    request.from.name_space = from.metadata.name_space;
    request.from.labels = from.pod.labels;
    request.protocol = protocol == AppProtocol::Grpc  ? Protocol::Grpc
                       : protocol == AppProtocol::Tcp ? Protocol::Tcp
                                                      : Protocol::Http;
    request.host = full_name(service.metadata);
    request.port = port;
    return request;
}

} // namespace meshcast
