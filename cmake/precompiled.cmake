# What most files include of others' headers is read once, which halves the time of a build. It stands in for no
# #include: files still name what they use.

set(offing_asio_definitions BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
set(offing_common_headers
  <algorithm> <array> <chrono> <cstdint> <expected> <filesystem> <functional> <map> <memory> <mutex> <optional>
  <ranges> <set> <span> <string> <string_view> <unordered_map> <variant> <vector>)
set(offing_gateway_headers ${offing_common_headers} <boost/asio/awaitable.hpp> <boost/json.hpp>)
set(offing_test_headers <gmock/gmock.h> <gtest/gtest.h>)

# So that a compiler cache finds the same headers again.
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")

# offing_precompiled(NAME library|test): the headers of NAME's part of the project. Each part and kind has a target of
# its own that carries them: only the gateway knows asio (of it not the conversation, which knows no network), and
# programs are compiled for another place in memory.
function(offing_precompiled name kind)
  if(OFFING_FUZZ)  # its folders are compiled in two ways
    return()
  endif()
  set(part common)
  if(CMAKE_CURRENT_SOURCE_DIR MATCHES "/gateway(/|$)" AND
     NOT CMAKE_CURRENT_SOURCE_DIR MATCHES "/gateway/conversation(/|$)")
    set(part gateway)
  endif()
  set(carrier offing_${part}_${kind}_headers)
  if(NOT TARGET ${carrier})
    set(source ${PROJECT_BINARY_DIR}/${carrier}.cpp)
    if(NOT EXISTS ${source})
      file(WRITE ${source} "")
    endif()
    add_library(${carrier} OBJECT ${source})
    target_link_libraries(${carrier} PRIVATE offing_warnings)
    set(headers ${offing_${part}_headers})
    if(kind STREQUAL test)
      # As executables are compiled.
      set_target_properties(${carrier} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
      target_compile_options(${carrier} PRIVATE -fPIE)
      target_link_libraries(${carrier} PRIVATE GTest::gtest GTest::gmock)
      list(APPEND headers ${offing_test_headers})
    endif()
    if(part STREQUAL gateway)
      target_compile_definitions(${carrier} PRIVATE ${offing_asio_definitions})
    endif()
    target_precompile_headers(${carrier} PRIVATE ${headers})
  endif()
  target_precompile_headers(${name} REUSE_FROM ${carrier})
endfunction()
