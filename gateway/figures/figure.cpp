#include "gateway/figures/figure.hpp"

#include <algorithm>
#include <array>

namespace offing::figures {

namespace {

using Lines = std::vector<Line>;

constexpr std::string_view with_missed = "women with a missed time";
constexpr std::string_view without_missed = "women without one";

double per(std::int64_t minutes, std::int64_t weeks) {
    return weeks == 0 ? 0 : static_cast<double>(minutes) / 60.0 / static_cast<double>(weeks);
}

void add(Waits& to, const Waits& from) {
    to.full_days.add(from.full_days);
    to.ours_days.add(from.ours_days);
    to.offered_days.add(from.offered_days);
}

/// Only what is given for a year.
QuarterCounts year_of(const std::map<Quarter, QuarterCounts>& quarters, Quarter quarter) {
    QuarterCounts year;
    const Quarter last = quarter.year_end();
    for (auto at = quarters.lower_bound(last.back(3)); at != quarters.end() && at->first <= last; ++at) {
        const QuarterCounts& one = at->second;
        add(year.with_missed, one.with_missed);
        add(year.without_missed, one.without_missed);
        year.contacts += one.contacts;
        year.contacts_most_seen += one.contacts_most_seen;
        year.workers_seen.add(one.workers_seen);
        year.words_flagged += one.words_flagged;
        year.changed_days.add(one.changed_days);
        for (const auto& [version, sent] : one.by_version)
            year.by_version[version].texts_off += sent.texts_off;
        year.supply.children_term += one.supply.children_term;
        year.supply.children_holiday += one.supply.children_holiday;
        year.supply.term_weeks += one.supply.term_weeks;
        year.supply.holiday_weeks += one.supply.holiday_weeks;
    }
    return year;
}

void add_by(Lines& lines, std::string_view measure, const std::map<std::string, std::int64_t>& groups) {
    for (const auto& [group, number] : groups) lines.push_back({std::string{measure}, group, Count{number}});
}

Lines choice(const Answered& answered, const std::string& group = {}) {
    return {{"First answers with two times or more", group, Share{answered.with_choice, answered.changes}}};
}

Lines first_offer(const Answered& answered, const std::string& group = {}) {
    return {
        {"Asks that were offered a time", group, Share{answered.asks_offered, answered.asks}},
        {"From asking until times were found", group, Spread{answered.ready_min, Unit::minutes}},
        {"From asking until the text with times went out", group, Spread{answered.sent_min, Unit::minutes}}};
}

Lines kept(const Answered& answered, const std::string& group = {}) {
    return {{"Times that couldn't be, and led to another", group, Share{answered.kept, answered.given_up}}};
}

Lines back_again(const Answered& answered, const std::string& group = {}) {
    return {{"Offered times within one working day", group,
             Share{answered.offered_in_day, answered.wanting_offer}},
            {"From the missed time being marked until times went out", group,
             Spread{answered.offer_hours, Unit::hours}},
            {"From the missed time being marked until she was here", group,
             Spread{answered.seen_again_days, Unit::days}}};
}

Lines re_entry(const QuarterCounts& counts) {
    Lines lines{
        {"Missed times", "", Count{counts.missed}},
        {"Missed times", "she had another time already", Count{counts.missed_had_time}},
        {"Missed times", "she was in touch already", Count{counts.missed_in_touch}},
        {"Missed times", "an offer was due", Count{counts.all.wanting_offer}},
    };
    std::ranges::move(back_again(counts.all), std::back_inserter(lines));
    return lines;
}

Lines no_penalty(const QuarterCounts& counts, const Proof& proof) {
    const auto or_else = [](const std::string& text, std::string_view otherwise) {
        return text.empty() ? std::string{otherwise} : text;
    };
    return {{"Decisions on record", "", Count{counts.decisions}},
            {"Made again without missed, late and given-up times", "",
             Fact{or_else(proof.replay,
                          "Not run for this page: offing audit replay says it, for the whole ledger.")}},
            {"The ledger's newest head", "", Fact{or_else(proof.head, "Nothing is sealed yet.")}}};
}

Lines place_edits(const QuarterCounts& counts) {
    Lines lines{{"Changes of a place in line", "", Count{counts.place_edits}}};
    add_by(lines, "Changes of a place in line, by reason", counts.place_edits_by_reason);
    add_by(lines, "Changes of a place in line, by whom", counts.place_edits_by_role);
    lines.push_back({"Within 30 days of a missed time", "", Count{counts.place_edits_near_missed}});
    return lines;
}

Lines wait_parity(const QuarterCounts& year) {
    const Waits& missed = year.with_missed;
    const Waits& none = year.without_missed;
    const std::string a{with_missed}, b{without_missed};
    Lines lines{{"Women first seen", "", Count{missed.full_days.size() + none.full_days.size()}},
                {"Women first seen", a, Count{missed.full_days.size()}},
                {"Women first seen", b, Count{none.full_days.size()}}};
    const auto both = [&](std::string_view measure, const Tally& first, const Tally& second) {
        lines.push_back({std::string{measure}, a, Spread{first, Unit::days}});
        lines.push_back({std::string{measure}, b, Spread{second, Unit::days}});
    };
    both("From her place in line until she was first here", missed.full_days, none.full_days);
    both("The same, without the time in which the next step was hers", missed.ours_days, none.ours_days);
    lines.push_back(
        {"The two medians of that, one by the other", "", Ratio{missed.ours_days, none.ours_days}});
    both("From asking to the earliest time offered", missed.offered_days, none.offered_days);
    lines.push_back(
        {"The two medians of these, one by the other", "", Ratio{missed.offered_days, none.offered_days}});
    for (const int weeks : curve_weeks()) {
        const std::string measure = curve_measure(weeks);
        lines.push_back({measure, a, Share{missed.ours_days.up_to(7 * weeks), missed.ours_days.size()}});
        lines.push_back({measure, b, Share{none.ours_days.up_to(7 * weeks), none.ours_days.size()}});
    }
    return lines;
}

Lines women_only(const QuarterCounts& counts) {
    const std::int64_t weeks = std::max<std::int64_t>((counts.supply.days + 3) / 7, 1);
    return {{"Women-only hours a week", "", Plain{per(counts.supply.women_only, weeks), Unit::hours_a_week}},
            {"Asks met within 7 days", "", Share{counts.women_only_met, counts.women_only_asked}}};
}

Lines children(const Supply& supply) {
    const double holiday = per(supply.children_holiday, supply.holiday_weeks);
    const double term = per(supply.children_term, supply.term_weeks);
    return {{"Hours a week in school holidays", "", Plain{holiday, Unit::hours_a_week}},
            {"Hours a week in term", "", Plain{term, Unit::hours_a_week}},
            {"Holidays to term", "", Plain{term > 0 ? holiday / term : 0, Unit::none}}};
}

Lines safety(const QuarterCounts& counts) {
    return {{"Texts sent", "", Count{counts.sent}},
            {"Sent inside her safe times, or as an answer while she had the phone in her hand", "",
             Share{counts.sent_in_hours, counts.sent_hours_known}},
            {"Sent from words that were not live", "", Count{counts.sent_not_live}},
            {"Held back by the last check before sending", "", Count{counts.held_back}},
            {"Texts from a wrong number or another hand", "", Count{counts.wrong_numbers}},
            {"Numbers that a company blocked, noticed", "", Count{counts.blocks}}};
}

Lines understanding(const QuarterCounts& counts) {
    const std::string measure = "Texts that came in";
    return {{measure, "", Count{counts.texts_in}},
            {measure, "understood and answered", Count{counts.understood}},
            {measure, "asked back", Count{counts.asked_back}},
            {measure, "to a person", Count{counts.to_person}},
            {measure, "nothing was said", Count{counts.nothing_said}},
            {"Undone by her", "", Count{counts.undone}}};
}

Lines crisis(const QuarterCounts& counts) {
    return {{"From her words until the fixed text went out", "",
             Spread{counts.crisis_seconds, Unit::seconds, 95}},
            {"From the alarm until a person had it", "", Spread{counts.alert_min, Unit::minutes, 95}},
            {"Alarms", "", Count{counts.alerts}},
            {"Alarms that nobody had after 15 minutes", "", Count{counts.alerts_late}}};
}

Lines words_and_stops(const QuarterCounts& year) {
    Lines lines{{"Texts flagged by women or staff", "", Count{year.words_flagged}},
                {"From a flag until the words were written anew or retired", "",
                 Spread{year.changed_days, Unit::days}}};
    for (const auto& [version, sent] : year.by_version)
        if (sent.texts_off > 0)
            lines.push_back({"Texts turned off within 24 hours of", version, Count{sent.texts_off}});
    return lines;
}

Lines by_language(const QuarterCounts& counts) {
    if (counts.by_language.size() < 2)
        return {{"Languages", "", Fact{"Texts went out in one language: there is nothing to compare."}}};
    Lines lines;
    for (const auto part : {&choice, &first_offer, &kept, &back_again}) {
        const std::size_t measures = part({}, {}).size();
        for (std::size_t measure = 0; measure < measures; ++measure)
            for (const auto& [language, answered] : counts.by_language)
                lines.push_back(part(answered, language).at(measure));
    }
    return lines;
}

}  // namespace

std::string_view spell(Unit unit) {
    static constexpr std::array words{"", "seconds", "minutes", "hours", "days", "workers", "hours a week"};
    return words.at(static_cast<std::size_t>(unit));
}

const std::vector<int>& curve_weeks() {
    static const std::vector<int> weeks{1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 26, 39, 52};
    return weeks;
}

std::string curve_measure(int weeks) {
    return "First seen within " + std::to_string(weeks) + (weeks == 1 ? " week" : " weeks");
}

const FigureWords& words_of(std::string_view id) {
    return *std::ranges::find(all_words(), id, &FigureWords::id);
}

std::vector<Figure> figures_of(const std::map<Quarter, QuarterCounts>& quarters, Quarter quarter,
                               const Proof& proof) {
    static const QuarterCounts none;
    const auto found = quarters.find(quarter);
    const QuarterCounts& counts = found == quarters.end() ? none : found->second;
    const QuarterCounts year = year_of(quarters, quarter);
    const Supply& supply = counts.supply;
    return {
        {"K1",
         {{"Times offered", "", Count{counts.offers}},
          {"Checked against what she can't do, and clear of it", "",
           Share{counts.offers_checked - counts.offers_in_busy, counts.offers_checked}},
          {"Offered inside what she can't do", "", Count{counts.offers_in_busy}}}},
        {"K2", choice(counts.all)},
        {"K3", first_offer(counts.all)},
        {"K4", kept(counts.all)},
        {"K5", re_entry(counts)},
        {"K6", no_penalty(counts, proof)},
        {"K7", {{"Texts turned off by the service after a missed time", "", Count{counts.off_after_missed}}}},
        {"K8", place_edits(counts)},
        {"K9", wait_parity(year)},
        {"K10", women_only(counts)},
        {"K11", children(year.supply)},
        {"K12", {{"Run to their end", "", PlainShare{supply.open_sessions_run, supply.open_sessions}}}},
        {"K13", {{"Asks that were offered one", "", Share{counts.remote_met, counts.remote_asked}}}},
        {"K14",
         {{"Contacts with the worker she saw most", "", Share{year.contacts_most_seen, year.contacts}},
          {"Workers that a woman saw", "", Spread{year.workers_seen, Unit::workers}}}},
        {"K15", {{"Told before, and given a choice", "", Share{counts.away_told, counts.away}}}},
        {"K16",
         {{"Sessions with time kept free", "", PlainShare{supply.sessions_with_room, supply.booked_sessions}},
          {"Visits that began more than 10 minutes late", "", Count{counts.late_starts}}}},
        {"K17", safety(counts)},
        {"K18", understanding(counts)},
        {"K19", crisis(counts)},
        {"K20", words_and_stops(year), true},
        {"K21",
         {{"People who asked without committing", "", Count{counts.enquirers}},
          {"Gone by themselves in time", "", Share{counts.enquirers_gone, counts.enquirers}}}},
        {"K22", {{"Answered yes", "", Share{counts.someone_yes, counts.someone_asked}}}},
        {"K23",
         {{"Carried over", "",
           Fact{"A ledger doesn't hold it: whoever takes over imports the export, and holds the two against "
                "each other."}}}},
        {"K24", by_language(counts)},
    };
}

}  // namespace offing::figures
