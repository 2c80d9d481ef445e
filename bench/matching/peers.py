"""The same files through recordlinkage and Splink, for the comparison that run.sh prints.

recordlinkage: the set-up of its own tutorial (binary features, ECM, connected components). Splink: the recipe of its
documentation for such files (term frequency, EM, one threshold of 0.95, connected components). Neither is tuned here,
and neither is at its best; the program under test is not tuned either.

Usage: peers.py SHARED | peers.py batch FILE RECORDS
"""

import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.INFO)


def load(path, skip_space=False):
    import pandas as pd

    table = pd.read_csv(path, dtype=str, skipinitialspace=skip_space, keep_default_na=True)
    table.columns = [c.strip() for c in table.columns]
    return table


def cluster_f1(clusters, truth):
    from collections import Counter

    def pairs(sizes):
        return sum(n * (n - 1) / 2 for n in sizes.values())

    both = pairs(Counter(zip(clusters, truth)))
    found, true = pairs(Counter(clusters)), pairs(Counter(truth))
    p, r = both / max(1, found), both / true
    return p, r, 2 * p * r / max(1e-9, p + r)


def components(n, pairs):
    parent = list(range(n))

    def find(x):
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        parent[find(a)] = find(b)
    return [find(i) for i in range(n)]


def febrl_recordlinkage(path):
    import recordlinkage

    table = load(path, True)
    truth = [i.split("-")[1] for i in table["rec_id"]]
    began = time.time()
    index = recordlinkage.Index()
    for column in ["given_name", "surname", "date_of_birth", "postcode"]:
        index.block(column)
    candidates = index.index(table)
    compare = recordlinkage.Compare()
    compare.string("given_name", "given_name", method="jarowinkler", threshold=0.85)
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85)
    compare.exact("date_of_birth", "date_of_birth")
    compare.exact("suburb", "suburb")
    compare.exact("state", "state")
    compare.string("address_1", "address_1", threshold=0.85)
    features = compare.compute(candidates, table)
    matches = recordlinkage.ECMClassifier(binarize=0.8).fit_predict(features)
    p, r, f = cluster_f1(components(len(table), matches), truth)
    return p, r, f, time.time() - began


def splink_clusters(table, settings, training, threshold=0.95):
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    began = time.time()
    api = DuckDBAPI()
    try:
        frame = api.register(table)  # Splink 5
        linker = Linker(frame, SettingsCreator(**settings))
    except AttributeError:
        linker = Linker(table, SettingsCreator(**settings), db_api=api)  # Splink 4
    linker.training.estimate_probability_two_random_records_match([block_on(*r) for r in training["deterministic"]], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in training["blocks"]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=threshold)
    return found.as_pandas_dataframe(), time.time() - began


def historical_splink(path):
    import splink.comparison_library as cl
    from splink import block_on

    table = load(path)
    table["substr_postcode"] = table["postcode_fake"].str[:4]
    settings = dict(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("dob", [1, 2]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode_fake", [1, 2]),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
        retain_intermediate_calculation_columns=False,
    )
    training = dict(
        deterministic=[["first_name", "surname", "dob"], ["substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"], ["dob", "postcode_fake"]],
        blocks=[["first_name", "surname"], ["dob"]],
    )
    found, seconds = splink_clusters(table, settings, training)
    by_id = dict(zip(found["unique_id"], found["cluster_id"]))
    clusters = [by_id.get(i, i) for i in table["unique_id"]]
    p, r, f = cluster_f1(clusters, list(table["cluster"]))
    from collections import Counter

    return p, r, f, max(Counter(clusters).values()), seconds


def batch_splink(path):
    import splink.comparison_library as cl
    from splink import block_on

    table = load(path)
    settings = dict(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[
            block_on("given", "family", "substr(birth_date,1,4)"),
            block_on("family", "birth_date"),
            block_on("given", "birth_date"),
            block_on("phone"),
            block_on("document"),
            block_on("birth_date", "birth_place"),
        ],
        comparisons=[
            cl.NameComparison("given").configure(term_frequency_adjustments=True),
            cl.NameComparison("family").configure(term_frequency_adjustments=True),
            cl.NameComparison("father"),
            cl.LevenshteinAtThresholds("birth_date", [1, 2]),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone"),
            cl.ExactMatch("document"),
            cl.ExactMatch("sex"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    training = dict(deterministic=[["document"], ["given", "family", "birth_date"]], blocks=[["birth_date"], ["given", "family"]])
    found, seconds = splink_clusters(table, settings, training)
    return len(set(found["cluster_id"])), seconds


def installed(name):
    try:
        return __import__(name).__version__
    except Exception:  # noqa: BLE001 - a peer that does not load is a peer that is not there
        return None


def main():
    import resource

    if sys.argv[1] == "batch":
        if installed("splink"):
            n, seconds = batch_splink(sys.argv[2])
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  Splink {installed('splink')} on the same file: {seconds:.1f} s, {peak:.0f} MB at most, {n} clusters")
        return
    data = sys.argv[1] + "/data/linkage/"
    if installed("recordlinkage"):
        for n in (1, 2, 3):
            p, r, f, seconds = febrl_recordlinkage(f"{data}dataset{n}.csv")
            print(f"  recordlinkage {installed('recordlinkage')}, FEBRL {n}: cluster P {p:.4f} R {r:.4f} F1 {f:.4f}, {seconds:.1f} s")
    else:
        print("  recordlinkage      skipped: not installed")
    if installed("splink"):
        p, r, f, largest, seconds = historical_splink(f"{data}historical_half_a.csv")
        print(f"  Splink {installed('splink')}, historical half A: cluster P {p:.4f} R {r:.4f} F1 {f:.4f}, largest {largest}, {seconds:.1f} s")
    else:
        print("  Splink             skipped: not installed")


if __name__ == "__main__":
    main()
