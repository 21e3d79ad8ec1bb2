#include "cli/command.h"
#include "cli/console.h"

int main(int argc, char** argv) {
    meshcast::secure_standard_streams();
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return static_cast<int>(meshcast::run_command(arguments));
}
