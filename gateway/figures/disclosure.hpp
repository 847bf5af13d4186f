// What may be seen of the figures. Small numbers are a star, others rounded; percentages and medians are made
// of what is shown and of nothing else; the parts of a whole are shown together or not at all, so that no
// total and no other period gives a small one away. Whether something is hidden depends on what was counted,
// never on who asks or how often.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/figures/figure.hpp"

namespace offing::figures {

struct Rule {
    enum class For { anybody, service } whom = For::anybody;

    /// 1 to this many are a star.
    std::int64_t small() const { return whom == For::anybody ? 7 : 4; }
    static constexpr std::int64_t step = 5;
    static constexpr std::int64_t least_for_percent = 20;
    static constexpr std::int64_t least_for_median = 8;
    static constexpr std::int64_t least_for_high = 20;  ///< a 90th percentile; a 95th needs twice that
};

/// A number as it is shown.
class Shown {
public:
    enum class What { number, small, withheld };
    static Shown withheld() { return Shown{What::withheld, 0}; }

    What what() const { return what_; }
    /// 0 unless it is a number.
    std::int64_t number() const { return number_; }
    std::string text() const;  ///< "35", "*" or ".."
    friend bool operator==(const Shown&, const Shown&) = default;

private:
    friend Shown shown(std::int64_t number, const Rule& rule);
    Shown(What what, std::int64_t number) : what_{what}, number_{number} {}
    What what_ = What::number;
    std::int64_t number_ = 0;
};
Shown shown(std::int64_t number, const Rule& rule);

struct ShownLine {
    std::string measure{}, group{}, unit{};
    std::optional<Shown> count{};  ///< of a share: its part
    std::optional<Shown> of{};
    std::optional<int> percent{};
    std::optional<std::int64_t> median{}, high{};
    int high_percent = 90;
    std::optional<double> value{};  ///< of what the service runs
    std::string fact{};
};

struct ShownFigure {
    std::string id;
    std::vector<ShownLine> lines;
    bool hides_something() const;
};

ShownFigure disclose(const Figure& figure, const Rule& rule);

}  // namespace offing::figures
