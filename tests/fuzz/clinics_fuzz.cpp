// Clinics' calendars from strangers: read or refused, in bounded time, and what was read is a service again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/clinic_calendar.hpp"
#include "config/write_service.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace offing::config;
    static const ServiceFile demo = load_service(OFFING_ROOT "/config/demo/service.toml").value().file;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    for (const ClinicCalendar& which :
         {ClinicCalendar{.clinic = "evening"}, ClinicCalendar{.like = "evening"}}) {
        const auto read = read_clinics(text, "fuzz", demo, which);
        if (!read ? read.error().empty() : read->service.clinics.size() < demo.service.clinics.size())
            std::abort();
    }
    return 0;
}
