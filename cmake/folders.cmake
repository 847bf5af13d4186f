# One target per folder. Every header is included by its path from the root: #include "scheduler/interval.hpp".

include(cmake/precompiled.cmake)

# offing_folder(NAME SOURCES a.cpp ... PUBLIC targets... PRIVATE targets...)
function(offing_folder name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
  add_library(${name} STATIC ${arg_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE offing_warnings ${arg_PRIVATE})
  offing_precompiled(${name} library)
endfunction()

# offing_test(NAME SOURCES a_test.cpp ... LINKS targets... LABELS words...): one GoogleTest binary, a ctest entry of its own.
function(offing_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LINKS;LABELS")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 900)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE offing_warnings ${arg_LINKS} GTest::gtest_main GTest::gmock)
  target_compile_definitions(${name} PRIVATE OFFING_ROOT="${PROJECT_SOURCE_DIR}")
  offing_precompiled(${name} test)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()
