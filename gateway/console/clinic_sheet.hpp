// The form of a clinic: questions in plain words on one side, the keys of the service file on the other. What
// is wrong is said by the question it concerns, with what would be right in words that fit a form.

#pragma once

#include "config/service_edit.hpp"
#include "gateway/console/form.hpp"

namespace offing::console {

Sheet clinic_sheet(const scheduler::Service& service, bool is_new);
/// Fills the sheet with a clinic as it is.
void fill_clinic(Sheet& sheet, const config::ServiceFile& file, std::string_view clinic);
/// A sensible start for a new one.
void fill_new_clinic(Sheet& sheet, scheduler::Date today);
/// The sheet's answers as the service file has them. Refuses what only a form can get wrong.
config::Typed typed_clinic(Sheet& sheet);

Sheet site_sheet(bool is_new);
void fill_site(Sheet& sheet, const config::ServiceFile& file, std::string_view site);
config::Typed typed_site(const Sheet& sheet);

Sheet worker_sheet(bool is_new);
void fill_worker(Sheet& sheet, const config::ServiceFile& file, std::string_view worker);
config::Typed typed_worker(const Sheet& sheet);

/// date, change, opens, closes
Sheet exception_sheet(bool asks_for_date);
/// first, last, from, to
Sheet absence_sheet();

/// Answers of a sheet whose questions are keys of the service file.
config::Typed typed_of(const Sheet& sheet, std::initializer_list<std::string_view> keys);
/// What the service's checks found, each by its question.
void refuse_all(Sheet& sheet, const std::vector<config::FieldMistake>& mistakes);

}  // namespace offing::console
