package web

import "net/http"

// route is one page: its address, and what answers. An open route needs nobody to be signed in.
type route struct {
	pattern string
	page    func(*visit) error
	open    bool
}

// routes is every address of the house, in the order of the chain.
var routes = []route{
	{"GET /{$}", (*visit).getHome, true},
	{"GET /static/{file...}", (*visit).getStatic, true},
	{"GET /signin", (*visit).getSignIn, true},
	{"POST /signin", (*visit).postSignIn, true},
	{"POST /signout", (*visit).postSignOut, true},
	{"GET /public", (*visit).getPublic, true},
	{"GET /public/figures/{place}", (*visit).getPublicLedger, true},
	{"GET /public/rounds/{id}", (*visit).getPublicRound, true},
	{"GET /public/rules", (*visit).getPublicRules, true},
	{"GET /public/rules/{hash}", (*visit).getPublicEdition, true},
	{"GET /public/rules/{hash}/policy.yaml", (*visit).getPolicyFile, true},
	{"GET /public/rules/{hash}/rules.pdf", (*visit).getPolicyPaper, true},
	{"GET /public/rounds/{id}/header.txt", (*visit).getHeader, true},
	{"GET /public/rounds/{id}/answers.json", (*visit).getAnswers, true},
	{"GET /public/verify", (*visit).getVerify, true},
	{"GET /public/verifier/{file}", (*visit).getVerifier, true},
	{"GET /rounds/{id}/draw.json", (*visit).getBundle, true},

	{"GET /overview", (*visit).getOverview, false},
	{"GET /households", (*visit).getHouseholds, false},
	{"GET /households/new", (*visit).getRegister, false},
	{"POST /households/new", (*visit).postRegister, false},
	{"POST /households/new/look", (*visit).postLook, false},
	{"GET /households/{id}", (*visit).getHousehold, false},
	{"POST /households/{id}/amend", (*visit).postAmend, false},
	{"GET /questions", (*visit).getQuestions, false},
	{"GET /questions/next", (*visit).getNextQuestion, false},
	{"POST /questions/run", (*visit).postRunMatching, false},
	{"POST /questions/run/{id}/stop", (*visit).postStopMatching, false},
	{"GET /questions/{id}", (*visit).getQuestion, false},
	{"POST /questions/{id}", (*visit).postQuestion, false},
	{"POST /questions/{id}/undo", (*visit).postUndoQuestion, false},

	{"GET /settlements", (*visit).getSettlements, false},
	{"GET /settlements/{place}", (*visit).getSettlement, false},
	{"GET /dwellings/{id}", (*visit).getDwelling, false},
	{"POST /dwellings/{id}/report", (*visit).postReport, false},
	{"POST /dwellings/{id}/ground", (*visit).postGround, false},
	{"POST /dwellings/{id}/claim", (*visit).postClaim, false},
	{"POST /dwellings/{id}/offer", (*visit).postOffer, false},
	{"POST /claims/{id}", (*visit).postDecideClaim, false},
	{"GET /rules", (*visit).getRules, false},
	{"GET /rules/adopt", (*visit).getAdopt, false},
	{"POST /rules/adopt", (*visit).postAdopt, false},
	{"GET /rules/compare", (*visit).getSimulate, false},
	{"POST /rules/compare", (*visit).postSimulate, false},
	{"GET /rules/compare/{trial}", (*visit).getTrial, false},
	{"POST /rules/compare/{trial}/stop", (*visit).postStopTrial, false},
	{"GET /rules/reopen", (*visit).getReopen, false},
	{"POST /rules/reopen", (*visit).postReopen, false},

	{"GET /rounds", (*visit).getRounds, false},
	{"GET /rounds/new", (*visit).getNewRound, false},
	{"POST /rounds/new", (*visit).postNewRound, false},
	{"GET /rounds/{id}", (*visit).getRound, false},
	{"POST /rounds/{id}/freeze", (*visit).postFreeze, false},
	{"POST /rounds/{id}/commit", (*visit).postCommit, false},
	{"POST /rounds/{id}/plan", (*visit).postRoundPlan, false},
	{"POST /rounds/{id}/close", (*visit).postClose, false},
	{"POST /rounds/{id}/hear", (*visit).postHear, false},
	{"POST /rounds/{id}/reveal", (*visit).postReveal, false},
	{"POST /rounds/{id}/call", (*visit).postCall, false},
	{"POST /rounds/{id}/draw", (*visit).postDraw, false},
	{"POST /rounds/{id}/publish", (*visit).postPublish, false},
	{"GET /rounds/{id}/ceremony", (*visit).getCeremony, false},
	{"GET /rounds/{id}/protocol.pdf", (*visit).getProtocol, false},
	{"GET /rounds/{id}/slips.pdf", (*visit).getSlips, false},
	{"GET /rounds/{id}/receipts.pdf", (*visit).getReceipts, false},
	{"GET /rounds/{id}/entries/{number}/receipt.pdf", (*visit).getReceipts, false},
	{"GET /rounds/{id}/entries/{number}/receipt.json", (*visit).getReceipt, false},
	{"GET /rounds/{id}/entries/{number}/letter.pdf", (*visit).getAnswerLetter, false},
	{"POST /rounds/{id}/rerun", (*visit).postRerun, false},
	{"POST /rounds/{id}/approve", (*visit).postApprove, false},
	{"GET /offers/{id}", (*visit).getOffer, false},
	{"GET /offers/{id}/letter.pdf", (*visit).getLetter, false},
	{"POST /offers/{id}", (*visit).postAnswer, false},

	{"GET /households/{id}/facts", (*visit).getFacts, false},
	{"POST /households/{id}/facts", (*visit).postFacts, false},
	{"POST /households/{id}/certificate", (*visit).postApply, false},
	{"GET /certificates", (*visit).getCertificates, false},
	{"GET /certificates/{id}", (*visit).getCertificate, false},
	{"POST /certificates/{id}", (*visit).postCertificate, false},
	{"POST /certificates/{id}/facts", (*visit).postCertificateFacts, false},
	{"GET /certificates/{id}/certificate.pdf", (*visit).getCertificatePaper, false},
	{"GET /certificates/{id}/letter.pdf", (*visit).getRulingLetter, false},

	{"GET /movements", (*visit).getMovements, false},
	{"GET /movements/new", (*visit).getPlan, false},
	{"POST /movements/new", (*visit).postPlan, false},
	{"GET /movements/{id}", (*visit).getMovement, false},
	{"POST /movements/{id}/brief", (*visit).postBrief, false},
	{"POST /movements/{id}/consent", (*visit).postConsent, false},
	{"POST /movements/{id}/withdraw", (*visit).postWithdraw, false},
	{"POST /movements/{id}/manifest", (*visit).postManifest, false},
	{"GET /movements/{id}/manifest.pdf", (*visit).getManifestPDF, false},
	{"GET /movements/{id}/manifest.xlsx", (*visit).getManifestWorkbook, false},
	{"GET /movements/{id}/checkin", (*visit).getCheckIn, false},
	{"POST /movements/{id}/checkin", (*visit).postCheckIn, false},

	{"GET /handovers", (*visit).getHandovers, false},
	{"GET /handovers/{id}", (*visit).getHandover, false},
	{"GET /handovers/{id}/act.pdf", (*visit).getAct, false},
	{"POST /handovers/{id}/act", (*visit).postAct, false},
	{"POST /handovers/{id}/keys", (*visit).postKeys, false},
	{"POST /handovers/{id}/meter", (*visit).postMeter, false},
	{"POST /handovers/{id}/defect", (*visit).postDefect, false},

	{"GET /figures", (*visit).getFigures, false},
	{"GET /figures/places/{place}", (*visit).getPlaceLedger, false},
	{"GET /figures/places/{place}/release", (*visit).getRelease, false},
	{"POST /figures/places/{place}/release", (*visit).postRelease, false},
	{"GET /figures/read", (*visit).getRead, false},
	{"POST /figures/read", (*visit).postRead, false},
	{"GET /figures/cases.txt", (*visit).getCases, false},
	{"GET /articles/{id}", (*visit).getArticle, false},
	{"GET /statements/{id}", (*visit).getStatement, false},
	{"POST /statements/{id}/confirm", (*visit).postConfirm, false},
	{"POST /statements/{id}/correct", (*visit).postCorrect, false},
	{"POST /statements/{id}/reject", (*visit).postReject, false},
	{"GET /journal", (*visit).getJournal, false},
	{"GET /users", (*visit).getUsers, false},
	{"POST /users", (*visit).postUser, false},
	{"POST /users/{id}/grant", (*visit).postGrant, false},
}

// getHome sends everybody to where they begin.
func (v *visit) getHome() error {
	to := "/public"
	if v.actor.User != "" {
		to = "/overview"
	}
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}
