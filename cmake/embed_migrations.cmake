# Run with -P: writes OUT, a C++ source that holds the SQL files of FILES (separated by |) with their SHA-256.

string(REPLACE "|" ";" files "${FILES}")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  math(EXPR number "${number} + 1")
  get_filename_component(name "${file}" NAME_WE)
  if(NOT name MATCHES "^0*${number}_[a-z0-9_]+$")
    message(FATAL_ERROR "${file}: migrations are numbered from 0001 without gaps, and listed in order")
  endif()
  file(READ "${file}" sql)
  file(SHA256 "${file}" hash)
  string(APPEND rows "    {${number}, \"${name}\", \"${hash}\", R\"offing_sql(${sql})offing_sql\"},\n")
endforeach()
file(WRITE "${OUT}" "#include \"gateway/storage/migrations.hpp\"

namespace offing::storage {

namespace {

constexpr Migration embedded[] = {
${rows}};

}  // namespace

std::span<const Migration> known_migrations() { return embedded; }

}  // namespace offing::storage
")
