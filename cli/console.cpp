#include "cli/console.h"

#include "cli/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace meshcast {

namespace {

constexpr int kDefaultWidth = 100;
constexpr int kNarrowest = 40;

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

int terminal_width() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0) {
        if (size.ws_col > 0) {
            return std::max<int>(size.ws_col, kNarrowest);
        }
    }
    const std::string_view columns = environment("COLUMNS");
    int width = 0;
    std::from_chars(columns.data(), columns.data() + columns.size(), width);
    return width > 0 ? std::clamp(width, kNarrowest, 1000) : kDefaultWidth;
}

/// A locale that was chosen and is not UTF-8 cannot show "±"; with none chosen, today's terminals can.
bool shows_unicode() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        std::string locale(environment(name));
        if (!locale.empty()) {
            std::ranges::transform(locale, locale.begin(),
                                   [](unsigned char letter) { return std::tolower(letter); });
            return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
        }
    }
    return true;
}

/// 0, or the reason why not all of `text` was written.
int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return 0;
}

} // namespace

Surroundings look_around() {
    Surroundings found;
    found.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
    found.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
    found.width = found.out_is_terminal || found.err_is_terminal ? terminal_width() : kDefaultWidth;
    found.no_colour = !environment("NO_COLOR").empty() || environment("TERM") == "dumb";
    const std::string_view ci = environment("CI");
    found.unattended = (!ci.empty() && ci != "false") || environment("TERM") == "dumb";
    found.unicode = shows_unicode();
    return found;
}

void secure_standard_streams() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) == -1) {
            // Takes the lowest free number, which is this one. Not writable: output that was closed must
            // fail, not vanish.
            ::open("/dev/null", O_RDONLY);
        }
    }
    std::signal(SIGPIPE, SIG_IGN);
}

Console::Console(const Surroundings& surroundings, ColourChoice choice) : surroundings_(surroundings) {
    const auto coloured = [&](bool terminal) {
        return choice == ColourChoice::Always ||
               (choice == ColourChoice::Auto && terminal && !surroundings.no_colour);
    };
    colour_out_ = coloured(surroundings.out_is_terminal);
    colour_err_ = coloured(surroundings.err_is_terminal);
}

void Console::out(std::string_view text) const {
    if (const int reason = write_all(STDOUT_FILENO, text); reason != 0) {
        throw FileError(fmt::format("cannot write standard output: {}", std::strerror(reason)));
    }
}

void Console::err(std::string_view text) const {
    write_all(STDERR_FILENO, text);
}

} // namespace meshcast
