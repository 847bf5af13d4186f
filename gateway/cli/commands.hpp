// One file per subcommand; each adds itself to the command line and runs from a CLI11 callback.
// A command that fails throws CLI::RuntimeError(exit code) after saying on stderr what is wrong and how to
// mend it.

#pragma once

#include <CLI/CLI.hpp>

namespace offing::cli {

void add_alerts(CLI::App& app);
void add_audit(CLI::App& app);
void add_calendar(CLI::App& app);
void add_chat(CLI::App& app);
void add_doctor(CLI::App& app);
void add_figures(CLI::App& app);
void add_handover(CLI::App& app);
void add_number(CLI::App& app);
void add_db(CLI::App& app);
void add_person(CLI::App& app);
void add_queue(CLI::App& app);
void add_reconcile(CLI::App& app);
void add_send_test(CLI::App& app);
void add_occurrences(CLI::App& app);
void add_offers(CLI::App& app);
void add_segments(CLI::App& app);
void add_service(CLI::App& app);
void add_staff(CLI::App& app);
void add_templates(CLI::App& app);
void add_replace(CLI::App& app);
void add_replan(CLI::App& app);
void add_times(CLI::App& app);
void add_understand(CLI::App& app);
void add_transcript(CLI::App& app);
void add_version(CLI::App& app);
/// drop-in, ran-over and series.
void add_visits(CLI::App& app);

}  // namespace offing::cli
