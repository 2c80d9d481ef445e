package cli

import (
	"bufio"
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/md5" // RFC 3797 is built on it; nothing of Homeward is
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"

	"homeward"

	"github.com/spf13/cobra"
)

// newDrawCommand holds what concerns draws beyond a single round.
func newDrawCommand() *cobra.Command {
	c := &cobra.Command{Use: "draw", Short: "Seal a secret for a draw; compare our draws with procedures published by others"}
	c.AddCommand(newDrawCrosscheckCommand(), newDrawSealCommand())
	return c
}

// newDrawCrosscheckCommand reproduces what others have published about verifiable draws with the same primitives, so that
// a doubter can see that hashes, keys and orders here are everybody's: the worked example of RFC 3797, and that of
// draft-thomson-elegy-vrs, the procedure nearest to ours.
func newDrawCrosscheckCommand() *cobra.Command {
	var asJSON bool
	var names, seeds string
	var count int
	c := &cobra.Command{
		Use:   "crosscheck",
		Short: "Reproduce the published vectors of RFC 3797 and others, or make a selection by RFC 3797",
		Long: "Without files: reproduce the published vectors of RFC 3797 (selection) and draft-thomson-elegy-vrs (codes, tickets);\n" +
			"exit code 1 if any differs. With --names (one a line) and --seeds (one source a line, numbers apart by spaces, # for\n" +
			"remarks): make the selection of RFC 3797, to be compared with any other program.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if (names == "") != (seeds == "") {
				return usageError{c, fmt.Errorf("--names and --seeds go together")}
			}
			if names != "" {
				return selectFiles(c.OutOrStdout(), names, seeds, count, asJSON)
			}
			return crosscheck(c.OutOrStdout(), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write the result as JSON")
	c.Flags().StringVar(&names, "names", "", "file with the names to select from, one a line")
	c.Flags().StringVar(&seeds, "seeds", "", "file with the public numbers, one source a line")
	c.Flags().IntVar(&count, "count", 10, "how many to select")
	return c
}

// pick is one selection of RFC 3797.
type pick struct {
	Index int    `json:"index"` // from 1
	MD5   string `json:"md5"`
	Among int    `json:"among"` // names still there
	Place int    `json:"place"` // in the list as published, from 1
	Name  string `json:"name"`
}

// rfc3797 selects count of names. The key is each source's numbers in ascending order, each followed by a full stop but
// the last, which "./" follows; the i-th pick is MD5(i ‖ key ‖ i), i as two bytes from 0, modulo the names still there.
func rfc3797(names []string, sources [][]int, count int) []pick {
	var key strings.Builder
	for _, numbers := range sources {
		numbers = slices.Sorted(slices.Values(numbers))
		for i, n := range numbers {
			if i > 0 {
				key.WriteByte('.')
			}
			key.WriteString(strconv.Itoa(n))
		}
		key.WriteString("./")
	}
	left := make([]int, len(names)) // places still there
	for i := range left {
		left[i] = i
	}
	picks := make([]pick, 0, count)
	for i := range min(count, len(names)) {
		bracket := string([]byte{byte(i >> 8), byte(i)})
		sum := md5.Sum([]byte(bracket + key.String() + bracket))
		k := new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(int64(len(left)))).Int64()
		place := left[k]
		picks = append(picks, pick{i + 1, strings.ToUpper(hex.EncodeToString(sum[:])), len(left), place + 1, names[place]})
		left = slices.Delete(left, int(k), int(k)+1)
	}
	return picks
}

func selectFiles(out io.Writer, namesFile, seedsFile string, count int, asJSON bool) error {
	names, err := readLines(namesFile)
	if err != nil {
		return err
	}
	if len(names) == 0 || len(names) > 0xFFFF {
		return homeward.Errorf(homeward.Invalid, "draw.crosscheck_names", "File", namesFile, "Count", len(names))
	}
	rows, err := readLines(seedsFile)
	if err != nil {
		return err
	}
	var sources [][]int
	for i, row := range rows {
		var numbers []int
		for _, field := range strings.Fields(row) {
			n, err := strconv.Atoi(field)
			if err != nil || n < 0 {
				return homeward.Errorf(homeward.Invalid, "draw.crosscheck_seed", "File", seedsFile, "Row", i+1, "Value", field)
			}
			numbers = append(numbers, n)
		}
		sources = append(sources, numbers)
	}
	picks := rfc3797(names, sources, count)
	if asJSON {
		return json.NewEncoder(out).Encode(picks)
	}
	for _, p := range picks {
		if _, err := fmt.Fprintf(out, "%5d  %s %5d  -> %5d <- %s\n", p.Index, p.MD5, p.Among, p.Place, p.Name); err != nil {
			return err
		}
	}
	return nil
}

// readLines returns the lines of a file that are neither empty nor remarks.
func readLines(name string) ([]string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, homeward.Errorf(homeward.Unavailable, "draw.file_unreadable", "File", name).Because(err)
	}
	var list []string
	for scan := bufio.NewScanner(bytes.NewReader(data)); scan.Scan(); {
		if line := strings.TrimSpace(scan.Text()); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	return list, nil
}

// crossed is one published result and ours.
type crossed struct {
	Source string `json:"source"`
	Case   string `json:"case"`
	Theirs string `json:"theirs"`
	Ours   string `json:"ours"`
	OK     bool   `json:"ok"`
}

func crosscheck(out io.Writer, asJSON bool) error {
	rows := slices.Concat(crossRFC3797(), crossVRS())
	good := true
	for i := range rows {
		rows[i].OK = rows[i].Ours == rows[i].Theirs
		good = good && rows[i].OK
	}
	if asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"ok": good, "cases": rows}); err != nil {
			return err
		}
	} else {
		for _, r := range rows {
			mark := "="
			if !r.OK {
				mark = "≠ " + r.Theirs
			}
			if _, err := fmt.Fprintf(out, "%-24s %-22s %s %s\n", r.Source, r.Case, r.Ours, mark); err != nil {
				return err
			}
		}
	}
	if !good {
		return exitError{1}
	}
	return nil
}

// crossRFC3797 is the example of RFC 3797 section 6: 25 names, three sources, the picks with their hashes.
func crossRFC3797() (rows []crossed) {
	names := strings.Fields("John Mary Bashful Dopey Sleepy Grouchy Doc Sneazy Handsome Cassandra Pollyanna Pendragon Pandora Faith Hope " +
		"Charity Lee Longsuffering Chastity Smith Pride Sloth Envy Anger Kasczynski")
	picks := rfc3797(names, [][]int{{9319}, {2, 5, 12, 8, 10}, {9, 18, 26, 34, 41, 45}}, 16)
	want := strings.Fields("990DD0A5692A029A98B5E01AA28F3459:17 3691E55CB63FCC37914430B2F70B5EC6:7 FE814EDF564C190AC1D25753979990FA:2 " +
		"1863CCACEB568C31D7DDBDF1D4E91387:16 F4AB33DF4889F0AF29C513905BE1D758:25 13EAEB529F61ACFB9A29D0BA3A60DE4A:23 " +
		"992DB77C382CA2BDB9727001F3CDCCD9:8 63AB4258ECA922976811C7F55C383CE7:24 DFBC5AC97CED01B3A6E348E3CC63F40D:19 " +
		"31CB111C4A4EBE9287CEAE16FE51B909:13 07FA46C122F164C215BBC72793B189A3:22 AC52F8D75CCBE2E61AFEB3387637D501:5 " +
		"53306F73E14FC0B2FBF434218D25948E:18 B5D1403501A81F9A47318BE7893B347C:9 85B10B356AA06663EF1B1B407765100A:1 " +
		"3269E6CE559ABD57E2BA6AAB495EB9BD:4")
	for i, p := range picks {
		rows = append(rows, crossed{Source: "RFC 3797", Case: "pick " + strconv.Itoa(i+1), Theirs: want[i], Ours: fmt.Sprintf("%s:%d", p.MD5, p.Place)})
	}
	return rows
}

// crossVRS is the example of draft-thomson-elegy-vrs: one-time codes are a chain of SHA-256, a ticket is
// HMAC-SHA-256(HKDF-Extract(code, randomness), label ‖ 0x01), the lowest first. The draft prints 27 hexadecimal digits.
func crossVRS() (rows []crossed) {
	codes := make([][]byte, 11) // codes[i] is the secret hashed i times
	codes[0] = []byte("totally not a bikeshed")
	for i := 1; i < len(codes); i++ {
		sum := sha256.Sum256(codes[i-1])
		codes[i] = sum[:]
	}
	code := func(i int, want string) {
		rows = append(rows, crossed{Source: "draft-thomson-elegy-vrs", Case: fmt.Sprintf("code %d", i), Theirs: want, Ours: hex.EncodeToString(codes[i])})
	}
	code(10, "950ea08d8d5fd3ae415b9967aba7a48aba39ca62a4d98f2e7fe25cb1b8f8c488")
	code(9, "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456")
	code(8, "2f70f884997ce80771adbefbbbc6c71a1b921da71896c25ca0f64966bfd0c8ce")
	ticket := func(i int, label, want string) {
		key, err := hkdf.Extract(sha256.New, []byte("1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"), codes[i])
		ours := fmt.Sprint(err)
		if err == nil {
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte(label + "\x01"))
			ours = hex.EncodeToString(mac.Sum(nil))[:len(want)]
		}
		rows = append(rows, crossed{Source: "draft-thomson-elegy-vrs", Case: label, Theirs: want, Ours: ours})
	}
	ticket(9, "lavenderblush", "002ed527ae0a44a86c205d1cdba")
	ticket(9, "blue", "03f710be2b61a6f9c3f89aa5ab5")
	ticket(9, "darkgoldenrod", "08bab81380d7f0769cecf9969a8")
	ticket(9, "mediumvioletred", "0c26494fa81f3aed8a9f66e77b7")
	ticket(9, "bisque", "0e1af5d1ccfd44de075cc0bb6d5")
	ticket(9, "lightpink", "13a07cc9abf3b737e49a62b0634")
	ticket(8, "aqua", "00d1c59a9f1b581060a9e732e91")
	ticket(8, "darkgray", "02b514b0b1807bfe086db524f40")
	ticket(8, "cornflowerblue", "0337add95eac62a356b020a273a")
	return rows
}
