"""The checks that script/lint makes find what they are for, and leave what is right alone."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def run(check, files):
    """What script/CHECK says of a project of `files`: (exit code, output)."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            file = pathlib.Path(folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        done = subprocess.run([sys.executable, str(ROOT / "script" / check), folder],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class Arrows(unittest.TestCase):
    def refused(self, name, line, says):
        code, said = run("check_arrows", {name: f"#pragma once\n{line}\n"})
        self.assertEqual(code, 1, said)
        self.assertIn(f"{name}:2:", said)
        self.assertIn(says, said)

    def taken(self, name, line):
        code, said = run("check_arrows", {name: f"#pragma once\n{line}\n"})
        self.assertEqual(code, 0, said)

    def test_the_scheduler_knows_nothing_of_ours(self):
        self.refused("scheduler/offer.cpp", '#include "gateway/base/error.hpp"', "may not include")
        self.refused("scheduler/offer.cpp", '#include "templates/catalogue.hpp"', "may not include")
        self.taken("scheduler/offer.cpp", '#include "scheduler/interval.hpp"')

    def test_services_see_the_provider_port_and_no_company(self):
        self.taken("gateway/service/outbox.cpp", '#include "gateway/provider/provider.hpp"')
        self.refused("gateway/service/outbox.cpp", '#include "gateway/provider/twilio.hpp"', "may not include")

    def test_a_provider_opens_no_socket(self):
        self.taken("gateway/provider/twilio.cpp", '#include "gateway/http/messages.hpp"')
        self.refused("gateway/provider/twilio.cpp", '#include "gateway/http/client.hpp"', "may not include")

    def test_beast_stays_in_http(self):
        self.taken("gateway/http/server.cpp", "#include <boost/beast/core.hpp>")
        self.refused("gateway/app.cpp", "#include <boost/beast/core.hpp>", "only gateway/http includes Beast")
        self.refused("gateway/cli/serve.cpp", "  #  include <boost/beast.hpp>", "only gateway/http includes Beast")

    def test_sql_headers_stay_in_their_adapter(self):
        self.taken("gateway/storage/sqlite_database.cpp", "#include <sqlite3.h>")
        self.refused("gateway/storage/contacts.cpp", "#include <SQLiteCpp/Database.h>", "only the SQLite adapter")
        self.refused("gateway/storage/sqlite_database.cpp", "#include <libpq-fe.h>", "only the PostgreSQL adapter")

    def test_only_app_and_clock_read_the_real_clock(self):
        reading = "auto now = std::chrono::system_clock::now();"
        self.taken("gateway/base/clock.hpp", reading)
        self.taken("gateway/app.cpp", reading)
        self.refused("gateway/service/reminders.cpp", reading, "reads the real clock")
        self.taken("gateway/service/reminders.cpp", "// not std::chrono::system_clock::now()")

    def test_an_empty_project_is_no_success(self):
        code, _ = run("check_arrows", {"README.md": ""})
        self.assertEqual(code, 1)


class Words(unittest.TestCase):
    def found(self, name, line):
        code, said = run("check_words", {name: line + "\n"})
        self.assertEqual(code, 1, line)
        self.assertIn(f"{name}:1:", said)

    def left_alone(self, name, line):
        code, said = run("check_words", {name: line + "\n"})
        self.assertEqual(code, 0, said)

    def test_identifiers_in_any_spelling(self):
        for line in ("int dna_count;", "enum { no_show };", "struct NonEngaged {};", "bool isDna();",
                     "void discharge();", "std::string patient_id;"):
            self.found("gateway/service/rebooking.cpp", line)

    def test_parts_of_other_words_are_left_alone(self):
        for line in ("int ordnance;", "struct Impatient {};", "double recharge;", "// the HTTP client"):
            self.left_alone("gateway/http/server.cpp", line)

    def test_columns(self):
        self.found("gateway/storage/migrations/0009_x.sql", "ALTER TABLE person ADD client_id TEXT;")

    def test_sentences_in_documents(self):
        self.found("docs/operating.md", "Women who did not attend are marked.")
        self.found("README.md", "For service users who are hard to reach.")
        self.left_alone("README.md", "For women whom services have not reached.")

    def test_a_line_may_name_a_word_to_refuse_it(self):
        self.left_alone("templates/x.cpp", 'if (word == "patient")  // names a word')


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
