#include "sim/model/dialect.h"

namespace meshcast {

std::string_view dialect_name(Dialect dialect) {
    switch (dialect) {
    case Dialect::Istio:
        return "istio";
    case Dialect::GatewayApi:
        return "gateway-api";
    case Dialect::Linkerd:
        return "linkerd";
    }
    return "";
}

} // namespace meshcast
