// Package allotment gives homes to households by the rule a programme has published, and proves that it did. It is pure:
// an Input of numbers goes in (who is eligible and which homes may be given was decided before), a Result comes out.
//
// Three modes: by lot alone (Draw), by the published order with each household keeping the best it can get (Priority),
// and by weights (the optimum of a transportation problem). Solve finds the allotment; Verify checks it against the rules
// and its proof, and shares no code with the solver. The certificate that goes into a draw bundle is of package draw.
package allotment
