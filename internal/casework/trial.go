package casework

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"homeward"
	"homeward/internal/access"
	"homeward/internal/policy"
	"homeward/internal/store"
)

// A trial of other rules over a register of a million is a job: asked for by a step, carried on by whichever process is
// up, kept with its result for the one who asked.

// trialAsked is what a trial compares, as its job keeps it: the texts of the rules, for one of them may be a draft.
type trialAsked struct {
	A, B  trialVariant
	Home  homeward.DwellingType
	By    TrialGroup
	Batch int
}

type trialVariant struct {
	Text  string
	Today homeward.Date
}

// TrialFile is a trial as the one who asked sees it.
type TrialFile struct {
	homeward.Job
	Trial
	Result TrialResult // of what is done so far
}

// RunTrial asks for a trial of other rules. What was asked is journalled by the hashes of the rules.
func (h *House) RunTrial(ctx context.Context, actor homeward.Actor, in Trial) (homeward.JobID, error) {
	asked, err := json.Marshal(trialAsked{A: trialVariant{string(in.A.Policy.Source()), in.A.Today},
		B: trialVariant{string(in.B.Policy.Source()), in.B.Today}, Home: in.Home, By: in.By, Batch: in.Batch})
	if err != nil {
		return "", err
	}
	id := homeward.JobID(h.IDs.New("tr"))
	err = h.DB.Write(ctx, actor, homeward.TrialRun, trialSubject(actor, id), func(tx *store.Tx) error {
		tx.Rules(in.B.Policy.Hash())
		tx.Detail(map[string]any{"a": in.A.Policy.Hash(), "day_a": in.A.Today, "b": in.B.Policy.Hash(), "day_b": in.B.Today, "by": in.By})
		return tx.InsertJob(ctx, homeward.Job{ID: id, Kind: homeward.TrialJob, AskedBy: actor.User, AskedAt: tx.Now, Asked: string(asked)})
	})
	return id, err
}

// StopTrial stops a trial that the actor asked for. What it has found until then can be read.
func (h *House) StopTrial(ctx context.Context, actor homeward.Actor, id homeward.JobID) error {
	return h.DB.Write(ctx, actor, homeward.TrialStop, trialSubject(actor, id), func(tx *store.Tx) error {
		_, own, err := tx.JobOf(ctx, actor.User, id)
		if err == nil && !own {
			err = noTrial()
		}
		if err != nil {
			return err
		}
		tx.Detail(map[string]any{"stop": true})
		there, err := tx.StopJob(ctx, id)
		if err == nil && !there {
			err = homeward.Errorf(homeward.Conflict, "trial.over")
		}
		return err
	})
}

func noTrial() error {
	return homeward.Errorf(homeward.NotFound, "trial.unknown").WithHint("trial.unknown.hint")
}

// trialSubject lies in the first area for which the actor may try rules out.
func trialSubject(actor homeward.Actor, id homeward.JobID) homeward.Subject {
	s := homeward.Subject{Noun: "trial", ID: string(id), Area: homeward.Programme}
	for _, p := range actor.Appointments {
		if access.MayAnywhere(p.Role, homeward.ProgrammeCompare) {
			s.Area = p.Area
			break
		}
	}
	return s
}

// ViewTrial shows a trial that the actor asked for, as far as it has come. Households are named only to those who may see
// them now.
func (h *House) ViewTrial(ctx context.Context, actor homeward.Actor, id homeward.JobID) (f TrialFile, err error) {
	err = h.DB.List(ctx, actor, homeward.ProgrammeCompare, func(tx *store.Tx) error {
		own := false
		f.Job, own, err = tx.JobOf(ctx, actor.User, id)
		if err == nil && !own {
			err = noTrial()
		}
		return err
	})
	if err != nil {
		return f, err
	}
	t, err := h.resumeTrial(actor, f.Job)
	if err != nil {
		return f, err
	}
	t.Listed = slices.DeleteFunc(t.Listed, func(c TrialChange) bool { return !t.sees(c.Area) })
	f.Trial = t.Trial
	f.Result, err = t.result()
	return f, err
}

// trialsListed is how many earlier trials are offered to be read again.
const trialsListed = 12

// ListTrials are the last trials that the actor asked for, latest first, without their results.
func (h *House) ListTrials(ctx context.Context, actor homeward.Actor) (out []TrialFile, err error) {
	var jobs []homeward.Job
	err = h.DB.List(ctx, actor, homeward.ProgrammeCompare, func(tx *store.Tx) error {
		jobs, err = tx.JobsOf(ctx, actor.User, homeward.TrialJob, trialsListed)
		return err
	})
	for _, j := range jobs {
		in, err := h.trialOf(j)
		if err != nil {
			return nil, err
		}
		out = append(out, TrialFile{Job: j, Trial: in})
	}
	return out, err
}

// AttendTrials carries on every trial that is asked for, until the context ends.
func (h *House) AttendTrials(ctx context.Context, failed func(error)) {
	h.attend(ctx, homeward.TrialJob, failed, func(worker string) error { return h.CarryOnTrials(ctx, worker) })
}

// CarryOnTrials works on one trial after another, the first that was asked for first, until none is left or another
// process is at it.
func (h *House) CarryOnTrials(ctx context.Context, worker string) error {
	for ctx.Err() == nil {
		job, err := h.carryOn(ctx, homeward.TrialJob, worker, func(job *homeward.Job) (homeward.JobOutcome, error) { return h.workOnTrial(ctx, job) })
		if err != nil || job.ID == "" || job.Live {
			return err
		}
	}
	return ctx.Err()
}

// trialBeat is how often a trial keeps what it has found: a process that is killed loses no more.
const trialBeat = time.Second

// workOnTrial begins where the last sign of life was: what was found and how far it was are kept together.
func (h *House) workOnTrial(ctx context.Context, job *homeward.Job) (homeward.JobOutcome, error) {
	actor, ok, err := h.DB.ActorOf(ctx, job.AskedBy)
	if err != nil {
		return homeward.JobFailed, err
	}
	if !ok {
		return homeward.JobFailed, homeward.Errorf(homeward.Forbidden, "matching.nobody_asks")
	}
	actor.Request = "trial/" + string(job.ID)
	t, err := h.resumeTrial(actor, *job)
	if err != nil {
		return homeward.JobFailed, err
	}
	mine, stopped := true, false
	keep := func() error {
		if err := t.keepIn(job); err != nil {
			return err
		}
		mine, stopped, err = h.DB.BeatJob(ctx, *job)
		return err
	}
	kept := time.Time{}
	err = t.run(ctx, func() (bool, error) {
		if time.Since(kept) < trialBeat {
			return true, nil
		}
		err := keep()
		kept = time.Now()
		return mine && !stopped, err
	})
	if err == nil && mine && !stopped {
		err = keep()
	}
	if ctx.Err() != nil && t.keepIn(job) == nil { // this process is stopped: the next goes on from here
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _, keepErr := h.DB.BeatJob(last, *job)
		return homeward.JobFailed, errors.Join(err, keepErr)
	}
	switch {
	case err != nil:
		return homeward.JobFailed, err
	case !mine:
		return "", nil
	case stopped && t.done < t.of:
		return homeward.JobStopped, nil
	}
	return homeward.JobDone, nil
}

// keepIn puts how far the trial is, and what it has found, into its job.
func (t *trialRun) keepIn(job *homeward.Job) error {
	t.Comparison = t.comparer.Result()
	found, err := json.Marshal(t.trialFound)
	job.Found, job.AfterID, job.Done, job.Total = string(found), string(t.after), t.done, t.of
	return err
}

// resumeTrial is a trial as its job kept it.
func (h *House) resumeTrial(actor homeward.Actor, job homeward.Job) (*trialRun, error) {
	in, err := h.trialOf(job)
	if err != nil {
		return nil, err
	}
	t := h.newTrial(actor, in)
	t.after, t.done, t.of = homeward.HouseholdID(job.AfterID), job.Done, job.Total
	if job.Found == "" {
		return t, nil
	}
	if err := json.Unmarshal([]byte(job.Found), &t.trialFound); err != nil {
		return nil, err
	}
	t.comparer.Resume(t.Comparison)
	return t, nil
}

// trialOf reads what a trial compares. Rules that ship are compiled already.
func (h *House) trialOf(job homeward.Job) (in Trial, err error) {
	var asked trialAsked
	if err := json.Unmarshal([]byte(job.Asked), &asked); err != nil {
		return in, err
	}
	in.Home, in.By, in.Batch = asked.Home, asked.By, asked.Batch
	if in.A, err = h.variant(asked.A); err == nil {
		in.B, err = h.variant(asked.B)
	}
	return in, err
}

func (h *House) variant(v trialVariant) (policy.Variant, error) {
	for _, p := range h.Policies {
		if string(p.Source()) == v.Text {
			return policy.Variant{Policy: p, Today: v.Today}, nil
		}
	}
	p, err := policy.Load("draft", []byte(v.Text))
	return policy.Variant{Policy: p, Today: v.Today}, err
}
