#include "gateway/figures/counts.hpp"

namespace offing::figures {

Quarter QuarterBook::quarter_at(Timestamp time) {
    if (time >= begin_ && time < end_) return last_;
    last_ = quarter_of(scheduler::date_of(zone_.to_local(to_minutes(time))));
    begin_ = zone_.to_instant_or_later(scheduler::LocalTime{last_.first()});
    end_ = zone_.to_instant_or_later(scheduler::LocalTime{last_.end()});
    return last_;
}

}  // namespace offing::figures
