#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace meshcast {

enum class ColourChoice { Auto, Always, Never };

/// What the environment and the kernel say about the two output streams.
struct Surroundings {
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    int width = 100;         // columns
    bool no_colour = false;  // NO_COLOR is set, or the terminal cannot do it
    bool unattended = false; // CI is set: nothing may move
    bool unicode = true;
};

Surroundings look_around();

/// Makes descriptors 0 to 2 exist, so that no file of ours lands on one, and turns a broken pipe from death
/// into an error.
void secure_standard_streams();

/// Standard output carries data, standard error everything said to the person who waits for it.
class Console {
  public:
    explicit Console(const Surroundings& surroundings, ColourChoice choice = ColourChoice::Auto);

    /// Throws FileError when it cannot be written.
    void out(std::string_view text) const;

    /// Best effort: there is nobody to tell when it fails.
    void err(std::string_view text) const;

    bool colour_out() const { return colour_out_; }

    bool colour_err() const { return colour_err_; }

    /// Whether a line on standard error may be redrawn.
    bool can_animate() const { return surroundings_.err_is_terminal && !surroundings_.unattended; }

    const Surroundings& surroundings() const { return surroundings_; }

  private:
    Surroundings surroundings_;
    bool colour_out_;
    bool colour_err_;
};

} // namespace meshcast
