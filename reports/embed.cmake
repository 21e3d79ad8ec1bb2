# cmake -DOUTPUT=file.cpp -DASSETS=name=path,name=path -P embed.cmake
# Writes a source file that defines each of assets.h's texts as the bytes of its file.

string(REPLACE "," ";" pairs "${ASSETS}")
set(source "#include \"reports/assets.h\"\n\nnamespace meshcast::assets {\n")
foreach(pair IN LISTS pairs)
  string(REGEX MATCH "^([^=]+)=(.*)$" matched "${pair}")
  set(name "${CMAKE_MATCH_1}")
  set(path "${CMAKE_MATCH_2}")
  file(READ "${path}" content)
  string(FIND "${content}" ")meshcast\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "${path} contains the raw string's own end")
  endif()
  string(APPEND source "\nconst std::string_view ${name} = R\"meshcast(${content})meshcast\";\n")
endforeach()
string(APPEND source "\n} // namespace meshcast::assets\n")
file(WRITE "${OUTPUT}" "${source}")
