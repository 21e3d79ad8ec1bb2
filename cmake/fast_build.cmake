# Tools that only make builds faster; used when they are installed.

find_program(MESHCAST_CCACHE ccache)
if(MESHCAST_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${MESHCAST_CCACHE})
endif()

find_program(MESHCAST_MOLD mold)
if(MESHCAST_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
