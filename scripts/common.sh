# shellcheck shell=bash
# What ./run and ./test share: installing packages and building. Sourced, with $root set to the source tree.

log_dir=${root:?must be set}/build/log

# One line for each phase, on stderr: stdout belongs to the program.
phase() { echo "meshcast: $*" >&2; }

fail() {
    phase "$*"
    exit 1
}

# quietly NAME COMMAND...: runs it with its output in build/log/NAME.log, which is shown if it fails.
# On a terminal the last line of output stays in view, so that a long build is seen to move.
quietly() {
    local log=$log_dir/$1.log status=0
    shift
    mkdir -p "$log_dir"
    if [ -t 2 ]; then
        "$@" </dev/null 2>&1 | tee "$log" | status_line || status=1
    else
        "$@" </dev/null >"$log" 2>&1 || status=1
    fi
    if [ $status != 0 ]; then
        cat "$log" >&2
        fail "failed: $* (log: $log)"
    fi
}

# Copies only a terminal's worth of each line, each over the one before.
status_line() {
    local line width
    width=$(tput cols 2>/dev/null || echo 80)
    while IFS= read -r line; do
        printf '\r\033[K%.*s' $((width - 1)) "$line" >&2
    done
    printf '\r\033[K' >&2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env "$@"
    else
        sudo env "$@"
    fi
}

# install_packages GROUP...: the groups of scripts/packages that are not there yet.
install_packages() {
    local wanted missing installed
    wanted=$(awk -v groups=" $* " 'index(groups, " " $1 " ") { print $2 }' "$root/scripts/packages")
    if ! command -v dpkg-query >/dev/null; then
        phase "not a Debian system; these must be there already: ${wanted//$'\n'/ }"
        return
    fi
    # shellcheck disable=SC2086 # a list of words
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p') || true
    missing=$(comm -23 <(sort -u <<<"$wanted") <(sort -u <<<"$installed"))
    if [ -z "$missing" ]; then
        return
    fi
    missing=${missing//$'\n'/ }
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "neither root nor sudo; as root: apt-get install $missing"
    fi
    phase "installing $missing"
    local apt=(DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
    quietly apt-update as_root "${apt[@]}" update
    # shellcheck disable=SC2086 # a list of words
    quietly apt-install as_root "${apt[@]}" install --no-install-recommends $missing
}

# As many compilers as there are cores and memory for, at 1 GB each.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ { print int($2 / 1000000) }' /proc/meminfo)
    echo $((memory < 1 ? 1 : memory < cores ? memory : cores))
}

# build PRESET TARGET [CMAKE_OPTION...]: configures build/PRESET when it is new or an option is given, then builds TARGET.
build() {
    local preset=$1 target=$2 dir=$root/build/$1
    shift 2
    mkdir -p "$root/build"
    {
        flock 9 # one build at a time in a tree
        cd "$root" || exit
        if [ ! -e "$dir/build.ninja" ] || [ $# -gt 0 ]; then
            quietly "$preset-configure" cmake --preset "$preset" "$@"
        fi
        if [ "$(ninja -C "$dir" -n "$target" | tail -n 1)" != "ninja: no work to do." ]; then
            phase "building $target ($preset)"
            quietly "$preset-build" ninja -C "$dir" -j "$(build_jobs)" "$target"
        fi
    } 9>"$root/build/lock"
}
