package casework

import (
	"context"
	"crypto/rand"
	"time"

	"homeward"
	"homeward/internal/matching"
	"homeward/internal/store"
)

// RunMatching asks for a search of the whole register for people who are in it twice. A process that serves, or the
// command, carries it on; there is one at a time.
func (h *House) RunMatching(ctx context.Context, actor homeward.Actor) (homeward.JobID, error) {
	id := homeward.JobID(h.IDs.New("mr"))
	err := h.DB.Write(ctx, actor, homeward.MatchingRun, searchOf(id), func(tx *store.Tx) error {
		tx.Rules(matching.RulesVersion)
		return tx.InsertSearch(ctx, homeward.Job{ID: id, AskedBy: actor.User, AskedAt: tx.Now, Rules: matching.RulesVersion})
	})
	return id, err
}

// StopMatching stops the search that goes on. What it has asked stays asked.
func (h *House) StopMatching(ctx context.Context, actor homeward.Actor, id homeward.JobID) error {
	return h.DB.Write(ctx, actor, homeward.MatchingStop, searchOf(id), func(tx *store.Tx) error {
		there, err := tx.StopJob(ctx, id)
		if err == nil && !there {
			err = homeward.Errorf(homeward.Conflict, "matching.not_running")
		}
		return err
	})
}

func searchOf(id homeward.JobID) homeward.Subject {
	return homeward.Subject{Noun: "matching", ID: string(id), Area: homeward.Programme}
}

const (
	// jobBlock is how many people are looked at between two signs of life.
	jobBlock = 200
	// jobSilence is after how long without one a search is taken over from a process that was killed.
	jobSilence = 20 * time.Second
	// jobLook is how often a serving process looks whether there is a search to carry on.
	jobLook = 2 * time.Second
	// worthJudging is the rough weight of the index from which two records are compared in full.
	worthJudging = 4
)

// AttendMatching carries on every search of the register that is asked for, until the context ends.
func (h *House) AttendMatching(ctx context.Context, failed func(error)) {
	h.attend(ctx, homeward.MatchingJob, failed, func(worker string) error {
		_, err := h.CarryOnMatching(ctx, worker, nil)
		return err
	})
}

// attend looks every now and then whether there is a job of a kind to carry on.
func (h *House) attend(ctx context.Context, kind homeward.JobKind, failed func(error), carryOn func(worker string) error) {
	worker := rand.Text()
	for ctx.Err() == nil {
		going, err := h.DB.JobGoesOn(ctx, kind)
		if err == nil && going {
			err = carryOn(worker)
		}
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(jobLook):
		}
	}
}

// CarryOnMatching works on the search that goes on until it is done, stopped, or taken over, and returns how it stands.
// It begins where the last sign of life was: what a killed process had asked is not asked again. A search that another
// living process carries on is left to it, and the zero job is returned.
func (h *House) CarryOnMatching(ctx context.Context, worker string, tell func(done, total int)) (homeward.Job, error) {
	return h.carryOn(ctx, homeward.MatchingJob, worker, func(job *homeward.Job) (homeward.JobOutcome, error) { return h.workOn(ctx, job, tell) })
}

// carryOn claims the first job of a kind, lets work do it, and keeps how it ended. An empty outcome says that another
// process has taken the job over.
func (h *House) carryOn(ctx context.Context, kind homeward.JobKind, worker string, work func(*homeward.Job) (homeward.JobOutcome, error)) (homeward.Job, error) {
	job, ok, err := h.DB.ClaimJob(ctx, kind, worker, homeward.At(h.DB.Now().Add(-jobSilence)))
	if err != nil || !ok {
		return homeward.Job{}, err
	}
	outcome, err := work(&job)
	// The end is kept even where the process is being stopped.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	switch {
	case ctx.Err() != nil:
		return job, h.DB.ReleaseJob(last, job)
	case outcome == "":
		return job, err // taken over
	}
	if end := h.DB.EndJob(last, job, outcome); end != nil {
		return job, end
	}
	job.Live, job.Outcome = false, outcome
	return job, err
}

// workOn looks at block after block. An empty outcome says that another process has taken the search over.
func (h *House) workOn(ctx context.Context, job *homeward.Job, tell func(done, total int)) (homeward.JobOutcome, error) {
	actor, ok, err := h.DB.ActorOf(ctx, job.AskedBy)
	if err != nil {
		return homeward.JobFailed, err
	}
	if !ok {
		return homeward.JobFailed, homeward.Errorf(homeward.Forbidden, "matching.nobody_asks")
	}
	actor.Request = "matching/" + string(job.ID)
	for {
		if tell != nil {
			tell(job.Done, job.Total)
		}
		people, asks, err := h.searchBlock(ctx, actor, *job)
		if err != nil {
			return homeward.JobFailed, err
		}
		if len(people) == 0 {
			return homeward.JobDone, nil
		}
		job.AfterID, job.Done = string(people[len(people)-1].ID), job.Done+len(people)
		mine, stop, err := h.keepBlock(ctx, actor, job, asks)
		switch {
		case err != nil:
			return homeward.JobFailed, err
		case !mine:
			return "", nil
		case stop:
			return homeward.JobStopped, nil
		}
	}
}

// searchBlock looks at the next people of a search and says what is to be asked about them.
func (h *House) searchBlock(ctx context.Context, actor homeward.Actor, job homeward.Job) (people []homeward.Individual, asks []homeward.Question, err error) {
	err = h.DB.List(ctx, actor, homeward.RegisterList, func(tx *store.Tx) error {
		x, err := h.searched(ctx, tx)
		if err != nil {
			return err
		}
		if x == nil {
			return homeward.Errorf(homeward.Unavailable, "matching.no_index")
		}
		if people, err = tx.PeopleAfter(ctx, job.AfterID, job.UntilID, jobBlock); err != nil || len(people) == 0 {
			return err
		}
		asks, err = h.doubtsAbout(ctx, tx, x, people)
		return err
	})
	return people, asks, err
}

// doubtsAbout compares people with those whom the index proposes, and leaves out pairs that were asked about before.
func (h *House) doubtsAbout(ctx context.Context, tx *store.Tx, x *matching.Index, people []homeward.Individual) ([]homeward.Question, error) {
	proposed := make([][]homeward.IndividualID, len(people))
	own := make([]homeward.IndividualID, len(people))
	var all []homeward.IndividualID
	for i, p := range people {
		own[i] = p.ID
		for _, c := range x.Search(person(p), candidatesAtMost) {
			if id := homeward.FromBits[homeward.IndividualID]("in", c.ID); id != p.ID && c.Bits >= worthJudging {
				proposed[i] = append(proposed[i], id)
			}
		}
		all = append(all, proposed[i]...)
	}
	who, in, err := tx.LivingWithHouseholds(ctx, append(all, own...))
	if err != nil {
		return nil, err
	}
	asked, err := tx.AskedAbout(ctx, own)
	if err != nil {
		return nil, err
	}
	var out []homeward.Question
	now := map[[2]homeward.IndividualID]bool{}
	for i, p := range people {
		for _, id := range proposed[i] {
			o, living := who[id]
			pair := [2]homeward.IndividualID{min(p.ID, id), max(p.ID, id)}
			if !living || now[pair] || asked(p.ID, id) || in[p.ID] == in[id] {
				continue // two entries of one household are held to be two people
			}
			now[pair] = true
			if q, ok := h.doubt(tx.Now, p, o); ok {
				out = append(out, q)
			}
		}
	}
	return unanswered(ctx, tx, out)
}

// keepBlock writes what a block asks together with how far the search has come, so that a process that is killed has
// done both or neither.
func (h *House) keepBlock(ctx context.Context, actor homeward.Actor, job *homeward.Job, asks []homeward.Question) (mine, stop bool, err error) {
	if len(asks) > 0 {
		before := job.Questions
		err := h.DB.Write(ctx, actor, homeward.MatchingRun, searchOf(job.ID), func(tx *store.Tx) error {
			var own []homeward.IndividualID
			for _, q := range asks {
				own = append(own, q.OneID)
			}
			asked, err := tx.AskedAbout(ctx, own) // somebody may have asked since
			if err != nil {
				return err
			}
			tx.Rules(matching.RulesVersion)
			ids := []homeward.QuestionID{}
			job.Questions = before
			for _, q := range asks {
				if asked(q.OneID, q.OtherID) {
					continue
				}
				job.Questions++
				ids = append(ids, q.ID)
				if err := tx.InsertQuestion(ctx, q); err != nil {
					return err
				}
			}
			tx.Detail(map[string]any{"questions": ids, "done": job.Done})
			if mine, err = tx.BeatJob(ctx, *job); err == nil && !mine {
				return homeward.Errorf(homeward.Conflict, "matching.taken_over") // nothing of this block is written
			}
			return err
		})
		if homeward.IsKey(err, "matching.taken_over") {
			return false, false, nil
		}
		if err != nil {
			return false, false, err
		}
	}
	return h.DB.BeatJob(ctx, *job)
}
