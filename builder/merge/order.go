package merge

import "slices"

// order puts the ids of survivors into an order that both sides can live with:
// that of the side which moved things (mine, if both did), and what only one
// side has behind what it stands behind there. Where both put something new in
// one place, the ids decide, so that it does not matter who is mine.
func order(base, mine, theirs []string, survives map[string]bool) []string {
	keep := func(ids []string) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !survives[id] })
	}
	mine, theirs = keep(mine), keep(theirs)
	lead := theirs
	if moved(base, mine, theirs) {
		lead = mine
	}
	runs := map[string][][]string{}
	addRuns(runs, mine, theirs)
	addRuns(runs, theirs, mine)
	out := place(nil, runs[""])
	for _, id := range lead {
		if slices.Contains(mine, id) && slices.Contains(theirs, id) {
			out = place(append(out, id), runs[id])
		}
	}
	return out
}

// moved tells whether mine has what all three have in another order than base.
func moved(base, mine, theirs []string) bool {
	shared := func(ids, a, b []string) []string {
		var out []string
		for _, id := range ids {
			if slices.Contains(a, id) && slices.Contains(b, id) {
				out = append(out, id)
			}
		}
		return out
	}
	return !slices.Equal(shared(base, mine, theirs), shared(mine, base, theirs))
}

// addRuns collects what one side alone has, by the shared id that it stands
// behind; "" for the head.
func addRuns(runs map[string][][]string, side, other []string) {
	behind := ""
	var run []string
	end := func() {
		if run != nil {
			runs[behind] = append(runs[behind], run)
		}
		run = nil
	}
	for _, id := range side {
		if slices.Contains(other, id) {
			end()
			behind = id
			continue
		}
		run = append(run, id)
	}
	end()
}

func place(out []string, runs [][]string) []string {
	slices.SortFunc(runs, slices.Compare)
	for _, run := range runs {
		out = append(out, run...)
	}
	return out
}
