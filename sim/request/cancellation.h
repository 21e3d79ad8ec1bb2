#pragma once

namespace meshcast {

/// Whether anybody still waits for the answer to a request: its own sender, or whoever that works for. What
/// gRPC hands on in a call's context.
/// https://grpc.io/docs/guides/cancellation/
struct Cancellation {
    const Cancellation* caller = nullptr; // of the request it is made for; outlives it unless `requested`
    bool requested = false;

    bool seen() const {
        for (const Cancellation* request = this; request != nullptr; request = request->caller) {
            if (request->requested) {
                return true;
            }
        }
        return false;
    }
};

} // namespace meshcast
