# Every third-party library, found once, with the Debian package to install where it is missing. scripts/packages lists the
# same packages for ./run and ./test.

# meshcast_require(<cmake package> <debian package> [find_package arguments...])
macro(meshcast_require package debian_package)
  find_package(${package} QUIET ${ARGN})
  if(NOT ${package}_FOUND)
    message(FATAL_ERROR "${package} is missing: apt-get install ${debian_package}")
  endif()
endmacro()

# meshcast_require_file(<variable> <debian package> <path> [find_path arguments...]): for packages that are only a file.
macro(meshcast_require_file variable debian_package path)
  find_path(${variable} ${path} ${ARGN})
  if(NOT ${variable})
    message(FATAL_ERROR "${path} is missing: apt-get install ${debian_package}")
  endif()
endmacro()

meshcast_require(Threads libc6-dev)
meshcast_require(Boost libboost-dev) # graph and math, headers only
meshcast_require(CLI11 libcli11-dev)
meshcast_require(fmt libfmt-dev)
meshcast_require(nlohmann_json nlohmann-json3-dev)
meshcast_require(tl-expected libexpected-dev)
meshcast_require(yaml-cpp libyaml-cpp-dev)
meshcast_require_file(MESHCAST_RE2_DIR libre2-dev re2/re2.h) # Debian's package brings no CMake files
find_library(MESHCAST_RE2_LIBRARY re2 REQUIRED)
add_library(meshcast_re2 INTERFACE)
target_link_libraries(meshcast_re2 INTERFACE ${MESHCAST_RE2_LIBRARY})
add_library(meshcast::re2 ALIAS meshcast_re2)
meshcast_require_file(MESHCAST_MUSTACHE_DIR libkainjow-mustache-dev kainjow/mustache.hpp)
meshcast_require_file(MESHCAST_XXHASH_DIR libxxhash-dev xxhash.h) # inline, nothing to link
meshcast_require_file(MESHCAST_CHART_JS_DIR libjs-chart.js chart.min.js PATHS /usr/share/javascript/chart.js)

if(MESHCAST_BUILD_TESTS)
  meshcast_require(GTest "libgtest-dev libgmock-dev")
  meshcast_require(Python3 python3 COMPONENTS Interpreter)
endif()
if(MESHCAST_BUILD_BENCH)
  meshcast_require(benchmark libbenchmark-dev)
endif()
