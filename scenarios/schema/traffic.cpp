#include "scenarios/schema/declarations.h"

namespace meshcast {

namespace {

bool paced_by_connections(ArrivalKind arrival) {
    return arrival != ArrivalKind::Poisson;
}

} // namespace

const Object<Traffic>& Declaration<Traffic>::object() {
    static const auto object =
        Object<Traffic>("Traffic", "One source of requests.")
            .field("name", &Traffic::name, "Name in reports; absent: the target's.", {.example = "shoppers"})
            .field("from", &Traffic::from,
                   "Workload that sends, by name or namespace/name; absent: a client outside the mesh.")
            .required("to", &Traffic::to, "Service that receives, by name or name.namespace.",
                      {.example = "productpage"})
            .field("port", &Traffic::port, "Port of the service; 0 is its first.", {.min = 0, .max = 65535})
            .field("request", &Traffic::operation, "Operation of the target; absent: its first.",
                   {.example = "GET /productpage"})
            .field("rate", &Traffic::rate,
                   "Requests started per second, all connections together. Closed arrivals ignore it.",
                   {.min = Rate{1e-3}, .max = Rate{1e6}, .example = "200/s"})
            .field("arrival", &Traffic::arrival,
                   "When requests start. poisson: independently. uniform: one every 1/rate. jittered: each "
                   "connection "
                   "every connections/rate, give or take 10 %. burst: all connections together every "
                   "connections/rate. "
                   "closed: each connection is a user who thinks, asks and waits.")
            .field("connections", &Traffic::connections,
                   "Connections to the target; 0: as many as needed (poisson), else 1.",
                   {.min = 0, .max = 100'000})
            .field("keepAlive", &Traffic::keep_alive, "false: a new connection for every request.")
            .field("protocol", &Traffic::protocol,
                   "What the connection carries; absent: what the port declares, else http.")
            .field("thinkTime", &Traffic::think_time,
                   "closed: pause between a reply and the user's next request.")
            .field("requestSize", &Traffic::request_size, "Bytes of a request.",
                   {.min = Bytes{}, .max = mebibytes(1024)})
            .check([](ReadContext& context, const yaml::Node& node, const Traffic& traffic) {
                const bool closed = traffic.arrival == ArrivalKind::Closed;
                const yaml::Node* rate = node.find("rate");
                const yaml::Node* think = node.find("thinkTime");
                const yaml::Node* connections = node.find("connections");
                const auto conflict = [&](const yaml::Node& at, const char* why, const char* hint) {
                    return context.error(message::FieldsConflict, at,
                                         fill(message::FieldsConflict, context.path(), why), hint);
                };
                if (closed && rate != nullptr) {
                    return conflict(*rate,
                                    "closed arrivals take their rate from the replies, not from `rate`",
                                    "remove rate, or write arrival: poisson");
                }
                if (!closed && think != nullptr) {
                    return conflict(*think, "only users of closed arrivals think", "write arrival: closed");
                }
                if (paced_by_connections(traffic.arrival) && connections != nullptr &&
                    traffic.connections == 0) {
                    return conflict(*connections,
                                    "this arrival paces each connection, so it needs at least one",
                                    "write connections: 16");
                }
                return true;
            });
    return object;
}

} // namespace meshcast
