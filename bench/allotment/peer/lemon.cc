// The peer of bench/allotment: LEMON's network simplex and cost scaling on the same lists, in the same form.
//
//   lemon ns|cs HOUSEHOLDS.csv HOMES.csv
//
// It reads the two lists itself, groups the households into classes and the homes into types as the optimiser does, and
// builds the smallest network there is: class -> type -> sink. The seconds it prints are those of the solver alone.
#include <lemon/cost_scaling.h>
#include <lemon/list_graph.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>
#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using Graph = lemon::StaticDigraph;
using Int = long long;

static std::vector<std::vector<std::string>> rows(const char *name) {
  std::ifstream in(name);
  std::vector<std::vector<std::string>> out;
  std::string line, field;
  std::getline(in, line);  // the header
  while (std::getline(in, line)) {
    std::stringstream s(line);
    std::vector<std::string> fields;
    while (std::getline(s, field, ',')) fields.push_back(field);
    out.push_back(fields);
  }
  return out;
}

int main(int argc, char **argv) {
  if (argc != 4) {
    std::cerr << "usage: lemon ns|cs HOUSEHOLDS.csv HOMES.csv\n";
    return 2;
  }
  // The rules of policies/generator.yaml.
  const int classValue[] = {1000, 1500, 2200, 3000, 4000}, wishValue[] = {300, 180, 90};
  const int spareRoom = -20, accessibleUnneeded = -15;

  std::map<std::array<int, 3>, int> homes;  // settlement, rooms, accessible
  for (auto &f : rows(argv[3]))
    if (f[4] == "true") homes[{std::stoi(f[1]), std::stoi(f[2]), f[3] == "true"}]++;
  std::map<std::array<int, 3>, int> typeOf;
  for (auto &[type, count] : homes) typeOf.emplace(type, (int)typeOf.size());
  std::map<std::array<int, 6>, int> classes;  // rooms, accessible, vulnerability, three wishes
  for (auto &f : rows(argv[2]))
    classes[{std::stoi(f[2]), f[3] == "true", std::stoi(f[4]), std::stoi(f[5]), std::stoi(f[6]), std::stoi(f[7])}]++;

  const int sink = (int)(classes.size() + homes.size());
  std::vector<std::pair<int, int>> arcs;  // sorted by source, as StaticDigraph wants them
  std::vector<int> room;
  std::vector<Int> cost;
  auto arc = [&](int from, int to, int capacity, Int value) {
    arcs.push_back({from, to});
    room.push_back(capacity);
    cost.push_back(-value);
  };
  std::vector<int> supply;
  for (auto &[c, count] : classes) {
    int from = (int)supply.size();
    supply.push_back(count);
    for (int wish = 0; wish < 3; wish++)
      for (int spare = 0; spare <= 1; spare++)
        for (int accessible = c[1]; accessible <= 1; accessible++) {
          auto type = typeOf.find({c[3 + wish], c[0] + spare, accessible});
          if (type == typeOf.end()) continue;
          Int value = classValue[c[2]] + wishValue[wish] + spare * spareRoom + (accessible && !c[1] ? accessibleUnneeded : 0);
          arc(from, (int)classes.size() + type->second, count, value);
        }
    arc(from, sink, count, 0);
  }
  int at = (int)classes.size(), total = 0;
  for (auto &[type, count] : homes) arc(at++, sink, count, 0);
  for (int n : supply) total += n;

  Graph g;
  g.build(sink + 1, arcs.begin(), arcs.end());
  Graph::ArcMap<Int> upper(g), costs(g);
  Graph::NodeMap<Int> supplies(g, 0);
  for (size_t i = 0; i < arcs.size(); i++) {
    upper[g.arc(i)] = room[i];
    costs[g.arc(i)] = cost[i];
  }
  for (size_t i = 0; i < supply.size(); i++) supplies[g.node(i)] = supply[i];
  supplies[g.node(sink)] = -total;

  clock_t start = clock();
  Int value = 0;
  if (std::string(argv[1]) == "ns") {
    lemon::NetworkSimplex<Graph, Int, Int> solver(g);
    solver.upperMap(upper).costMap(costs).supplyMap(supplies).run();
    value = -solver.totalCost<Int>();
  } else {
    lemon::CostScaling<Graph, Int, Int> solver(g);
    solver.upperMap(upper).costMap(costs).supplyMap(supplies).run();
    value = -solver.totalCost<Int>();
  }
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  std::printf("%lld %.3f %.0f\n", value, double(clock() - start) / CLOCKS_PER_SEC, used.ru_maxrss / 1024.0);
}
