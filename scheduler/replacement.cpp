#include "scheduler/replacement.hpp"

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

namespace offing::scheduler {

namespace {

constexpr int highest_harm = 3;
constexpr std::int64_t highest_cost = 1'000'000'000'000;
constexpr std::size_t most_choices = 4'000'000;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

std::expected<void, std::string> validate(const ReplacementProblem& problem) {
    std::size_t choices = 0;
    for (const PlaceToFill& place : problem.places)
        if (place.capacity < 1) return std::unexpected("place " + place.id + ": capacity is below 1");
    for (const PersonToPlace& person : problem.people) {
        std::set<int> seen;
        choices += person.choices.size();
        for (const PlaceChoice& choice : person.choices) {
            if (choice.place < 0 || at(choice.place) >= problem.places.size())
                return std::unexpected("person " + person.id + ": chooses a place that isn't there");
            if (choice.cost < 0 || choice.cost > highest_cost || choice.harm < 0 ||
                choice.harm > highest_harm)
                return std::unexpected("person " + person.id +
                                       ": cost is below 0 or too high, or harm not 0 to 3");
            if (!seen.insert(choice.place).second)
                return std::unexpected("person " + person.id + ": has place " +
                                       problem.places[at(choice.place)].id + " twice");
        }
    }
    if (choices > most_choices) return std::unexpected("there are more than 4 million choices");
    return {};
}

/// Places people in their order, by augmenting paths; whoever is placed stays placed.
class Matching {
public:
    explicit Matching(const ReplacementProblem& problem)
        : problem_{problem},
          place_of_(problem.people.size(), -1),
          held_by_(problem.places.size()),
          seen_by_(problem.places.size(), -1),
          came_from_(problem.places.size(), -1) {}

    /// False: nobody's place can be given up for hers without one who came before losing hers.
    bool add(int newcomer) {
        std::vector<int> line{newcomer};
        for (std::size_t next = 0; next < line.size(); ++next) {
            const int person = line[next];
            for (const PlaceChoice& choice : problem_.people[at(person)].choices) {
                if (seen_by_[at(choice.place)] == newcomer) continue;
                seen_by_[at(choice.place)] = newcomer;
                came_from_[at(choice.place)] = person;
                auto& held = held_by_[at(choice.place)];
                if (std::cmp_less(held.size(), problem_.places[at(choice.place)].capacity)) {
                    shift(choice.place, newcomer);
                    return true;
                }
                line.insert(line.end(), held.begin(), held.end());
            }
        }
        blocking_ = std::move(line);
        return false;
    }

    const std::vector<int>& blocking() const { return blocking_; }
    const std::vector<int>& place_of() const { return place_of_; }

private:
    void shift(int place, int newcomer) {
        while (true) {
            const int person = came_from_[at(place)];
            const int left = place_of_[at(person)];
            place_of_[at(person)] = place;
            held_by_[at(place)].push_back(person);
            if (person == newcomer) return;
            std::erase(held_by_[at(left)], person);
            place = left;
        }
    }

    const ReplacementProblem& problem_;
    std::vector<int> place_of_;
    std::vector<std::vector<int>> held_by_;
    std::vector<int> seen_by_;
    std::vector<int> came_from_;
    std::vector<int> blocking_;
};

std::vector<int> line_of(const ReplacementProblem& problem) {
    std::vector<int> line(problem.people.size());
    std::iota(line.begin(), line.end(), 0);
    std::ranges::sort(
        line, {}, [&](int person) { return std::pair{problem.people[at(person)].waiting_since, person}; });
    return line;
}

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;

struct Network {
    Graph graph;
    std::vector<Graph::Node> people;
    std::vector<Graph::Node> places;
    Graph::Node out;
    std::vector<std::pair<int, int>> choices;  ///< by arc id: (person, place); the arcs out have person -1
    std::vector<std::int64_t> weights;
};

/// Placed people flow to places, places to the way out, each as often as it has room.
void lay(Network& net, const ReplacementProblem& problem, const std::vector<int>& place_of,
         const std::vector<std::int64_t>& of_harm) {
    net.out = net.graph.addNode();
    for (std::size_t place = 0; place < problem.places.size(); ++place)
        net.places.push_back(net.graph.addNode());
    for (std::size_t person = 0; person < problem.people.size(); ++person) {
        net.people.push_back(net.graph.addNode());
        if (place_of[person] < 0) continue;
        for (const PlaceChoice& choice : problem.people[person].choices) {
            net.graph.addArc(net.people[person], net.places[at(choice.place)]);
            net.choices.emplace_back(static_cast<int>(person), choice.place);
            net.weights.push_back(choice.cost + of_harm[at(choice.harm)]);
        }
    }
    for (std::size_t place = 0; place < problem.places.size(); ++place) {
        net.graph.addArc(net.places[place], net.out);
        net.choices.emplace_back(-1, static_cast<int>(place));
        net.weights.push_back(0);
    }
}

/// Moves people among the places they could have, at the least weight, and notes the prices that prove it.
bool improve(const ReplacementProblem& problem, const std::vector<std::int64_t>& of_harm,
             Placement& placement) {
    Network net;
    lay(net, problem, placement.place_of, of_harm);
    Graph::ArcMap<std::int64_t> weight{net.graph};
    Graph::ArcMap<std::int64_t> room{net.graph};
    Graph::NodeMap<std::int64_t> supply{net.graph, 0};
    std::int64_t placed = 0;
    for (std::size_t person = 0; person < problem.people.size(); ++person)
        if (placement.place_of[person] >= 0) {
            supply[net.people[person]] = 1;
            ++placed;
        }
    supply[net.out] = -placed;
    for (int arc = 0; arc < static_cast<int>(net.choices.size()); ++arc) {
        const auto [person, place] = net.choices[at(arc)];
        weight[Graph::arcFromId(arc)] = net.weights[at(arc)];
        room[Graph::arcFromId(arc)] = person >= 0 ? placed + 1 : problem.places[at(place)].capacity;
    }
    Simplex simplex{net.graph};
    simplex.upperMap(room).costMap(weight).supplyMap(supply);
    if (simplex.run() != Simplex::OPTIMAL) return false;
    for (int arc = 0; arc < static_cast<int>(net.choices.size()); ++arc) {
        const auto [person, place] = net.choices[at(arc)];
        if (person >= 0 && simplex.flow(Graph::arcFromId(arc)) > 0) placement.place_of[at(person)] = place;
    }
    const std::int64_t base = simplex.potential(net.out);
    for (std::size_t person = 0; person < problem.people.size(); ++person)
        placement.prices.worth.push_back(
            placement.place_of[person] < 0 ? 0 : base - simplex.potential(net.people[person]));
    for (const Graph::Node place : net.places)
        placement.prices.price.push_back(std::max<std::int64_t>(0, base - simplex.potential(place)));
    return true;
}

}  // namespace

std::expected<std::vector<std::int64_t>, std::string> weights_of_harm(const ReplacementProblem& problem) {
    std::int64_t highest = 0;
    int worst = 0;
    for (const PersonToPlace& person : problem.people)
        for (const PlaceChoice& choice : person.choices) {
            highest = std::max(highest, choice.cost);
            worst = std::max(worst, choice.harm);
        }
    // A sum over everybody, doubled for the differences that potentials are, has to fit.
    const auto people = static_cast<__int128>(problem.people.size()) + 1;
    const __int128 most = std::numeric_limits<std::int64_t>::max() / 4 / people;
    std::vector<std::int64_t> weights{0};
    __int128 all_below = people * highest + 1;
    for (int harm = 1; harm <= highest_harm; ++harm) {
        if (harm <= worst && all_below > most)
            return std::unexpected("the costs are too large to be compared exactly");
        weights.push_back(harm <= worst ? static_cast<std::int64_t>(all_below) : 0);
        if (harm <= worst) all_below = people * (all_below + highest) + 1;
    }
    if (static_cast<__int128>(weights[at(worst)]) + highest > most)
        return std::unexpected("the costs are too large to be compared exactly");
    return weights;
}

std::expected<Placement, std::string> solve(const ReplacementProblem& problem) {
    if (const auto valid = validate(problem); !valid) return std::unexpected(valid.error());
    const auto weights = weights_of_harm(problem);
    if (!weights) return std::unexpected(weights.error());
    Matching matching{problem};
    Placement placement;
    for (const int person : line_of(problem))
        if (!matching.add(person)) placement.too_few.push_back({person, matching.blocking()});
    placement.place_of = matching.place_of();
    if (!improve(problem, *weights, placement)) return std::unexpected("the least cost could not be found");
    return placement;
}

std::int64_t cost_of(const ReplacementProblem& problem, const Placement& placement) {
    std::int64_t cost = 0;
    for (std::size_t person = 0; person < problem.people.size(); ++person)
        for (const PlaceChoice& choice : problem.people[person].choices)
            if (choice.place == placement.place_of[person]) cost += choice.cost;
    return cost;
}

}  // namespace offing::scheduler
