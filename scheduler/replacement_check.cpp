// The checker. It shares no code with the solver but the meaning of harm, and trusts nothing it is given.

#include <algorithm>
#include <set>

#include "scheduler/replacement.hpp"

namespace offing::scheduler {

namespace {

class Checker {
public:
    Checker(const ReplacementProblem& problem, const Placement& placement)
        : problem_{problem}, placement_{placement} {}

    std::vector<std::string> run() {
        if (placement_.place_of.size() != problem_.people.size()) {
            say("the answer is about other people");
            return wrong_;
        }
        check_places();
        check_line();
        check_prices();
        return wrong_;
    }

private:
    void say(std::string what) { wrong_.push_back(std::move(what)); }

    std::string name(std::size_t person) const { return "person " + problem_.people[person].id; }

    const PlaceChoice* chosen(std::size_t person) const {
        for (const PlaceChoice& choice : problem_.people[person].choices)
            if (choice.place == placement_.place_of[person]) return &choice;
        return nullptr;
    }

    void check_places() {
        std::vector<int> used(problem_.places.size(), 0);
        for (std::size_t person = 0; person < problem_.people.size(); ++person) {
            if (placement_.place_of[person] < 0) continue;
            const PlaceChoice* choice = chosen(person);
            if (choice == nullptr)
                say(name(person) + " has a place she can't have");
            else
                ++used[static_cast<std::size_t>(choice->place)];
        }
        for (std::size_t place = 0; place < used.size(); ++place)
            if (used[place] > problem_.places[place].capacity)
                say("place " + problem_.places[place].id + " is given more often than it has room");
    }

    void check_line() {
        std::set<std::size_t> explained;
        for (const TooFewPlaces& reason : placement_.too_few) {
            const auto person = static_cast<std::size_t>(reason.person);
            if (reason.person < 0 || person >= problem_.people.size() || placement_.place_of[person] >= 0) {
                say("a reason is given for somebody who has a place or isn't there");
                continue;
            }
            explained.insert(person);
            check_reason(reason, person);
        }
        for (std::size_t person = 0; person < problem_.people.size(); ++person)
            if (placement_.place_of[person] < 0 && !explained.contains(person))
                say(name(person) + " has no place and no reason is given");
    }

    void check_reason(const TooFewPlaces& reason, std::size_t person) {
        const std::set<int> women(reason.women.begin(), reason.women.end());
        std::set<int> places;
        for (const int woman : women) {
            const auto at = static_cast<std::size_t>(woman);
            if (woman < 0 || at >= problem_.people.size())
                return say("a reason names somebody who isn't there");
            for (const PlaceChoice& choice : problem_.people[at].choices) places.insert(choice.place);
            if (at == person) continue;
            if (placement_.place_of[at] < 0)
                say(name(person) + ": her reason names one who has no place either");
            if (problem_.people[at].waiting_since > problem_.people[person].waiting_since)
                say(name(person) + ": one who has waited less has a place before her");
        }
        if (!women.contains(reason.person)) say(name(person) + ": her reason leaves herself out");
        std::int64_t room = 0;
        for (const int place : places) room += problem_.places[static_cast<std::size_t>(place)].capacity;
        if (room >= static_cast<std::int64_t>(women.size()))
            say(name(person) + ": the women in her reason have places enough");
    }

    void check_prices() {
        const auto& [worth, price] = placement_.prices;
        const auto weights = weights_of_harm(problem_);
        if (!weights || worth.size() != problem_.people.size() || price.size() != problem_.places.size())
            return say("the prices are missing");
        __int128 bound = 0;
        __int128 paid = 0;
        for (std::size_t person = 0; person < problem_.people.size(); ++person) {
            const PlaceChoice* taken = chosen(person);
            if (taken == nullptr) continue;
            bound += worth[person];
            paid += static_cast<__int128>(taken->cost) + (*weights)[static_cast<std::size_t>(taken->harm)];
            for (const PlaceChoice& choice : problem_.people[person].choices) {
                const __int128 weight =
                    static_cast<__int128>(choice.cost) + (*weights)[static_cast<std::size_t>(choice.harm)];
                const __int128 left =
                    static_cast<__int128>(worth[person]) - price[static_cast<std::size_t>(choice.place)];
                if (left > weight)
                    return say(name(person) + ": her worth is higher than a choice of hers allows");
            }
        }
        for (std::size_t place = 0; place < problem_.places.size(); ++place) {
            if (price[place] < 0)
                return say("place " + problem_.places[place].id + " has a price below nought");
            bound -= static_cast<__int128>(price[place]) * problem_.places[place].capacity;
        }
        if (bound != paid) say("the prices don't prove that the places chosen weigh least");
    }

    const ReplacementProblem& problem_;
    const Placement& placement_;
    std::vector<std::string> wrong_;
};

}  // namespace

std::vector<std::string> check(const ReplacementProblem& problem, const Placement& placement) {
    return Checker{problem, placement}.run();
}

}  // namespace offing::scheduler
