#include "scenarios/diagnostics/suggest.h"
#include "scenarios/schema/declarations.h"
#include "scenarios/schema/rate_pattern.h"
#include "scenarios/schema/traffic_rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace meshcast {

namespace {

struct Guess {
    std::string_view word;
    std::string_view hint;
};

constexpr std::string_view kOnOff = "write rate: {onOff: {on: 10s, off: 50s, rate: 500/s}}";
constexpr std::string_view kMmpp = "write rate: {mmpp: [{rate: 500/s, for: 10s}, {rate: 50/s, for: 1m}]}";
constexpr std::string_view kSteps = "write rate: [{at: 0s, to: 100/s}, {at: 2m, to: 500/s, ramp: 30s}]";
constexpr std::string_view kReplay = "write replay: requests.csv";

/// Words that are said elsewhere, or otherwise.
constexpr Guess kGuesses[] = {
    {"onoff", kOnOff},
    {"onOff", kOnOff},
    {"on-off", kOnOff},
    {"mmpp", kMmpp},
    {"steps", kSteps},
    {"ramp", kSteps},
    {"varying", kSteps},
    {"stages", "write rate: {stages: [{duration: 2m, target: 500/s}]}"},
    {"diurnal", "write rate: {diurnal: {mean: 200/s, amplitude: 50%, period: 24h}}"},
    {"replay", kReplay},
    {"trace", kReplay},
    {"constant", "write arrival: uniform"},
    {"exponential", "write arrival: poisson"},
    {"open", "write arrival: poisson"},
    {"users", "write arrival: closed"},
};

/// How arrivals are spread. What else people look for here is pointed out.
struct ArrivalWord {
    static bool read(ReadContext& context, const yaml::Node& node, ArrivalKind& value) {
        const bool one_entry = node.is_mapping() && node.entries.size() == 1;
        const std::string_view word = one_entry ? node.entries.front().key.text : node.text;
        for (const Guess& guess : kGuesses) {
            if (guess.word != word) {
                continue;
            }
            const std::string known = fmt::format("{}", fmt::join(Codec<ArrivalKind>::words(), ", "));
            return context.error(message::UnknownWord, node,
                                 fill(message::UnknownWord, context.path(), word, known),
                                 std::string(guess.hint));
        }
        return Codec<ArrivalKind>::read(context, node, value);
    }

    static Json schema(Definitions& definitions) { return Codec<ArrivalKind>::schema(definitions); }

    static Json write(ArrivalKind value) { return Codec<ArrivalKind>::write(value); }
};

struct Replay {
    static bool read(ReadContext& context, const yaml::Node& node, ReplayFile& file) {
        file.origin = context.origin(node);
        if (!Codec<std::string>::read(context, node, file.path)) {
            return false;
        }
        return !file.path.empty() || context.bad_value(node, "names no file", std::string(kReplay));
    }

    static Json schema(Definitions& definitions) { return Codec<std::string>::schema(definitions); }

    static Json write(const ReplayFile&) { return nullptr; }
};

/// Connections that are users; there is no number to assume.
struct Users : Codec<int> {
    static Json write(int value) { return value > 0 ? Json(value) : Json(); }
};

/// Fields that do not go together.
class TrafficCheck {
  public:
    TrafficCheck(ReadContext& context, const yaml::Node& node, const Traffic& traffic)
        : context_(context), node_(node), traffic_(traffic) {}

    bool run() {
        const bool replays = !traffic_.replay.path.empty();
        if (closed() && given("rate")) {
            return conflict("rate", "closed arrivals take their rate from the replies, not from `rate`",
                            "remove rate, or write arrival: poisson");
        }
        if (replays && given("rate")) {
            return conflict("rate", "`replay` says how many requests start, not `rate`",
                            "remove one of them");
        }
        if (replays && closed()) {
            return conflict("replay", "the users of closed arrivals do not follow a recording",
                            "remove arrival");
        }
        if (!closed() && given("thinkTime")) {
            return conflict("thinkTime", "only users of closed arrivals think", "write arrival: closed");
        }
        if (!closed() && given("users")) {
            return conflict("users", "only closed arrivals have users", "write arrival: closed");
        }
        if (given("users") && given("connections")) {
            return conflict("connections", "users and connections are the same", "remove one of them");
        }
        if (given("via") && given("from")) {
            return conflict("via", "only traffic from outside comes through a gateway", "remove one of them");
        }
        if (given("host") && !given("via")) {
            return conflict("host", "only a gateway is asked for a host", "write via: gateway");
        }
        if (traffic_.session_skew > 0 && traffic_.sessions == 0) {
            return conflict("sessionSkew", "nobody knows how many users there are", "write sessions: 1000");
        }
        if (const auto clash = pattern_clash(traffic_)) {
            return conflict(given("arrival") ? "arrival" : "rate", clash->why, clash->hint);
        }
        if (paced_by_connections(traffic_) && !replays && given("connections") && traffic_.connections == 0) {
            return conflict("connections", "this arrival paces each connection, so it needs at least one",
                            "write connections: 16");
        }
        return true;
    }

  private:
    bool closed() const { return traffic_.arrival == ArrivalKind::Closed; }

    bool given(std::string_view key) const { return node_.find(key) != nullptr; }

    bool conflict(std::string_view key, std::string_view why, std::string_view hint) {
        return context_.error(message::FieldsConflict, *node_.find(key),
                              fill(message::FieldsConflict, context_.path(), why), std::string(hint));
    }

    ReadContext& context_;
    const yaml::Node& node_;
    const Traffic& traffic_;
};

} // namespace

std::optional<Clash> pattern_clash(const Traffic& traffic) {
    if (traffic.steady() || traffic.arrival == ArrivalKind::Poisson) {
        return std::nullopt;
    }
    if (std::holds_alternative<Recording>(traffic.pattern)) {
        return Clash{"recorded requests start when they did, whatever the arrival", "remove arrival"};
    }
    if (std::holds_alternative<RatePhases>(traffic.pattern)) {
        return Clash{"onOff and mmpp are poisson within each phase", "remove arrival"};
    }
    if (traffic.arrival == ArrivalKind::Uniform) {
        return std::nullopt;
    }
    return Clash{"a rate that varies goes with poisson and uniform arrivals only",
                 "write arrival: poisson, or one rate such as 200/s"};
}

const Object<Traffic>& Declaration<Traffic>::object() {
    static const auto object =
        Object<Traffic>("Traffic", "One source of requests.")
            .field("name", &Traffic::name, "Name in reports; absent: the target's.", {.example = "shoppers"})
            .field("from", &Traffic::from,
                   "Workload that sends, by name or namespace/name; absent: a client outside the mesh.")
            .required("to", &Traffic::to, "Service that receives, by name or name.namespace.",
                      {.example = "productpage"})
            .field("port", &Traffic::port, "Port of the service; 0 is its first.", {.min = 0, .max = 65535})
            .field("via", &Traffic::via,
                   "Gateway through which requests from outside come: \"gateway\" for whichever leads to the "
                   "target, or one by name or namespace/name; absent: straight to the service.",
                   {.example = "gateway"})
            .field("host", &Traffic::host,
                   "Host that the gateway is asked for; absent: the first of its routes that leads to the "
                   "target.",
                   {.example = "bookinfo.example.com"})
            .field("request", &Traffic::operation, "Operation of the target; absent: its first.",
                   {.example = "GET /productpage"})
            .spread<RateField>("rate",
                               "Requests started per second, all connections together: from 0.001/s to "
                               "1000000/s, or a pattern of rates over time. Closed arrivals have none.",
                               "200/s")
            .field<ArrivalWord>(
                "arrival", &Traffic::arrival,
                "When requests start. poisson: independently. uniform: one every 1/rate. jittered: each "
                "connection every connections/rate, give or take 10 %. burst: all connections together every "
                "connections/rate. closed: each connection is a user who thinks, asks and waits.")
            .field<Replay>("replay", &Traffic::replay,
                           "CSV file to start requests by, instead of `rate`, relative to this file. Rows "
                           "are seconds since the run began and either an operation (`0.25,GET /cart`), "
                           "each a request, or a rate (`60,200`), which holds until the next row.",
                           {.example = "requests.csv"})
            .field("connections", &Traffic::connections,
                   "Connections to the target; 0: as many as needed (poisson, and rates that vary), else 1.",
                   {.min = 0, .max = 100'000})
            .field<Users>("users", &Traffic::connections, "closed: how many; another word for connections.",
                          {.min = 1, .max = 100'000, .example = "50"})
            .field("keepAlive", &Traffic::keep_alive, "false: a new connection for every request.")
            .field("protocol", &Traffic::protocol,
                   "What the connection carries; absent: what the port declares, else http.")
            .field("thinkTime", &Traffic::think_time,
                   "closed: pause between a reply and the user's next request.")
            .field("sessions", &Traffic::sessions,
                   "Users that the requests are of, each known by a header, a cookie and an address of its "
                   "own: what consistentHash hashes, also in the calls made on behalf of a request. Absent: "
                   "those of closed arrivals, else nothing is known of them, and consistentHash chooses at "
                   "random.",
                   {.min = 0, .max = 1'000'000, .example = "1000"})
            .field("sessionSkew", &Traffic::session_skew,
                   "Zipf's exponent: user k asks in proportion to 1 / k^sessionSkew; 0: all alike.",
                   {.min = 0, .max = 10, .example = "1.1"})
            .field("requestSize", &Traffic::request_size, "Bytes of a request.",
                   {.min = Bytes{}, .max = mebibytes(1024)})
            .check([](ReadContext& context, const yaml::Node& node, const Traffic& traffic) {
                return TrafficCheck(context, node, traffic).run();
            });
    return object;
}

} // namespace meshcast
