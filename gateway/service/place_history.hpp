// A woman's place in line as she would read it: a line for each thing that happened, with what it did to her
// place, which is mostly nothing. No service, place, worker or reason is named: the paper may be seen.

#pragma once

#include <string>
#include <vector>

#include "gateway/ledger/proof.hpp"
#include "gateway/storage/database.hpp"
#include "scheduler/calendar.hpp"

namespace offing::service {

/// Of the newest service; London's where there is none.
scheduler::Zone zone_of_service(storage::Transaction& transaction);

struct PlaceHistory {
    struct Line {
        std::string when;  ///< "Tue 17 Mar 2026, 10.05am"
        std::string what;  ///< one or two short sentences
    };
    std::string since;   ///< since when her place counts
    std::string sealed;  ///< when the last seal was made
    std::string print;   ///< the seal's fingerprint in groups of four
    std::vector<Line> lines;
};
/// Events that this program can't read are left out of the lines; they stand in the proof.
PlaceHistory history_of(const ledger::PlaceProof& proof, const scheduler::Zone& zone);

/// The words as text, and as a page to print, with `code` (an SVG of the head) on it.
std::string write_text(const PlaceHistory& history);
std::string write_page(const PlaceHistory& history, std::string_view code);

}  // namespace offing::service
