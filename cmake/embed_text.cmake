# Writes a C++ file that holds another as a string_view:
# cmake -DOUT=... -DFILE=... -DHEADER=... -DNAMESPACE=... -DNAME=... -P embed_text.cmake
file(READ ${FILE} bytes HEX)
string(LENGTH "${bytes}" digits)
math(EXPR length "${digits} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${bytes}")
file(WRITE ${OUT} "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n"
     "const std::string_view ${NAME}{\"${escaped}\", ${length}};\n}  // namespace ${NAMESPACE}\n")
