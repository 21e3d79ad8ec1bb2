#include "sim/proxy/proxy.h"

#include "engine/portable_math.h"
#include "engine/prefetch.h"
#include "sim/telemetry/event_kind.h"

#include <algorithm>
#include <cmath>

namespace meshcast {

namespace {

Duration handshake_cpu(const ProxyCost& cost, Handshake handshake) {
    switch (handshake) {
    case Handshake::None:
        break;
    case Handshake::Full:
        return cost.handshake;
    case Handshake::Resumed:
        return cost.resumption;
    }
    return {};
}

} // namespace

Proxy::Proxy(Simulation& simulation, const ProxyProfile& profile, std::uint32_t id, Site site, Cgroup& cgroup,
             RandomStream random)
    : simulation_(simulation), profile_(profile), id_(id), site_(site), cgroup_(cgroup), random_(random) {
    // Lognormal with mean 1: sigma^2 = ln(1 + cv^2), mu = -sigma^2 / 2.
    const double variance = std::log1p(profile.cost.cv * profile.cost.cv);
    jitter_mu_ = -variance / 2;
    jitter_sigma_ = std::sqrt(variance);

    const std::size_t threads =
        profile.workers > 0 ? static_cast<std::size_t>(profile.workers) : site.machine->core_count();
    std::size_t threads_a_crew = 1;
    if (profile.placement == Placement::Library) {
        threads_a_crew = Resource::kUnlimited; // the application's own, already accounted for
    } else if (profile.dispatch == Dispatch::Shared) {
        threads_a_crew = threads;
    } else {
        crew_count_ = threads;
    }
    crews_ = std::make_unique<std::optional<Crew>[]>(crew_count_);
    for (std::optional<Crew>& crew : crews()) {
        crew.emplace(simulation, threads_a_crew);
    }
}

Proxy::Worker Proxy::assign_worker() {
    return crew_count_ == 1 ? Worker{0} : static_cast<Worker>(random_.below(crew_count_));
}

Task<> Proxy::pass(Duration way, Worker worker, Direction direction, Bytes size, Ledger& ledger) {
    prefetch(*this);
    co_await simulation_.elapse(way);
    Crew& crew = *crews_[worker];
    const Time arrived = simulation_.now();
    const Resource::Lease thread = co_await crew.threads.acquire();
    co_await simulation_.elapse(crew.busy_until - simulation_.now());
    ledger.charge(Component::ProxyQueue, simulation_.now() - arrived);

    const ProxyCost& cost = profile_.cost;
    const double whole = request_cpu_seconds(crew);
    const bool inbound = direction == Direction::Request;
    const double share = inbound ? cost.inbound_share : 1 - cost.inbound_share - cost.deferred_share;
    const double bytes = cost.cpu_ns_per_byte * 1e-9 * static_cast<double>(size.count);
    const Duration cpu = from_seconds(whole * share + bytes);
    used_ += cpu;
    co_await cgroup_.burn(cpu, kProxyWork, ledger);
    crew.last_ran = simulation_.now();
    note(simulation_, inbound ? EventKind::RequestPassed : EventKind::ReplyPassed, id_);
    if (!inbound) {
        defer(crew, from_seconds(whole * cost.deferred_share));
    }
}

Task<> Proxy::open_connection(Worker worker, Handshake handshake, Ledger& ledger) {
    Crew& crew = *crews_[worker];
    const Resource::Lease thread = co_await crew.threads.acquire();
    co_await simulation_.elapse(crew.busy_until - simulation_.now());
    const Duration cpu = profile_.cost.connection + handshake_cpu(profile_.cost, handshake);
    used_ += cpu;
    co_await cgroup_.burn(cpu, kHandshakeWork, ledger);
    crew.last_ran = simulation_.now();
}

void Proxy::defer(Crew& crew, Duration cpu) {
    if (cpu <= Duration::zero()) {
        return;
    }
    used_ += cpu;
    const Duration taken = cgroup_.burn_aside(cpu);
    if (profile_.dispatch == Dispatch::Connection) {
        crew.busy_until = simulation_.now() + taken;
        crew.last_ran = crew.busy_until;
    }
}

double Proxy::request_cpu_seconds(const Crew& crew) {
    const ProxyCost& cost = profile_.cost;
    // See ProxyCost: request + cold * g / (g + cool_down).
    const double gap = std::max(0.0, to_seconds(simulation_.now() - crew.last_ran));
    const double cpu =
        to_seconds(cost.request) + to_seconds(cost.cold) * gap / (gap + to_seconds(cost.cool_down));
    return jitter_sigma_ > 0 ? cpu * portable_exp(jitter_mu_ + jitter_sigma_ * random_.standard_normal())
                             : cpu;
}

Bytes Proxy::memory(std::int64_t clusters, std::int64_t endpoints) const {
    const ProxyMemory& memory = profile_.memory;
    return memory.base + memory.per_connection * connections_ + memory.per_cluster * clusters +
           memory.per_endpoint * endpoints;
}

double Proxy::busy_seconds(Time now) const {
    double busy = 0;
    for (const std::optional<Crew>& crew : crews()) {
        busy += crew->threads.busy_seconds(now);
    }
    return busy;
}

std::size_t Proxy::threads() const {
    std::size_t threads = 0;
    for (const std::optional<Crew>& crew : crews()) {
        threads += crew->threads.capacity();
    }
    return threads;
}

} // namespace meshcast
