#pragma once

#include "engine/intrusive_list.h"
#include "engine/simulation.h"
#include "sim/proxy/circuit_breakers.h"

#include <coroutine>
#include <cstdint>

namespace meshcast {

struct Connection;

/// Decides who of those that want a connection of one pool opens one, and lets the others wait, first come
/// first served. A pool that has a connection is never woken by another's: whoever waits here is served by
/// what is put back or closed here.
class PoolGate {
  public:
    enum class Verdict : std::uint8_t {
        Use,       // the connection, which is taken
        Open,      // a new one, which counts already
        Look,      // again: somebody has opened one for many
        Cancelled, // by cancel()
    };

    struct Grant {
        Verdict verdict = Verdict::Cancelled;
        Connection* connection = nullptr;
    };

    /// Awaits a Grant.
    class Wait : public ListNode {
      public:
        /// `shared`: for a connection that carries many requests.
        Wait(PoolGate& gate, bool shared) : gate_(gate), shared_(shared) {}

        bool await_ready() const { return false; }

        void await_suspend(std::coroutine_handle<> coroutine) {
            coroutine_ = coroutine;
            gate_.waiting_.push_back(*this);
            gate_.serve();
        }

        Grant await_resume() const { return grant_; }

        /// No effect once there is a grant.
        void cancel() {
            if (linked()) {
                unlink();
                resume({});
            }
        }

      private:
        friend class PoolGate;

        void resume(Grant grant) {
            grant_ = grant;
            gate_.simulation_.schedule(Duration::zero(), coroutine_);
        }

        PoolGate& gate_;
        bool shared_;
        std::coroutine_handle<> coroutine_;
        Grant grant_;
    };

    PoolGate(Simulation& simulation, CircuitBreakers& breakers)
        : simulation_(simulation), breakers_(breakers) {}

    CircuitBreakers& breakers() { return breakers_; }

    /// True: a connection is to be opened, and counts already. Nobody is overtaken.
    bool try_open();

    /// False: nobody waits.
    bool hand_over(Connection& connection);

    void closed();

  private:
    bool may_open() const { return connections_ == 0 || breakers_.may_connect(); }

    void count_opened();
    void serve();

    Simulation& simulation_;
    CircuitBreakers& breakers_;
    IntrusiveList<Wait> waiting_;
    std::int64_t connections_ = 0; // of this pool
};

} // namespace meshcast
