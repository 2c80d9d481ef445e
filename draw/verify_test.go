package draw

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// sample is a finished bundle of each kind, small enough to alter at every bit.
type sample struct {
	name string
	data []byte
}

func samples(t testing.TB) []sample {
	t.Helper()
	encode := func(b *Bundle) []byte { return must[[]byte](t)(b.Encode()) }
	list := []sample{
		{"draw", encode(drawnBundle(t, 9))},
		{"priority", encode(optimisedBundle(t, ModePriority, 3, 9, 6))},
		{"weighted", encode(optimisedBundle(t, ModeWeighted, 3, 9, 6))},
	}
	h := testHeader("r")
	h.Rules.Address = AddressBall
	h.Held, h.Reconciled = []Held{{"home_claimed", 0, 2}}, Reconciled{"Bank ‘Əsas’", 7, 7}
	h.Replaces, h.Reason = testHash, "machine_failed"
	es, ds := testLists(7)
	b := must[*Bundle](t)(Freeze(h, es, ds, chance(1)))
	ok(t, b.Close(nil))
	r := testReveals()
	r[0] = Reveal{Source: "committee", State: BackupOpened, Value: backupA, Remark: "zərf itib"}
	r[1] = Reveal{Source: "ombudsman", State: NotRevealed, Remark: "\"չեկավ\" \\ не пришёл"}
	ok(t, b.Open(r))
	line, types := must[[]InLine](t)(Line(b)), HomeTypes(b)
	given, _ := inTurn(&b.Header.Rules, line, types)
	used := make([]int, len(types))
	for i, ty := range given {
		if ty >= 0 {
			used[ty]++
			b.Balls = append(b.Balls, Ball{line[i].Entry.ID, used[ty], used[ty]})
		}
	}
	ok(t, b.Finish())
	list = append(list, sample{"ball", encode(b)})

	rules := optimisedRules(ModeWeighted)
	rules.Groups, rules.Near, rules.Capacities = GroupsSameSettlement, true, []Capacity{{"khojaly", CountsPeople, 9}}
	g := plainRound(t, rules, 5, 4, func(es []Entry) { es[0].Group, es[1].Group = "kin", "kin" })
	g.Certificate = &Certificate{Mode: ModeWeighted, Types: HomeTypes(g), PersonPrices: []int64{10}}
	housed := 0
	for _, p := range must[[]InLine](t)(Line(g)) {
		home := -1
		if p.Entry.Group != "" || housed < 2 {
			home = 0
			if p.Entry.Group == "" {
				housed++
			}
		}
		g.Certificate.Placements = append(g.Certificate.Placements, Placement{p.Entry.ID, home, -1})
	}
	g.Certificate.Near = []Near{{"en_a", "dw_b"}, {"en_b", "dw_c"}}
	measure(g, g.Certificate)
	g.Certificate.Types[0].Price = 4280
	g.Certificate.Gap = gapOf(g, g.Certificate)
	ok(t, g.Finish())
	return append(list, sample{"groups", encode(g)}, sample{"quotas", encode(quotaBundle(t, 3, 14))})
}

// verdict is "ok" or the name of the check that failed.
func verdict(data []byte) string {
	r := Verify(data)
	if r.OK {
		return "ok"
	}
	return r.Checks[len(r.Checks)-1].Name
}

// inNode runs the JavaScript verifier over many bundles at once.
func inNode(t testing.TB, bundles [][]byte) []string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("Node is not installed, and CI=1 wants the second verifier tested")
		}
		t.Skip("Node is not installed: the second verifier is not tested")
	}
	file := filepath.Join(t.TempDir(), "bundles")
	var batch bytes.Buffer
	for _, b := range bundles {
		batch.WriteString(base64.StdEncoding.EncodeToString(b))
		batch.WriteByte('\n')
	}
	ok(t, os.WriteFile(file, batch.Bytes(), 0o600))
	out, err := exec.Command(node, "verifier/cli.js", "--batch", file).CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, out)
	}
	list := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(list) != len(bundles) {
		t.Fatalf("%d verdicts on %d bundles: %s", len(list), len(bundles), out)
	}
	return list
}

// agree checks that both verifiers say the same of each bundle, by the name of the check that failed. What a single field may
// hold, one of them sees at reading and the other a step later, which is the same refusal.
func agree(t *testing.T, bundles [][]byte, names []string, wanted func(i int, verdict string) bool) {
	t.Helper()
	theirs := inNode(t, bundles)
	early := func(v string) string {
		if slices.Contains([]string{"header", "lists", "dropped"}, v) {
			return "format"
		}
		return v
	}
	for i, data := range bundles {
		ours := verdict(data)
		if early(ours) != early(theirs[i]) {
			t.Errorf("%s: Go says %s, JavaScript says %s", names[i], ours, theirs[i])
		}
		if !wanted(i, ours) {
			t.Errorf("%s: %s", names[i], ours)
		}
	}
}

func TestBothVerifiersAcceptEveryKindOfDraw(t *testing.T) {
	var bundles [][]byte
	var names []string
	add := func(name string, data []byte) { bundles, names = append(bundles, data), append(names, name) }
	for _, s := range samples(t) {
		add(s.name, s.data)
		var pretty bytes.Buffer
		ok(t, json.Indent(&pretty, s.data, "\t", "  "))
		add(s.name+", indented", pretty.Bytes())
	}
	for seed := range uint64(tries(30)) {
		r := rand.New(rand.NewPCG(seed, 8))
		n, m := 1+r.IntN(30), 1+r.IntN(25)
		for _, mode := range []string{ModePriority, ModeWeighted} {
			b := optimisedBundle(t, mode, seed, n, m)
			add(fmt.Sprintf("%s, seed %d", mode, seed), must[[]byte](t)(b.Encode()))
		}
		add(fmt.Sprintf("draw of %d", n), must[[]byte](t)(drawnBundle(t, n+5).Encode()))
	}
	agree(t, bundles, names, func(_ int, v string) bool { return v == "ok" })
}

// TestEveryBitCounts flips bits of each kind of bundle: all of them against our verifier, some thousands against both.
func TestEveryBitCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var bundles [][]byte
	var names []string
	for _, s := range samples(t) {
		step := 61 // all of them take minutes: bench/draw does that
		if testing.Short() {
			step = 499
		}
		for bit := r.IntN(step); bit < 8*len(s.data); bit += step {
			flipped := flipBit(s.data, bit)
			if Verify(flipped).OK {
				t.Errorf("%s: bit %d of byte %d is free: …%s…", s.name, bit%8, bit/8, around(flipped, bit/8))
			}
		}
		for range tries(400) {
			bit := r.IntN(8 * len(s.data))
			bundles, names = append(bundles, flipBit(s.data, bit)), append(names, fmt.Sprintf("%s, bit %d: …%s…", s.name, bit, around(s.data, bit/8)))
		}
	}
	agree(t, bundles, names, func(_ int, v string) bool { return v != "ok" })
}

// tries is n, or a few with -short.
func tries(n int) int {
	if testing.Short() {
		return n / 20
	}
	return n
}

func flipBit(data []byte, bit int) []byte {
	c := bytes.Clone(data)
	c[bit/8] ^= 1 << (bit % 8)
	return c
}

func around(data []byte, at int) string {
	return fmt.Sprintf("%q", data[max(0, at-20):min(len(data), at+20)])
}

// TestForgers alter what a bundle says, as somebody would who knows the format, and put a fitting seal on it.
func TestForgers(t *testing.T) {
	forgeries := map[string]struct {
		of, want string // which sample, which check finds it
		alter    func(b *Bundle)
	}{
		"two results exchanged": {"draw", "result", func(b *Bundle) {
			r := b.Result.Rows
			r[0].Dwelling, r[1].Dwelling = r[1].Dwelling, r[0].Dwelling
		}},
		"a lottery number altered": {"draw", "result", func(b *Bundle) { b.Result.Rows[0].Number++ }},
		"a row left out":           {"draw", "result", func(b *Bundle) { b.Result.Rows = b.Result.Rows[1:] }},
		"a home kept back":         {"draw", "result", func(b *Bundle) { b.Result.Rows[0].Dwelling = "" }},
		"a left-over home hidden":  {"priority", "result", func(b *Bundle) { b.Result.Left = append(b.Result.Left, "dw_000") }},
		"a quota left out of a row": {"quotas", "result", func(b *Bundle) {
			for i := range b.Result.Rows {
				b.Result.Rows[i].Quota = ""
			}
		}},
		"a quota made smaller":     {"quotas", "commitment", func(b *Bundle) { b.Header.Rules.Quotas[0].Homes-- }},
		"a chance more":            {"quotas", "entries_root", func(b *Bundle) { b.Entries[0].Tickets++ }},
		"a capacity made greater":  {"quotas", "commitment", func(b *Bundle) { b.Header.Rules.Capacities[0].Limit++ }},
		"a quota nobody announced": {"quotas", "lists", func(b *Bundle) { b.Entries[0].Quotas = []string{"friends"} }},
		"another seed":             {"draw", "seed", func(b *Bundle) { b.Seed = testHash }},
		"another secret":           {"draw", "seed", func(b *Bundle) { b.Reveals[0].Value = secretB }},
		"other dice":               {"draw", "seed", func(b *Bundle) { b.Reveals[2].Value, b.Reveals[2].Again = "1 1 1 1 1 1", "1 1 1 1 1 1" }},
		"an entry added": {"draw", "counts", func(b *Bundle) {
			b.Entries = append(b.Entries, Entry{ID: "zz", Tickets: 1, Strata: []string{"k/flat/2"}, Salt: testHash[:32]})
		}},
		"an entry's class altered":  {"draw", "entries_root", func(b *Bundle) { b.Entries[0].ClassRank++ }},
		"an entry's salt altered":   {"draw", "entries_root", func(b *Bundle) { b.Entries[0].Salt = testHash[:32] }},
		"a dwelling's rooms":        {"draw", "dwellings_root", func(b *Bundle) { b.Dwellings[0].Rooms++ }},
		"rules altered":             {"draw", "commitment", func(b *Bundle) { b.Header.Rules.Address = AddressBall }},
		"a source's label":          {"draw", "commitment", func(b *Bundle) { b.Header.Sources[0].Label = "Nobody" }},
		"an approval forged":        {"ball", "commitment", func(b *Bundle) { b.Header.Reason = "other_reason" }},
		"another drop-out":          {"draw", "closing", func(b *Bundle) { b.Dropped[0].Reason = "other" }},
		"a drop-out forgotten":      {"draw", "closing", func(b *Bundle) { b.Dropped = b.Dropped[1:] }},
		"an unknown drop-out":       {"draw", "dropped", func(b *Bundle) { b.Dropped[0].ID = "aa_nobody" }},
		"a ball exchanged":          {"ball", "result", func(b *Bundle) { b.Balls[0].Number, b.Balls[0].Again = 40, 40 }},
		"a ball heard differently":  {"ball", "result", func(b *Bundle) { b.Balls[0].Again++ }},
		"a remark altered":          {"ball", "seal", func(b *Bundle) { b.Seal = testHash }},
		"a price altered":           {"weighted", "result", func(b *Bundle) { b.Certificate.Types[0].Price += 4000 }},
		"a placement altered":       {"weighted", "result", func(b *Bundle) { b.Certificate.Placements[0].Type = -1 }},
		"a person's price invented": {"weighted", "result", func(b *Bundle) { b.Certificate.PersonPrices = []int64{1} }},
		"a person's price altered":  {"groups", "result", func(b *Bundle) { b.Certificate.PersonPrices[0]++ }},
		"a group's home altered":    {"groups", "result", func(b *Bundle) { b.Certificate.Near[0].Dwelling = "dw_d" }},
		"a group torn apart":        {"groups", "result", func(b *Bundle) { b.Entries[0].Group = ""; refreeze(b) }},
		"values altered, recommitted": {"weighted", "seed", func(b *Bundle) {
			b.Header.Rules.ClassValue[0]++
			refreeze(b)
		}},
		"no certificate":       {"weighted", "result", func(b *Bundle) { b.Certificate = nil }},
		"an empty certificate": {"priority", "result", func(b *Bundle) { b.Certificate = &Certificate{} }},
		"a certificate too many": {"draw", "result", func(b *Bundle) {
			b.Certificate = &Certificate{Mode: ModeWeighted}
		}},
		"a set that is not closed": {"priority", "result", func(b *Bundle) { b.Certificate.ClosedSets = [][]int{{0}} }},
	}
	of := map[string][]byte{}
	for _, s := range samples(t) {
		of[s.name] = s.data
	}
	var bundles [][]byte
	var names []string
	for name, f := range forgeries {
		b := must[*Bundle](t)(Decode(of[f.of]))
		f.alter(b)
		if name != "a remark altered" {
			b.fill()
			b.Seal = must[string](t)(sealOf(b))
		}
		bundles, names = append(bundles, must[[]byte](t)(b.Encode())), append(names, name)
	}
	agree(t, bundles, names, func(i int, v string) bool {
		want := forgeries[names[i]].want
		return v == want || want == "result" && v == "seed" // refrozen: the seed is another
	})
}

// refreeze makes roots, commitment and closing fit the altered lists.
func refreeze(b *Bundle) {
	b.Header.EntriesRoot, b.Header.DwellingsRoot = entriesRoot(b.Entries), dwellingsRoot(b.Dwellings)
	b.Commitment = sha256Hex(b.Header.Text())
	b.Closing = closingOf(b.Commitment, b.Dropped)
}

// TestRandomForgeries puts another number or another text of the bundle in some place, with a fitting seal; both verifiers
// must say the same. A few are accepted by both: another price that proves the same optimum is no forgery.
func TestRandomForgeries(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var bundles [][]byte
	var names []string
	for _, s := range samples(t) {
		for i := range tries(120) {
			var tree any
			dec := json.NewDecoder(bytes.NewReader(s.data))
			dec.UseNumber()
			ok(t, dec.Decode(&tree))
			where := alterSomewhere(r, tree)
			altered := must[[]byte](t)(json.Marshal(tree))
			if b, err := Decode(altered); err == nil {
				b.Seal = must[string](t)(sealOf(b))
				altered = must[[]byte](t)(b.Encode())
			}
			bundles, names = append(bundles, altered), append(names, fmt.Sprintf("%s %d, %s", s.name, i, where))
		}
	}
	agree(t, bundles, names, func(i int, v string) bool {
		return v != "ok" || strings.Contains(names[i], "unchanged") || strings.Contains(names[i], "price") ||
			strings.Contains(names[i], "remark") || strings.Contains(names[i], ".seal")
	})
}

// alterSomewhere changes one value of a JSON tree and says where.
func alterSomewhere(r *rand.Rand, node any) string {
	switch n := node.(type) {
	case map[string]any:
		keys := make([]string, 0, len(n))
		for k := range n {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		k := keys[r.IntN(len(keys))]
		if v, is := altered(r, n[k]); is {
			n[k] = v
			return "." + k
		}
		return "." + k + alterSomewhere(r, n[k])
	case []any:
		if len(n) == 0 {
			return " unchanged"
		}
		k := r.IntN(len(n))
		if v, is := altered(r, n[k]); is {
			n[k] = v
			return fmt.Sprintf("[%d]", k)
		}
		return fmt.Sprintf("[%d]", k) + alterSomewhere(r, n[k])
	}
	return " unchanged"
}

func altered(r *rand.Rand, leaf any) (any, bool) {
	switch v := leaf.(type) {
	case bool:
		return !v, true
	case json.Number:
		n, _ := v.Int64()
		return json.Number(fmt.Sprint(n + []int64{1, -1, 2, 1 << 52, -n - 1}[r.IntN(5)])), true
	case string:
		return v + []string{"1", "a", " ", "\n", "ə", "\u0301", "/", "😀"}[r.IntN(8)], true
	case nil:
		return map[string]any{}, true
	}
	return nil, false
}

func TestStrictReading(t *testing.T) {
	data := string(samples(t)[0].data)
	replace := func(old, new string) []byte {
		if !strings.Contains(data, old) {
			t.Fatalf("%s is not in the sample", old)
		}
		return []byte(strings.Replace(data, old, new, 1))
	}
	cases := map[string][]byte{
		"something after it":           []byte(data + "{}"),
		"a brace too many":             []byte(data + "}"),
		"a byte order mark":            []byte("\ufeff" + data),
		"no UTF-8":                     replace(`"Ombudsman"`, "\"Ombudsm\xe4n\""),
		"an unknown field":             replace(`"seal":`, `"note":"","seal":`),
		"a field twice":                replace(`"seal":`, `"seal":"","seal":`),
		"a field twice, nested":        replace(`"door":1`, `"door":1,"door":1`),
		"a field in capitals":          replace(`"seed":`, `"Seed":`),
		"a field left out":             replace(`"balls":[],`, ``),
		"null for a list":              replace(`"balls":[]`, `"balls":null`),
		"null for a number":            replace(`"door":1`, `"door":null`),
		"a number with a point":        replace(`"door":1`, `"door":1.0`),
		"a number with an exponent":    replace(`"door":1`, `"door":1e0`),
		"a number below nought":        replace(`"door":1`, `"door":-0`),
		"a number in quotes":           replace(`"door":1`, `"door":"0"`),
		"a number beyond a double":     replace(`"door":1`, `"door":9007199254740993`),
		"an endless number":            replace(`"door":1`, `"door":1`+strings.Repeat("0", 400)),
		"a string for a truth value":   replace(`"accessible":false`, `"accessible":"false"`),
		"half a surrogate":             replace(`"Ombudsman"`, `"Ombudsm\ud800n"`),
		"a comma too many":             replace(`"balls":[]`, `"balls":[,]`),
		"a list for an object":         []byte("[" + strings.TrimSpace(data) + "]"),
		"nothing":                      {},
		"null":                         []byte("null"),
		"deep nesting":                 []byte(strings.Repeat("[", 100000)),
		"an inherited name":            replace(`"seal":`, `"__proto__":{},"seal":`),
		"a control sign in a text":     replace(`"Ombudsman"`, "\"Ombuds\x01man\""),
		"an escaped line in an id":     replace(`"operation":"sample"`, `"operation":"sam\nple"`),
		"a letter not in normal form":  replace(`"Ombudsman"`, `"Ombudsma\u0301n"`),
		"a string that is not closed":  []byte(data[:len(data)-3]),
		"single quotes":                replace(`"balls"`, `'balls'`),
		"a remark between the values":  replace(`"balls"`, `/* x */"balls"`),
		"a no-break space between":     replace(`"balls"`, "\u00a0\"balls\""),
		"a number with leading nought": replace(`"door":1`, `"door":01`),
		"a number with a plus":         replace(`"door":1`, `"door":+1`),
	}
	var bundles [][]byte
	var names []string
	for name, b := range cases {
		bundles, names = append(bundles, b), append(names, name)
	}
	for _, good := range [][]byte{
		replace(`"Ombudsman"`, `"Ombudsm\u0061n"`), // the same text, spelt otherwise
		[]byte(" \r\n\t" + data + " \n"),
		replace(`"balls":[]`, `"balls" : [ ]`),
	} {
		bundles, names = append(bundles, good), append(names, "fine")
	}
	agree(t, bundles, names, func(i int, v string) bool {
		if names[i] == "fine" {
			return v == "ok"
		}
		return v == "format" || v == "header" || v == "lists"
	})
}

func FuzzVerify(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.data)
	}
	f.Add([]byte(`{"header":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Decode(data)
		if err != nil {
			return
		}
		b.fill() // an empty list reads as an empty list
		if again, err := Decode(must[[]byte](t)(b.Encode())); err != nil || !reflect.DeepEqual(again, b) {
			t.Errorf("a bundle does not survive writing: %v", err)
		}
		Verify(data)
	})
}

// TestVerifierInABrowser loads verify.js as a page does, without modules and without anything of Node.
func TestVerifierInABrowser(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		inNode(t, nil) // skips, or fails in CI
	}
	script := `const fs = require('fs'), vm = require('vm');
		const page = vm.createContext({ TextDecoder, TextEncoder, Uint8Array });
		vm.runInContext(fs.readFileSync('verifier/verify.js', 'utf8'), page);
		const r = page.homewardDraw.verify(new Uint8Array(fs.readFileSync('testdata/draw.json')), {});
		console.log(r.ok, r.allocated, r.waiting);`
	out, err := exec.Command(node, "-e", script).CombinedOutput()
	if err != nil || string(out) != "true 4 3\n" {
		t.Errorf("%v: %s", err, out)
	}
}

// TestVerifierIsShort: it is meant to be read.
func TestVerifierIsShort(t *testing.T) {
	source := string(must[[]byte](t)(os.ReadFile("verifier/verify.js")))
	if n := strings.Count(source, "\n"); n >= 450 {
		t.Errorf("verify.js has %d lines", n)
	}
	for _, needless := range []string{"import ", "fetch(", "XMLHttpRequest", "eval(", "require('crypto')"} {
		if strings.Contains(source, needless) {
			t.Errorf("verify.js contains %s", needless)
		}
	}
}
