package policy

import "homeward"

// Format is the first line of every policy file.
const Format = "homeward-policy/1"

// Document is a policy file as it was read: what it says and where each statement comes from. It is shown to people and
// never changed. The tags are the format: the decoder, the JSON Schema and the reference in docs/policy.md read them.
type Document struct {
	Format     string            `yaml:"format" need:"yes" doc:"always homeward-policy/1"`
	ID         string            `yaml:"id" need:"yes" doc:"slug of the programme"`
	Edition    string            `yaml:"edition" need:"yes" doc:"which edition of its rules this file holds, usually the day they came into force"`
	Title      string            `yaml:"title" need:"yes" doc:"name of the programme"`
	Titles     map[string]string `yaml:"titles" doc:"name of the programme by language (az, hy, ru, en)"`
	Territory  string            `yaml:"territory" doc:"ISO 3166 code of the state, or empty"`
	Authority  string            `yaml:"authority" doc:"who decides"`
	Gives      Gives             `yaml:"gives" need:"yes" doc:"what a household receives"`
	Unit       Unit              `yaml:"unit" need:"yes" doc:"who is one case"`
	Tenure     string            `yaml:"tenure" doc:"by what right the home is held"`
	Note       string            `yaml:"note" doc:"a remark on the whole file"`
	Sources    []Source          `yaml:"sources" doc:"the texts the entries are read from"`
	Let        []Let             `yaml:"let" doc:"named expressions, used elsewhere as $name"`
	Members    []Counting        `yaml:"members" doc:"who counts as a member, by rule and day"`
	Norms      []Norm            `yaml:"norms" doc:"rooms or area by number of persons; the first norm of each measure whose when holds is used"`
	Rules      []Rule            `yaml:"rules" doc:"what a household, a home and an application must satisfy"`
	Order      *Order            `yaml:"order" doc:"who comes first"`
	Quotas     []Quota           `yaml:"quotas" doc:"shares kept for groups, in the order they are served"`
	Capacities []Capacity        `yaml:"capacities" doc:"how many a settlement, building or phase can take"`
	Stages     []Window          `yaml:"stages" doc:"who may apply from which day"`
	DaysOff    []homeward.Date   `yaml:"days_off" doc:"public holidays: days that are no working days, beside Saturdays and Sundays"`
	Offer      *Offer            `yaml:"offer" doc:"what follows an offer that is refused or not answered"`
	Allotment  *Allotment        `yaml:"allotment" doc:"what the optimiser weighs"`
	Draw       *Draw             `yaml:"draw" doc:"what is decided by lot"`
	Money      *Money            `yaml:"money" doc:"amounts, for programmes that give money"`
	Duties     []Duty            `yaml:"duties" doc:"what binds the household afterwards"`
	Procedure  []Step            `yaml:"procedure" doc:"the steps of the programme and their terms"`
	Unclear    []string          `yaml:"unclear" doc:"what no source says; never filled in"`
	Examples   []Example         `yaml:"examples" doc:"households with the outcome the sources give them; run whenever the file is read"`
}

// Entry is what every statement of a policy carries: where it comes from, whether the source says it or we infer it,
// and the days it is in force.
type Entry struct {
	Source     []string          `yaml:"source" doc:"ids of the sources; entries of order, offer and money without one take that of their block"`
	Confidence Confidence        `yaml:"confidence" doc:"published by a source, or inferred by whoever wrote the file"`
	Note       string            `yaml:"note" doc:"a remark"`
	From       homeward.Date     `yaml:"from" doc:"first day in force; open when absent"`
	To         homeward.Date     `yaml:"to" doc:"last day in force; open when absent"`
	Text       map[string]string `yaml:"text" doc:"the entry as one plain sentence, by language (az, hy, ru, en)"`
	Line       int               `yaml:"-"`
}

// InForce says whether the entry counts on that day.
func (e *Entry) InForce(on homeward.Date) bool {
	return (e.From.IsZero() || !on.Before(e.From)) && (e.To.IsZero() || !e.To.Before(on))
}

// Source is a text that entries are read from.
type Source struct {
	ID    string     `yaml:"id" need:"yes" doc:"name used by the entries"`
	URL   string     `yaml:"url" doc:"address"`
	Title string     `yaml:"title" doc:"title"`
	Date  string     `yaml:"date" doc:"when it was published, as far as known"`
	Kind  SourceKind `yaml:"kind" doc:"what sort of text it is"`
	Read  Reading    `yaml:"read" doc:"how much of it was read: after opening or secondary, absence proves nothing"`
	Line  int        `yaml:"-"`
}

// Let is a named expression.
type Let struct {
	Name string
	Expr Expr
}

// Counting says when a person is not a member of the unit, or may be a unit alone.
type Counting struct {
	ID     string         `yaml:"id" need:"yes" doc:"name of the entry"`
	When   Expr           `yaml:"when" type:"bool of p" need:"yes" doc:"about one person p, and household, application, today"`
	Effect CountingEffect `yaml:"effect" need:"yes" doc:"left_out: not counted and not asked for; may_apply_alone: counts, and may also apply as a unit alone"`
	Entry  `yaml:",inline"`
}

// Norm gives rooms or area by the number of persons.
type Norm struct {
	ID             string   `yaml:"id" need:"yes" doc:"name of the norm"`
	When           Expr     `yaml:"when" type:"bool" doc:"when it applies; always when absent"`
	Measure        Measure  `yaml:"measure" need:"yes" doc:"rooms or area"`
	Table          []Row    `yaml:"table" doc:"rows that cover every number of persons from 1 once"`
	MinM2PerPerson *float64 `yaml:"min_m2_per_person" doc:"least area a person, m2, in place of a table"`
	StepUpWhen     Expr     `yaml:"step_up_when" type:"bool" doc:"when it holds, the next row is used"`
	Entry          `yaml:",inline"`
}

// Row of a norm table.
type Row struct {
	Persons Span     `yaml:"persons" need:"yes" doc:"from and to; null as the second is 'and more'"`
	Rooms   *int     `yaml:"rooms" doc:"living rooms"`
	MinM2   *float64 `yaml:"min_m2" doc:"least area, m2"`
	MaxM2   *float64 `yaml:"max_m2" doc:"greatest area, m2"`
	Line    int      `yaml:"-"`
}

// Rule is one condition; a household that fails it is refused with its key.
type Rule struct {
	ID         string   `yaml:"id" need:"yes" doc:"name of the rule"`
	Stage      Stage    `yaml:"stage" need:"yes" doc:"when it is asked: at the application, when a home is matched, when it is granted"`
	Require    Expr     `yaml:"require" type:"bool" doc:"must hold; exactly one of require and refuse_when"`
	RefuseWhen Expr     `yaml:"refuse_when" type:"bool" doc:"must not hold"`
	Refusal    string   `yaml:"refusal" need:"yes" doc:"refusal key"`
	Evidence   []string `yaml:"evidence" doc:"papers that prove the fact"`
	Remedy     string   `yaml:"remedy" doc:"what would change the refusal, in the words of the file"`
	Entry      `yaml:",inline"`
	// What a refusal by this rule says, made once.
	text, remedy homeward.Text
	entry        string
}

// Expr is the condition of a rule, whichever way it is put.
func (r *Rule) Expr() Expr {
	if r.Require.IsZero() {
		return r.RefuseWhen
	}
	return r.Require
}

// Order says who comes first.
type Order struct {
	Method     OrderMethod `yaml:"method" need:"yes" doc:"how households are ordered"`
	Classes    []Class     `yaml:"classes" doc:"a household is in the class of best rank whose when holds; of two of equal rank in the first"`
	Points     []Points    `yaml:"points" doc:"what earns points"`
	GroupRule  GroupRule   `yaml:"group_rule" doc:"how points of one group combine: sum (the default) or max"`
	Thresholds []Threshold `yaml:"thresholds" doc:"points below which a household has to wait"`
	Ties       []string    `yaml:"ties" doc:"what decides between equals, in this order"`
	Entry      `yaml:",inline"`
}

// Class is a group of households served together; rank 1 is served first.
type Class struct {
	ID    string `yaml:"id" need:"yes" doc:"name of the class"`
	Rank  int    `yaml:"rank" need:"yes" doc:"1 is served first"`
	When  Expr   `yaml:"when" type:"bool" need:"yes" doc:"who is in it"`
	Entry `yaml:",inline"`
}

// Points is something that earns points.
type Points struct {
	ID        string    `yaml:"id" need:"yes" doc:"name"`
	When      Expr      `yaml:"when" type:"bool" doc:"who earns it; everybody when absent"`
	Value     Expr      `yaml:"value" type:"double" need:"yes" doc:"how many points"`
	Group     string    `yaml:"group" doc:"points of one group are combined by group_rule"`
	GroupRule GroupRule `yaml:"group_rule" doc:"overrides that of the order for this group"`
	Entry     `yaml:",inline"`
}

// Threshold is the number of points a household needs. The first one whose when holds counts.
type Threshold struct {
	ID    string `yaml:"id" need:"yes" doc:"name"`
	When  Expr   `yaml:"when" type:"bool" doc:"whom it concerns; everybody when absent"`
	Min   Expr   `yaml:"min" type:"number" need:"yes" doc:"points needed; may read round.threshold"`
	Entry `yaml:",inline"`
}

// Quota keeps a share of homes for a group.
type Quota struct {
	ID        string   `yaml:"id" need:"yes" doc:"name of the quota"`
	Share     *float64 `yaml:"share" doc:"part of the homes or entries, 0 to 1"`
	AtLeast   bool     `yaml:"at_least" doc:"the share is a floor and not a fixed part"`
	Of        QuotaOf  `yaml:"of" doc:"a share of the homes or of the entries"`
	HomesWhen Expr     `yaml:"homes_when" type:"bool" doc:"which homes it concerns; all when absent"`
	When      Expr     `yaml:"when" type:"bool" doc:"who may take part"`
	Unfilled  Unfilled `yaml:"unfilled" doc:"homes that nobody of the group takes go back to all, or are kept"`
	Overlap   Overlap  `yaml:"overlap" doc:"a household of several groups counts in the first, or in all"`
	Entry     `yaml:",inline"`
}

// Capacity is how many a settlement, building or phase can take.
type Capacity struct {
	ID     string `yaml:"id" need:"yes" doc:"name"`
	Per    string `yaml:"per" doc:"settlement, building or phase"`
	Counts string `yaml:"counts" doc:"households, people or pupils"`
	Limit  Expr   `yaml:"limit" type:"int" need:"yes" doc:"how many"`
	When   Expr   `yaml:"when" type:"bool" doc:"which homes it concerns; all when absent"`
	Entry  `yaml:",inline"`
}

// Window says who may apply in which days.
type Window struct {
	ID     string        `yaml:"id" need:"yes" doc:"name of the stage"`
	Opens  homeward.Date `yaml:"opens" doc:"first day"`
	Closes homeward.Date `yaml:"closes" doc:"last day; open when absent"`
	When   Expr          `yaml:"when" type:"bool" doc:"who may apply; everybody when absent"`
	Entry  `yaml:",inline"`
}

// Offer says how long a household may think and what its silence or its no leads to.
type Offer struct {
	Deadline  Period   `yaml:"deadline" doc:"time to answer, ISO 8601"`
	Days      Days     `yaml:"days" doc:"whether days of the deadline are calendar (the default) or working days"`
	OnLapse   Effect   `yaml:"on_lapse" doc:"what follows silence"`
	OnRefusal []Answer `yaml:"on_refusal" doc:"what follows a refusal"`
	Entry     `yaml:",inline"`
}

// Answer is the effect of a refused offer.
type Answer struct {
	Count  int    `yaml:"count" doc:"the how manieth refusal has this effect"`
	Effect Effect `yaml:"effect" need:"yes" doc:"what follows"`
	For    Period `yaml:"for" doc:"how long, ISO 8601"`
	When   Expr   `yaml:"when" type:"bool" doc:"whom it concerns; everybody when absent"`
	Unless Expr   `yaml:"unless" type:"bool" doc:"when it does not count"`
	Entry  `yaml:",inline"`
}

// Allotment is what the optimiser weighs. Values are whole numbers without a unit; only their proportion counts.
type Allotment struct {
	ClassValue         []int  `yaml:"class_value" doc:"worth of housing a household, by rank of its class"`
	WishValue          []int  `yaml:"wish_value" doc:"worth of a wish fulfilled, by its rank"`
	SpareRoom          int    `yaml:"spare_room" doc:"added for each room above the norm"`
	AccessibleUnneeded int    `yaml:"accessible_unneeded" doc:"added when an accessible home goes to a household that does not need one"`
	MaxSpareRooms      *int   `yaml:"max_spare_rooms" doc:"most rooms above the norm"`
	OnlyWished         bool   `yaml:"only_wished" doc:"only homes in a place the household asked for"`
	Groups             Groups `yaml:"groups" doc:"whether households that asked to live side by side go to one settlement"`
	Entry              `yaml:",inline"`
}

// Draw says what the lot decides.
type Draw struct {
	Method      DrawMethod `yaml:"method" need:"yes" doc:"none, which home, who, or the order of choosing"`
	Strata      []string   `yaml:"strata" doc:"the lots are drawn apart in each of these"`
	First       []Expr     `yaml:"first" type:"bool" doc:"who is served first within a stratum"`
	Chances     Expr       `yaml:"chances" type:"int" doc:"tickets of a household; one when absent"`
	QueueFactor float64    `yaml:"queue_factor" doc:"length of the short list as a multiple of the supply"`
	Witnesses   []string   `yaml:"witnesses" doc:"who attends"`
	Entry       `yaml:",inline"`
}

// Money is what a programme pays.
type Money struct {
	Currency string   `yaml:"currency" need:"yes" doc:"ISO 4217 code"`
	Choose   Choose   `yaml:"choose" doc:"which of the amounts that apply is paid: the first, the greatest, or their sum"`
	Validity string   `yaml:"validity" doc:"how long a certificate is good: until a day (until 2028-12-31) or an ISO 8601 period from its issue (P1Y)"`
	Amounts  []Amount `yaml:"amounts" doc:"what is paid"`
	Limits   []Limit  `yaml:"limits" doc:"further sums the policy names, such as the most that may be used for repair"`
	Entry    `yaml:",inline"`
}

// Amount is a sum of money, in whole units of the currency.
type Amount struct {
	ID    string `yaml:"id" need:"yes" doc:"name"`
	When  Expr   `yaml:"when" type:"bool" doc:"when it applies; always when absent"`
	Value Expr   `yaml:"value" type:"int" need:"yes" doc:"how much"`
	Entry `yaml:",inline"`
}

// Limit is a further sum of money that a policy names.
type Limit struct {
	ID    string `yaml:"id" need:"yes" doc:"name"`
	When  Expr   `yaml:"when" type:"bool" doc:"when it applies; always when absent"`
	Value Expr   `yaml:"value" type:"number" need:"yes" doc:"how much"`
	Entry `yaml:",inline"`
}

// Duty binds the household afterwards.
type Duty struct {
	Key    string `yaml:"key" need:"yes" doc:"duty key"`
	For    Period `yaml:"for" doc:"how long, ISO 8601; without end when absent"`
	Within Period `yaml:"within" doc:"time to fulfil it, ISO 8601"`
	When   Expr   `yaml:"when" type:"bool" doc:"whom it binds; everybody when absent"`
	Entry  `yaml:",inline"`
}

// Step of the procedure.
type Step struct {
	ID     string `yaml:"id" need:"yes" doc:"name of the step"`
	Does   string `yaml:"does" doc:"what happens, one sentence"`
	By     string `yaml:"by" doc:"who acts"`
	Within Period `yaml:"within" doc:"its term, ISO 8601"`
	Days   Days   `yaml:"days" doc:"whether days of the term are calendar or working days"`
	When   Expr   `yaml:"when" type:"bool" doc:"in which cases; always when absent"`
	Entry  `yaml:",inline"`
}

// Example is a household with the outcome the sources give it. A fact that is absent has its zero value.
type Example struct {
	ID          string       `yaml:"id" need:"yes" doc:"name of the example"`
	Today       Moment       `yaml:"today" need:"yes" doc:"day of the decision"`
	Household   *Household   `yaml:"household" doc:"facts of the household"`
	Dwelling    *Dwelling    `yaml:"dwelling" doc:"facts of the dwelling"`
	Application *Application `yaml:"application" doc:"facts of the application"`
	Round       *Round       `yaml:"round" doc:"facts of the round"`
	Expect      Expect       `yaml:"expect" doc:"the outcome; what is absent is not compared"`
	Note        string       `yaml:"note" doc:"a remark"`
	Source      []string     `yaml:"source" doc:"ids of the sources, when the example is a published case"`
	Confidence  Confidence   `yaml:"confidence" doc:"published or inferred"`
	Line        int          `yaml:"-"`
}

// Expect is the outcome of an example.
type Expect struct {
	Outcome    Outcome            `yaml:"outcome" doc:"eligible, refused or undecided"`
	Refusals   []string           `yaml:"refusals" doc:"refusal keys, in any order; [] for none"`
	Rooms      *int               `yaml:"rooms" doc:"rooms by the norm"`
	MinM2      *float64           `yaml:"min_m2" doc:"least area by the norm, m2"`
	MaxM2      *float64           `yaml:"max_m2" doc:"greatest area by the norm, m2"`
	Class      *string            `yaml:"class" doc:"class of the order"`
	Rank       *int               `yaml:"rank" doc:"rank of the class"`
	Points     *float64           `yaml:"points" doc:"sum of the points"`
	Reached    *bool              `yaml:"reached" doc:"whether the points reach the threshold"`
	Quotas     []string           `yaml:"quotas" doc:"quotas the household may take part in; [] for none"`
	StageOpen  *bool              `yaml:"stage_open" doc:"whether it may apply on the day of its application"`
	Amount     *float64           `yaml:"amount" doc:"what is paid"`
	Limits     map[string]float64 `yaml:"limits" doc:"the further sums, by id"`
	Chances    *int               `yaml:"chances" doc:"tickets in the draw"`
	First      *bool              `yaml:"first" doc:"whether it is served first in its stratum"`
	Capacities map[string]int     `yaml:"capacities" doc:"the limits, by id"`
	OnRefusal  []Effect           `yaml:"on_refusal" doc:"effects of a refused offer after household.offers_refused earlier ones; [] for none"`
	Line       int                `yaml:"-"`
}
