#include "scenarios/diagnostics/catalogue.h"
#include "scenarios/import/kubernetes/metadata.h"
#include "scenarios/import/kubernetes/pod_template.h"
#include "scenarios/import/kubernetes/spelling.h"
#include "scenarios/units.h"

#include <charconv>

namespace meshcast::kubernetes {

namespace {

constexpr int kLargestPort = 65535;

const Fields kContainerFields{
    {"name", "ports", "env", "resources", "livenessProbe", "readinessProbe", "startupProbe"},
    {"args", "command", "envFrom", "image", "imagePullPolicy", "lifecycle", "resizePolicy", "restartPolicy",
     "restartPolicyRules", "securityContext", "stdin", "stdinOnce", "terminationMessagePath",
     "terminationMessagePolicy", "tty", "volumeDevices", "volumeMounts", "workingDir"}};
const Fields kPortFields{{"name", "containerPort", "protocol"}, {"hostIP", "hostPort"}};
const Fields kEnvFields{{"name", "value"}, {"valueFrom"}};
const Fields kResourcesFields{{"requests", "limits"}, {"claims"}};
const Fields kResourceNames{{"cpu", "memory"}, {"ephemeral-storage", "storage"}};

ContainerPort read_port(const yaml::Cursor& port) {
    check_spelling(port, kPortFields);
    ContainerPort result;
    result.name = read_string(port["name"]).value_or("");
    result.transport = read_transport(port["protocol"]);
    const yaml::Cursor number = port["containerPort"];
    warn_if_missing(number, "write containerPort: 8080");
    result.number = static_cast<int>(number.integer(1, kLargestPort).value_or(0));
    return result;
}

EnvVar read_env(const yaml::Cursor& variable) {
    check_spelling(variable, kEnvFields);
    EnvVar result;
    result.origin = variable.origin();
    result.name = read_string(variable["name"]).value_or("");
    result.value = read_string(variable["value"]).value_or("");
    return result;
}

/// Only those over HTTP.
std::optional<HttpProbe> read_probe(const yaml::Cursor& probe) {
    const yaml::Cursor get = probe["httpGet"];
    const std::string port = get["port"].string().value_or("");
    if (port.empty()) {
        return std::nullopt;
    }
    HttpProbe result;
    result.path = get["path"].string().value_or("/");
    int number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error == std::errc{} && end == port.data() + port.size()) {
        result.port = number;
    } else {
        result.port = port;
    }
    return result;
}

/// `m` is a thousandth: of a core that is common, of a byte it is a mistake.
void warn_of_millibytes(const yaml::Cursor& quantity) {
    if (quantity.present() && quantity.node()->text.ends_with('m')) {
        const std::string& text = quantity.node()->text;
        quantity.report(message::DoubtfulValue,
                        fill(message::DoubtfulValue, quantity.path(), text + " is in thousandths of a byte"),
                        fmt::format("write {}Mi", text.substr(0, text.size() - 1)));
    }
}

struct Resources {
    std::optional<MilliCpu> cpu;
    std::optional<Bytes> memory;
};

Resources read_resources(const yaml::Cursor& resources) {
    check_spelling(resources, kResourceNames);
    const yaml::Cursor memory = resources["memory"];
    warn_of_millibytes(memory);
    return {resources["cpu"].parsed(units::parse_cpu), memory.parsed(units::parse_memory)};
}

} // namespace

Transport read_transport(const yaml::Cursor& protocol) {
    const std::optional<std::string> name = read_string(protocol);
    if (!name || *name == "TCP") {
        return Transport::Tcp;
    }
    if (*name == "UDP" || *name == "SCTP") {
        return *name == "UDP" ? Transport::Udp : Transport::Sctp;
    }
    protocol.report(message::DoubtfulValue,
                    fill(message::DoubtfulValue, protocol.path(),
                         describe(*protocol.node()) + " is not TCP, UDP or SCTP"),
                    "write protocol: TCP, and what runs over it as appProtocol");
    return Transport::Tcp;
}

Container read_container(const yaml::Cursor& container) {
    check_spelling(container, kContainerFields);
    Container result;
    const yaml::Cursor name = container["name"];
    warn_if_missing(name, "write name: NAME");
    result.name = read_string(name).value_or("");
    for (const yaml::Cursor& port : container["ports"].items()) {
        if (const ContainerPort read = read_port(port); read.number != 0) {
            result.ports.push_back(read);
        }
    }
    for (const yaml::Cursor& variable : container["env"].items()) {
        result.env.push_back(read_env(variable));
    }
    for (const std::string_view kind : {"livenessProbe", "readinessProbe", "startupProbe"}) {
        if (auto probe = read_probe(container[kind])) {
            result.probes.push_back(*std::move(probe));
        }
    }
    const yaml::Cursor resources = container["resources"];
    check_spelling(resources, kResourcesFields);
    const Resources requests = read_resources(resources["requests"]);
    const Resources limits = read_resources(resources["limits"]);
    // A limit without a request is both.
    result.cpu_request = requests.cpu.value_or(limits.cpu.value_or(MilliCpu{}));
    result.cpu_limit = limits.cpu;
    result.memory_request = requests.memory.value_or(limits.memory.value_or(Bytes{}));
    result.memory_limit = limits.memory;
    return result;
}

} // namespace meshcast::kubernetes
