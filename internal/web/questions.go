package web

import (
	"math"
	"slices"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/casework"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// questionsView is the queue of questions of identity.
type questionsView struct {
	casework.Queue
	Answer    homeward.QuestionDecision
	Picks     []navItem
	Next      string // address of the next page of the list
	MayAnswer bool
	MayRun    bool
	MayStop   bool
}

func (v *visit) getQuestions() error {
	q := v.r.URL.Query()
	x := questionsView{Answer: homeward.QuestionDecision(q.Get("answer")), MayAnswer: access.May(v.actor, homeward.QuestionDecide)}
	after := q.Get("after")
	if after != "" && !homeward.ValidID(after, "qu") {
		return homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	var err error
	if x.Queue, err = v.srv.House.ListQuestions(v.r.Context(), v.actor, x.Answer, homeward.QuestionID(after)); err != nil {
		return err
	}
	everywhere := slices.ContainsFunc(v.actor.Appointments, func(p homeward.Appointment) bool {
		return p.Area == homeward.Programme && access.MayAnywhere(p.Role, homeward.MatchingRun)
	})
	x.MayRun, x.MayStop = everywhere && !x.Job.Live, everywhere && x.Job.Live && !x.Job.Stopping
	for _, a := range []homeward.QuestionDecision{"", homeward.SamePerson, homeward.NotSure, homeward.NeedsDocument} {
		x.Picks = append(x.Picks, navItem{v.here("answer", string(a), "after", ""), v.T("pair.state."+stateWord(a)) + " · " + v.Number(x.Counts[a]), a == x.Answer})
	}
	if n := len(x.Rows); n > 0 && n < x.Counts[x.Answer] && x.Rows[n-1].ID != homeward.QuestionID(after) && n >= questionsShown {
		x.Next = v.here("after", string(x.Rows[n-1].ID))
	}
	return v.page(questionsPage(v.frame("pair.title"), x))
}

// questionsShown is how many rows a full page has.
const questionsShown = 50

func stateWord(a homeward.QuestionDecision) string {
	if a == "" {
		return "none"
	}
	return string(a)
}

// pairView is one question: the two records side by side.
type pairView struct {
	casework.QuestionFile
	Rows      []compareRow
	Reasons   []weighed
	Percent   int
	Sum       string
	MayAnswer bool
	MayUndo   bool
	Waits     bool   // for a second officer
	Own       bool   // the reader's own answer waits
	Problem   string // why "same" cannot be carried out now
}

// weighed is a sentence with its weight in bits.
type weighed struct{ Text, Weight string }

func (v *visit) getQuestion() error {
	id, err := v.id("qu")
	if err != nil {
		return err
	}
	file, err := v.srv.House.ViewQuestion(v.r.Context(), v.actor, homeward.QuestionID(id))
	if err != nil {
		return err
	}
	f := v.frame("pair.title")
	x := pairView{QuestionFile: file, Percent: min(99, int(file.Judgement.Probability*100+.5)),
		MayAnswer: access.May(v.actor, homeward.QuestionDecide) && file.Open(),
		MayUndo:   access.May(v.actor, homeward.QuestionUndo) && (file.Decision == homeward.SamePerson || file.Decision == homeward.DifferentPeople),
		Waits:     file.Open() && file.Answer == homeward.SamePerson}
	x.Own = x.Waits && file.AnsweredBy == v.actor.User
	if file.Problem != nil {
		text, _ := homeward.TextOf(file.Problem)
		x.Problem = v.Text(text)
	}
	x.Rows = pairRows(f, file.Sides)
	j := file.Judgement
	x.Reasons = append(x.Reasons, weighed{v.T("pair.prior"), v.weight(j.Prior)})
	sum := j.Prior
	for _, e := range j.Evidence {
		sum += e.Bits
		x.Reasons = append(x.Reasons, weighed{v.Text(e.Text), v.weight(e.Bits)})
	}
	if j.Capped {
		x.Reasons = append(x.Reasons, weighed{v.T("pair.capped"), v.weight(j.Bits - sum)})
	}
	x.Sum = v.weight(j.Bits)
	return v.page(pairPage(f, x))
}

// weight writes bits with their sign and one place.
func (v *visit) weight(bits float64) string {
	s := v.Decimal(math.Round(bits*10)/10, 1)
	if bits > 0.05 {
		return "+" + s
	}
	return s
}

// pairRows compares the two records line by line, each as it was written, and in Latin letters where that is another.
func pairRows(f *frame, sides [2]casework.QuestionSide) (rows []compareRow) {
	one, other := sides[0], sides[1]
	add := func(key, a, b string) {
		if a != "" || b != "" {
			rows = append(rows, compareRow{What: f.T(key), Own: a, Other: b, Same: a == b})
		}
	}
	a, b := one.Person, other.Person
	add("web.word.name", a.FullName(), b.FullName())
	rows[0].OwnLang, rows[0].OtherLang = a.NameLang, b.NameLang
	add("web.word.father", a.Father, b.Father)
	if x, y := roman(a), roman(b); x != "" || y != "" {
		add("pair.latin", x, y)
	}
	add("web.word.born", f.ShortDate(a.BirthDate), f.ShortDate(b.BirthDate))
	add("web.register.sex", sexWord(f, a.Sex), sexWord(f, b.Sex))
	add("web.word.document", a.Document, b.Document)
	add("web.word.phone", a.Phone, b.Phone)
	add("web.word.origin", f.PlaceText(one.Case.Origin().Place), f.PlaceText(other.Case.Origin().Place))
	add("web.word.stay", stayWords(f, one.Case), stayWords(f, other.Case))
	add("pair.registered", f.ShortDate(one.Case.RegisteredOn), f.ShortDate(other.Case.RegisteredOn))
	add("web.word.state", f.T("status.household."+string(one.Case.Now.Status)), f.T("status.household."+string(other.Case.Now.Status)))
	return rows
}

// roman is the name in Latin letters, where it was written in others.
func roman(i homeward.Individual) string {
	name := i.FullName()
	if i.Father != "" {
		name += ", " + i.Father
	}
	if r := matching.Romanise(name); r != name {
		return r
	}
	return ""
}

func sexWord(f *frame, s homeward.Sex) string {
	if s == "" {
		return ""
	}
	return f.T("sex." + string(s))
}

func stayWords(f *frame, c store.Case) string {
	if c.Stay.Kind == "" {
		return ""
	}
	return f.T("stay."+string(c.Stay.Kind)) + ", " + f.PlaceShort(c.Stay.Place)
}

func (v *visit) getNextQuestion() error {
	after := v.r.URL.Query().Get("after")
	if after != "" && !homeward.ValidID(after, "qu") {
		return homeward.Errorf(homeward.NotFound, "error.no_page")
	}
	return v.toNext(homeward.QuestionID(after), "")
}

// toNext sends the reader on to the next question, and says there what came of the last.
func (v *visit) toNext(after homeward.QuestionID, key string) error {
	next, err := v.srv.House.NextQuestion(v.r.Context(), v.actor, after)
	if err != nil {
		return err
	}
	if next == "" {
		if key == "" {
			key = "pair.end"
		}
		return v.to("/questions", key)
	}
	return v.to("/questions/"+string(next), key)
}

// postQuestion keeps an answer whether two people are one, and goes on to the next question, or back to the household
// whose page it was given on.
func (v *visit) postQuestion() error {
	id, err := v.id("qu")
	if err != nil {
		return err
	}
	fm, err := v.form()
	if err != nil {
		return err
	}
	answer := homeward.QuestionDecision(fm.text("decision"))
	question := homeward.QuestionID(id)
	if err := v.srv.House.DecideQuestion(v.r.Context(), v.actor, question, answer); err != nil {
		return err
	}
	key := "pair.done." + string(answer)
	if answer == homeward.SamePerson {
		file, err := v.srv.House.ViewQuestion(v.r.Context(), v.actor, question)
		if err != nil {
			return err
		}
		if file.Open() {
			key = "pair.done.second"
		}
	}
	if fm.Value("back") != "" {
		return v.to(backTo(fm, "hh", "/households/"), key)
	}
	return v.toNext(question, key)
}

func (v *visit) postUndoQuestion() error {
	id, err := v.id("qu")
	if err != nil {
		return err
	}
	if err := v.srv.House.UndoQuestion(v.r.Context(), v.actor, homeward.QuestionID(id)); err != nil {
		return err
	}
	return v.to("/questions/"+id, "pair.done.undone")
}

func (v *visit) postRunMatching() error {
	if _, err := v.srv.House.RunMatching(v.r.Context(), v.actor); err != nil {
		return err
	}
	return v.to("/questions#run", "pair.run_begun")
}

func (v *visit) postStopMatching() error {
	id, err := v.id("mr")
	if err != nil {
		return err
	}
	if err := v.srv.House.StopMatching(v.r.Context(), v.actor, homeward.JobID(id)); err != nil {
		return err
	}
	return v.to("/questions#run", "pair.run_stopping")
}

func rulesVersion() string { return matching.RulesVersion }

func sideWord(f *frame, i int) string { return f.T([]string{"pair.one", "pair.other"}[i]) }
