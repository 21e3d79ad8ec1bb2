#include "cli/manifest_input.h"

#include "scenarios/import/kubernetes.h"
#include "scenarios/load.h"
#include "scenarios/load/gather.h"

namespace meshcast {

ManifestInput read_manifests(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
    Sources sources;
    Diagnostics found;
    const Gathered gathered = gather(paths, sources, found);
    if (gathered.scenario) { // it may include more
        LoadRequest request;
        request.paths = paths;
        Loaded loaded = load_scenario(request);
        for (const Diagnostic& diagnostic : loaded.diagnostics.items()) {
            if (diagnostic.code() != "MS0112") { // nothing is simulated: no traffic is needed
                diagnostics.add(*diagnostic.message, diagnostic.where, diagnostic.text, diagnostic.hint);
            }
        }
        return {std::move(loaded.scenario.topology), std::move(loaded.scenario.routing),
                std::move(loaded.scenario.security), std::move(loaded.scenario.hedging),
                std::move(loaded.scenario.rate_limits)};
    }
    diagnostics.append(found);
    Imported imported = import_documents(gathered.manifests, diagnostics);
    return {std::move(imported.topology), std::move(imported.routing), std::move(imported.security), {}, {}};
}

} // namespace meshcast
