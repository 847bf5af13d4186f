// A service as the text of a service file: what read_service makes of it is the same service again. School
// calendars stand in the text itself. Comments of a file written by hand are not kept.

#pragma once

#include <string>

#include "config/service_file.hpp"

namespace offing::config {

std::string write_service(const ServiceFile& file);

}  // namespace offing::config
