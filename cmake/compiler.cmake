# Refuses compilers that are known to build a broken daemon, and holds the flags that every target shares.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 14)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} can't build Offing: before version 14 it turns ordinary co_await "
    "statements (an aggregate built by braces inside the statement) into double frees. "
    "Use a preset, which picks clang 19: cmake --workflow --preset release. "
    "script/bootstrap installs it.")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(OFFING_TESTS "Build the tests" ON)
option(OFFING_BENCH "Build the benchmarks" OFF)
option(OFFING_FUZZ "Build the fuzz targets (clang's libFuzzer)" OFF)
option(OFFING_WERROR "Treat warnings as errors" OFF)
set(OFFING_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

find_program(OFFING_CCACHE ccache)
if(OFFING_CCACHE)
  # By what a file depends on, not by its preprocessed text: to make that would cost what precompiled headers save.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${OFFING_CCACHE})
endif()

add_library(offing_warnings INTERFACE)
target_compile_options(offing_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${OFFING_WERROR}>:-Werror>)

if(OFFING_SANITIZE)
  add_compile_options(-fsanitize=${OFFING_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${OFFING_SANITIZE})
endif()
