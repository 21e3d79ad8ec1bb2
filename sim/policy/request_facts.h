#pragma once

#include "sim/model/routing.h"

#include <map>
#include <string>
#include <vector>

namespace meshcast {

/// Whose proxy decides.
struct Caller {
    std::string name_space = "default";
    Labels labels;                      // of the pod
    std::vector<std::string> addresses; // of the pod, where known
    bool gateway = false;               // a gateway's proxy; else a workload in the mesh
    ObjectName gateway_object;          // Gateway API: the Gateway. Istio: may be empty, the labels decide
};

/// One request, or one connection, as the client's proxy sees it.
struct RequestFacts {
    enum class Protocol { Http, Grpc, Tcp };

    Caller from;
    std::vector<Dialect> dialects{Dialect::Istio, Dialect::GatewayApi,
                                  Dialect::Linkerd}; // that the plane reads
    Protocol protocol = Protocol::Http;
    std::string host;    // the authority as sent, perhaps with a port; TCP: the name that was dialled, if any
    std::string address; // dialled; may be empty where the host says enough
    int port = 80;
    std::string method = "GET";
    std::string path = "/"; // with the query string
    HeaderValues headers;
    bool idle_backends = false; // lists backends of weight 0, too: a roll-out may give them something
    bool tls = false;           // the client's connection
    std::string sni;            // empty: the host
    std::map<std::vector<std::string>, std::vector<std::string>> claims; // of a verified token, by path

    bool reads(Dialect dialect) const;
};

} // namespace meshcast
