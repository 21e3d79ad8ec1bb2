#include "cli/page.h"

namespace meshcast {

text::Page page_for(const Console& console) {
    RenderOptions options;
    options.colour = console.colour_out();
    options.unicode = console.surroundings().unicode;
    options.width = console.surroundings().width;
    return text::Page(options);
}

} // namespace meshcast
