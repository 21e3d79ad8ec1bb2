#include "sim/control/kubelet.h"

#include "sim/request/program.h"
#include "sim/telemetry/event_kind.h"

#include <algorithm>

namespace meshcast {

void Kubelet::begin_without(Pod& pod) {
    pod.condition.listens = false;
    pod.condition.wanted = false;
    endpoints_.begin_without(pod);
}

void Kubelet::die(Pod& pod) {
    note(simulation_, EventKind::PodStopped, pod.id);
    pod.condition.listens = false;
    ++pod.condition.sockets;
    ++pod.condition.life;
    ++pod.condition.orders;
}

void Kubelet::kill(Pod& pod) {
    die(pod);
    pod.condition.wanted = false;
    endpoints_.set_ready(pod, false);
}

void Kubelet::crash(Pod& pod) {
    die(pod);
    simulation_.spawn(notice(pod, kLookAround));
}

void Kubelet::lose(Pod& pod, Time until) {
    die(pod);
    pod.condition.lost_until = until;
    simulation_.spawn(notice(pod, kGraceOfNodes));
}

void Kubelet::start(Pod& pod) {
    pod.condition.wanted = true;
    simulation_.spawn(get_ready(pod));
}

void Kubelet::stop(Pod& pod) {
    pod.condition.wanted = false;
    endpoints_.set_ready(pod, false);
    simulation_.spawn(go(pod, false));
}

void Kubelet::replace(Pod& pod) {
    endpoints_.set_ready(pod, false);
    simulation_.spawn(go(pod, true));
}

Task<> Kubelet::get_ready(Pod& pod) {
    const std::uint32_t order = ++pod.condition.orders;
    co_await simulation_.elapse(pod.program->start.takes);
    if (pod.condition.orders != order || !pod.condition.wanted || pod.condition.lost(simulation_.now())) {
        co_return;
    }
    note(simulation_, EventKind::PodStarted, pod.id);
    pod.condition.listens = true;
    pod.condition.fresh = true;
    pod.condition.started = simulation_.now();
    endpoints_.set_ready(pod, true);
}

Task<> Kubelet::go(Pod& pod, bool replaced) {
    const std::uint32_t order = ++pod.condition.orders;
    co_await simulation_.elapse(pod.program->start.pre_stop);
    if (pod.condition.orders != order) {
        co_return;
    }
    note(simulation_, EventKind::PodStopped, pod.id);
    pod.condition.listens = false;
    ++pod.condition.sockets;
    if (replaced) {
        start(pod);
    }
}

Task<> Kubelet::notice(Pod& pod, Duration after) {
    const std::uint32_t order = pod.condition.orders;
    co_await simulation_.elapse(after);
    if (pod.condition.orders == order) {
        endpoints_.set_ready(pod, false);
    }
}

} // namespace meshcast
