#include "sim/balance/maglev.h"

#include "sim/balance/shared_tables.h"

#include <algorithm>
#include <tuple>

namespace meshcast {

namespace {

struct Filler {
    std::uint32_t candidate;
    std::uint64_t next; // the entry it wants
    std::uint64_t skip;
    double share;
    double turn = 0; // has its next one when iteration x share reaches this
};

std::vector<Filler> fillers_of(const HashedHosts& hosts, std::uint64_t size) {
    std::vector<HashedHost> sorted = hosts.all(); // the outcome depends on the order
    std::ranges::sort(sorted, [](const HashedHost& a, const HashedHost& b) {
        return std::tie(a.key, a.candidate) < std::tie(b.key, b.candidate);
    });
    std::vector<Filler> fillers;
    fillers.reserve(sorted.size());
    for (const HashedHost& host : sorted) {
        fillers.push_back({host.candidate, hash_text(host.key) % size,
                           hash_text(host.key, 1) % (size - 1) + 1, host.share});
    }
    return fillers;
}

} // namespace

MaglevTable::MaglevTable(const HashedHosts& hosts, std::uint64_t size) {
    if (hosts.all().empty()) {
        return;
    }
    constexpr std::uint32_t kFree = UINT32_MAX;
    entries_.assign(size, kFree);
    std::vector<Filler> fillers = fillers_of(hosts, size);
    const double largest = hosts.largest_share();
    std::uint64_t filled = 0;
    for (std::uint32_t iteration = 1; filled < size; ++iteration) {
        for (Filler& filler : fillers) {
            if (filled == size) {
                break;
            }
            if (iteration * filler.share < filler.turn) {
                continue;
            }
            filler.turn += largest;
            while (entries_[filler.next] != kFree) {
                filler.next = (filler.next + filler.skip) % size;
            }
            entries_[filler.next] = filler.candidate;
            filler.next = (filler.next + filler.skip) % size;
            ++filled;
        }
    }
}

void Maglev::assign(HostGroup group, Time /*now*/) {
    const HashedHosts hosts(group);
    const auto make = [&] { return MaglevTable(hosts, settings_->maglev_table_size); };
    HashTables* shared = settings_->hash_tables.get();
    table_ = shared != nullptr ? shared->maglev.of(hosts, make) : std::make_shared<const MaglevTable>(make());
}

std::size_t Maglev::pick(std::span<const Candidate> /*candidates*/, const PickContext& context,
                         RandomStream& random, Time /*now*/) {
    return table_->find(context.hash ? *context.hash : random.next());
}

} // namespace meshcast
