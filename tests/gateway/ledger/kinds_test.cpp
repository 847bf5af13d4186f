// Every kind of event stands in docs/ledger.md, and no two share a name.

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "gateway/ledger/event.hpp"

namespace offing::ledger {
namespace {

TEST(Kinds, AllStandInTheDocument) {
    std::ifstream stream{std::string{OFFING_ROOT} + "/docs/ledger.md"};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    std::set<std::string_view> seen;
    for (int number = 0; number < 200; ++number) {
        const std::string_view name = spell(static_cast<Kind>(number));
        if (name == "unknown") break;
        EXPECT_TRUE(seen.insert(name).second) << name << " stands for two kinds";
        // A row's first column: "| `booked`, `moved` | ...".
        bool stands = false;
        for (std::size_t at = text.find("`" + std::string{name} + "`"); at != std::string::npos && !stands;
             at = text.find("`" + std::string{name} + "`", at + 1)) {
            const std::size_t line = text.rfind('\n', at) + 1;
            stands = text.compare(line, 3, "| `") == 0 && text.find(" | ", line) > at;
        }
        EXPECT_TRUE(stands) << name << " has no row in docs/ledger.md";
    }
    EXPECT_GT(seen.size(), 30U);
}

}  // namespace
}  // namespace offing::ledger
