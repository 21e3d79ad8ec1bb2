# meshcast_target(name): the warnings, include root and reproducibility flags that every target of ours shares.

add_library(meshcast_flags INTERFACE)
target_include_directories(meshcast_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(
  meshcast_flags
  INTERFACE
    -Wall
    -Wextra
    -Wpedantic
    -Wshadow
    -Wnon-virtual-dtor
    -Woverloaded-virtual
    -Wconversion
    -Wno-sign-conversion
    # What an aggregate's initialiser leaves out is meant to be empty.
    -Wno-missing-field-initializers
    # Wrong in GCC 12 for "literal" + std::string (https://gcc.gnu.org/PR105651).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    # Results must be the same bytes under every compiler and optimisation level: no fused multiply-add.
    -ffp-contract=off
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
)
if(MESHCAST_WARNINGS_AS_ERRORS)
  target_compile_options(meshcast_flags INTERFACE -Werror)
endif()
if(MESHCAST_SANITIZE)
  target_compile_options(meshcast_flags INTERFACE -fsanitize=${MESHCAST_SANITIZE} -fno-omit-frame-pointer
                                                  -fno-sanitize-recover=all)
  target_link_options(meshcast_flags INTERFACE -fsanitize=${MESHCAST_SANITIZE})
endif()

# meshcast_library(<folder> SOURCES ... [PUBLIC ...] [PRIVATE ...]): one static library a folder, alias meshcast::<folder>.
function(meshcast_library folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(meshcast_${folder} STATIC ${ARG_SOURCES})
  add_library(meshcast::${folder} ALIAS meshcast_${folder})
  target_link_libraries(meshcast_${folder} PUBLIC meshcast_flags ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# meshcast_test(<name> SOURCES ... [LIBRARIES ...]): a GoogleTest binary whose cases ctest lists one by one.
function(meshcast_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE meshcast_flags ${ARG_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name} NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()
