package audit

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/engine/store"
)

// run is the one goroutine that writes.
func (l *Log) run(ctx context.Context) {
	defer close(l.done)
	entries, traffic := time.NewTicker(writeEvery), time.NewTicker(countEvery)
	defer entries.Stop()
	defer traffic.Stop()
	for {
		select {
		case e := <-l.queue:
			l.waiting = append(l.waiting, e)
			if len(l.waiting) >= batch {
				l.report(l.writeEntries(ctx))
			}
		case <-entries.C:
			l.report(l.writeEntries(ctx))
		case <-traffic.C:
			l.report(l.writeCounts(ctx))
		case answer := <-l.ask:
			answer <- l.writeAll(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
			defer cancel()
			l.report(l.writeAll(last))
			return
		}
	}
}

func (l *Log) report(err error) {
	if err != nil {
		slog.Warn("write the audit", "cause", err)
	}
}

func (l *Log) writeAll(ctx context.Context) error {
	for more := true; more; {
		select {
		case e := <-l.queue:
			l.waiting = append(l.waiting, e)
		default:
			more = false
		}
	}
	if err := l.writeEntries(ctx); err != nil {
		return err
	}
	return l.writeCounts(ctx)
}

// writeEntries writes what waits, by workspace. What meets a database that is
// away stays; what cannot be written at all is given up.
func (l *Log) writeEntries(ctx context.Context) (first error) {
	if len(l.waiting) == 0 {
		return nil
	}
	by := map[string][]entry{}
	for _, e := range l.waiting {
		by[e.workspace] = append(by[e.workspace], e)
	}
	l.waiting = l.waiting[:0]
	for workspace, list := range by {
		err := l.insert(ctx, store.SchemaName(workspace), list)
		switch {
		case err == nil:
			l.written.Add(float64(len(list)))
			continue
		case store.Unavailable(err) && len(l.waiting)+len(list) <= room:
			l.waiting = append(l.waiting, list...)
		default:
			l.lost.Add(float64(len(list)))
		}
		if first == nil {
			first = err
		}
	}
	return first
}

func (l *Log) insert(ctx context.Context, schema string, list []entry) error {
	var events []store.TimedAudit
	var decisions []store.DecisionRow
	for _, e := range list {
		if e.event != nil {
			events = append(events, *e.event)
		} else {
			decisions = append(decisions, *e.decision)
		}
	}
	return l.db.Transact(ctx, func(tx store.Querier) error {
		if len(decisions) > 0 {
			if err := store.InsertDecisions(ctx, tx, schema, decisions); err != nil {
				return err
			}
		}
		if len(events) == 0 {
			return nil
		}
		return store.InsertAudits(ctx, tx, schema, events)
	})
}

// writeCounts adds what was counted since the last time, and notes the grants
// that were used.
func (l *Log) writeCounts(ctx context.Context) (first error) {
	l.counted = append(l.counted, l.counts.take()...)
	l.lost.Add(float64(l.counts.dropped.Swap(0)))
	if len(l.counted) == 0 {
		return nil
	}
	by := map[string][]count{}
	for _, c := range l.counted {
		by[c.workspace] = append(by[c.workspace], c)
	}
	l.counted = l.counted[:0]
	for workspace, list := range by {
		err := l.add(ctx, workspace, list)
		if err == nil {
			continue
		}
		if store.Unavailable(err) && len(l.counted)+len(list) <= maxCounts {
			l.counted = append(l.counted, list...)
		} else {
			l.lost.Add(float64(len(list)))
		}
		if first == nil {
			first = err
		}
	}
	return first
}

func (l *Log) add(ctx context.Context, workspace string, list []count) error {
	slices.SortFunc(list, func(a, b count) int { return strings.Compare(a.sortKey(), b.sortKey()) })
	traffic := make([]store.Traffic, 0, len(list))
	for _, c := range list {
		if n := len(traffic); n > 0 && traffic[n-1].Minute.Unix() == c.minute*60 && traffic[n-1].Principal == c.principal &&
			traffic[n-1].Entity == c.entity && traffic[n-1].Action == c.action && traffic[n-1].Channel == c.channel {
			merge(&traffic[n-1], c)
			continue
		}
		traffic = append(traffic, store.Traffic{Minute: time.Unix(c.minute*60, 0).UTC(), Principal: c.principal, Entity: c.entity, Action: c.action,
			Channel: c.channel, Requests: c.requests, Records: c.records, Refused: c.refused, RefusedIDs: c.refusedIDs})
	}
	schema := store.SchemaName(workspace)
	today := time.Now().UTC().Truncate(24 * time.Hour)
	fresh := l.used.fresh(workspace, today, list)
	err := l.db.Transact(ctx, func(tx store.Querier) error {
		if err := store.AddTraffic(ctx, tx, schema, traffic); err != nil {
			return err
		}
		if len(fresh) == 0 {
			return nil
		}
		return store.MarkGrants(ctx, tx, schema, today, fresh)
	})
	if err == nil {
		l.used.note(workspace, fresh)
	}
	return err
}

// merge adds a count that could not be written before to that of the same key.
func merge(t *store.Traffic, c count) {
	t.Requests, t.Records, t.Refused = t.Requests+c.requests, t.Records+c.records, t.Refused+c.refused
	for _, id := range c.refusedIDs {
		if len(t.RefusedIDs) < maxIDs {
			t.RefusedIDs = append(t.RefusedIDs, id)
		}
	}
}
