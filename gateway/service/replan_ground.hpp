// What of the booked times a changed service can still hold, and why not the others. Inside replan alone.

#pragma once

#include <memory>
#include <optional>

#include "gateway/service/replan.hpp"

namespace offing::service {

class Ground {
public:
    /// Both outlive the ground.
    Ground(const scheduler::Service& before, const scheduler::Service& changed, Timestamp now);

    /// Where the changed service has this time, with the same worker and on the same terms.
    std::optional<Renumbered> place_for(const storage::Booking& booking) const;
    /// Running already, or beyond what the diary shows: it is left alone.
    bool is_out_of_sight(const storage::Booking& booking) const;
    Cause cause_of(const storage::Booking& booking);
    /// The absence that meets this time; from then on when the worker is gone for good.
    scheduler::Interval absence(const storage::Booking& booking) const;
    /// Only the place changes: no text says where, so a person does.
    bool is_only_elsewhere(const storage::Booking& booking) const;

    const scheduler::Clinic* clinic_before(const storage::Booking& booking) const {
        return before_.find_clinic(booking.key.clinic);
    }
    scheduler::Availability& free() { return free_; }
    const scheduler::Service& changed() const { return changed_; }
    const scheduler::Zone& zone() const { return free_.zone(); }

private:
    std::optional<Renumbered> place_in(const scheduler::Availability& availability,
                                       const storage::Booking& booking) const;
    bool has_session_on(const scheduler::Availability& availability, const storage::Booking& booking) const;
    bool is_there(const storage::Booking& booking) const;

    const scheduler::Service& before_;
    const scheduler::Service& changed_;
    Timestamp now_;
    scheduler::Availability free_;
    std::unique_ptr<scheduler::Service> all_there_;  ///< the changed service with nobody away
    std::optional<scheduler::Availability> if_all_there_;
};

}  // namespace offing::service
