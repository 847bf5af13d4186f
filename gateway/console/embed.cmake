# Writes a C++ file that holds others: cmake -DOUTPUT=... "-DFILES=a.html|b.css" -P embed.cmake
# Each file's hash stands in the source, so that a compiler cache notices when one changed.
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  math(EXPR number "${number} + 1")
  get_filename_component(name "${file}" NAME)
  file(SHA256 "${file}" hash)
  file(SIZE "${file}" size)
  string(APPEND arrays "constexpr unsigned char file_${number}[] = {  // ${hash}\n#embed \"${file}\"\n};\n")
  string(APPEND rows "    {\"${name}\", {reinterpret_cast<const char*>(file_${number}), ${size}}, \"${hash}\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"gateway/console/assets.hpp\"

#pragma clang diagnostic ignored \"-Wc23-extensions\"

namespace offing::console {

namespace {

${arrays}
const EmbeddedFile files[] = {
${rows}};

}  // namespace

std::span<const EmbeddedFile> embedded_files() { return files; }

}  // namespace offing::console
")
