#include "tests/corpus/isolate.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <stdexcept>

namespace meshcast::corpus {

namespace {

using Clock = std::chrono::steady_clock;

struct Child {
    std::size_t task = 0;
    pid_t process = -1;
    int output = -1; // its end of a pipe; end of file comes when it is done
    Clock::time_point deadline;
    std::string text;
};

void send(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            ::_exit(1);
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
}

Child start(std::size_t task, const std::function<std::string()>& work, std::chrono::milliseconds patience) {
    int pipe[2];
    if (::pipe(pipe) != 0) {
        throw std::runtime_error(std::strerror(errno));
    }
    const pid_t process = ::fork();
    if (process < 0) {
        throw std::runtime_error(std::strerror(errno));
    }
    if (process == 0) {
        ::close(pipe[0]);
        try {
            send(pipe[1], work());
        } catch (const std::exception& error) {
            send(pipe[1], fmt::format("threw an exception: {}", error.what()));
        } catch (...) {
            send(pipe[1], "threw an exception");
        }
        ::_exit(0);
    }
    ::close(pipe[1]);
    return {task, process, pipe[0], Clock::now() + patience, ""};
}

/// The child's last word, once its pipe has ended or it was killed for being late.
std::string finish(Child& child, bool late) {
    if (late) {
        ::kill(child.process, SIGKILL);
    }
    ::close(child.output);
    int status = 0;
    while (::waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
    }
    if (late) {
        return "hung: no answer in time";
    }
    if (WIFSIGNALED(status)) {
        return fmt::format("crashed: {}", ::strsignal(WTERMSIG(status)));
    }
    if (WEXITSTATUS(status) != 0) {
        return fmt::format("crashed: exit code {}", WEXITSTATUS(status));
    }
    return std::move(child.text);
}

/// Takes what the child has written; false at the end of it.
bool receive(Child& child) {
    char buffer[4096];
    const ssize_t count = ::read(child.output, buffer, sizeof buffer);
    if (count > 0) {
        child.text.append(buffer, static_cast<std::size_t>(count));
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

int milliseconds_until(Clock::time_point moment) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

} // namespace

std::vector<std::string> run_isolated(std::span<const std::function<std::string()>> tasks, int jobs,
                                      std::chrono::milliseconds patience) {
    std::vector<std::string> results(tasks.size());
    std::vector<Child> running;
    std::size_t next = 0;
    while (next < tasks.size() || !running.empty()) {
        while (next < tasks.size() && running.size() < static_cast<std::size_t>(jobs)) {
            running.push_back(start(next, tasks[next], patience));
            ++next;
        }
        std::vector<pollfd> watched;
        for (const Child& child : running) {
            watched.push_back({child.output, POLLIN, 0});
        }
        const auto first = std::ranges::min_element(running, {}, &Child::deadline);
        ::poll(watched.data(), watched.size(), milliseconds_until(first->deadline));

        std::vector<Child> still_running;
        for (std::size_t i = 0; i < running.size(); ++i) {
            Child& child = running[i];
            const bool spoke = watched[i].revents != 0;
            const bool late = !spoke && Clock::now() >= child.deadline;
            if ((spoke && !receive(child)) || late) {
                results[child.task] = finish(child, late);
            } else {
                still_running.push_back(std::move(child));
            }
        }
        running = std::move(still_running);
    }
    return results;
}

} // namespace meshcast::corpus
