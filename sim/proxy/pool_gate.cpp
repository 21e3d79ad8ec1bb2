#include "sim/proxy/pool_gate.h"

namespace meshcast {

bool PoolGate::try_open() {
    if (!waiting_.empty() || !may_open()) {
        return false;
    }
    count_opened();
    return true;
}

bool PoolGate::hand_over(Connection& connection) {
    if (waiting_.empty()) {
        return false;
    }
    waiting_.pop_front().resume({Verdict::Use, &connection});
    return true;
}

void PoolGate::closed() {
    --connections_;
    breakers_.connection_closed();
    serve();
}

void PoolGate::count_opened() {
    ++connections_;
    breakers_.connection_opened();
}

/// Lets those at the head of the queue open what may be opened: one each, or one for all.
void PoolGate::serve() {
    while (!waiting_.empty() && may_open()) {
        Wait& first = waiting_.pop_front();
        count_opened();
        first.resume({Verdict::Open, nullptr});
        while (first.shared_ && !waiting_.empty()) {
            waiting_.pop_front().resume({Verdict::Look, nullptr});
        }
    }
}

} // namespace meshcast
