#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace meshcast::corpus {

/// Runs each task in a child process, `jobs` at a time, and gives what it returned. A task that crashes,
/// throws or takes longer than `patience` gives a sentence that says so. Only for processes with one thread.
std::vector<std::string> run_isolated(std::span<const std::function<std::string()>> tasks, int jobs,
                                      std::chrono::milliseconds patience);

} // namespace meshcast::corpus
