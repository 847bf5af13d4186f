// The command line. Each subcommand lives in gateway/cli/.

#include <cstdio>
#include <exception>

#include "gateway/cli/commands.hpp"
#include "gateway/serve.hpp"

int main(int argc, char** argv) {
    CLI::App app{"Offing: texts in, times that fit, and a place in line that nothing resets.", "offing"};
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help for every command");

    offing::cli::add_service(app);
    offing::cli::add_replan(app);
    offing::cli::add_doctor(app);
    offing::cli::add_alerts(app);
    offing::add_serve(app);
    offing::cli::add_queue(app);
    offing::cli::add_send_test(app);
    offing::cli::add_reconcile(app);
    offing::cli::add_person(app);
    offing::cli::add_visits(app);
    offing::cli::add_offers(app);
    offing::cli::add_calendar(app);
    offing::cli::add_occurrences(app);
    offing::cli::add_number(app);
    offing::cli::add_segments(app);
    offing::cli::add_db(app);
    offing::cli::add_audit(app);
    offing::cli::add_figures(app);
    offing::cli::add_handover(app);
    offing::cli::add_staff(app);
    offing::cli::add_templates(app);
    offing::cli::add_replace(app);
    offing::cli::add_times(app);
    offing::cli::add_understand(app);
    offing::cli::add_chat(app);
    offing::cli::add_transcript(app);
    offing::cli::add_version(app);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "offing: %s\n", error.what());
        return 1;
    }
    return 0;
}
