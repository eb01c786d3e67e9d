package audit

import (
	"context"
	"slices"
	"time"

	"github.com/mortise-crm/mortise/engine/definition"
	"github.com/mortise-crm/mortise/engine/identity"
	"github.com/mortise-crm/mortise/engine/notify"
	"github.com/mortise-crm/mortise/engine/store"
)

// defaultMinutes is the time that an alert looks back over when it says none.
const defaultMinutes = 10

// Watch is one look at the traffic of a workspace.
type Watch struct {
	Workspace string
	State     identity.State
	Now       time.Time
	Zone      *time.Location // of odd hours; nil for UTC
}

// RaiseAlerts compares traffic with the alerts of the workspace. Each is
// raised once for a user, and again only after it has been calm: the holders
// of its roles are told, and it enters the audit.
func RaiseAlerts(ctx context.Context, db *store.DB, w Watch) error {
	schema := store.SchemaName(w.Workspace)
	names := make([]string, 0, len(w.State.Set.Alerts))
	for _, a := range w.State.Set.Alerts {
		names = append(names, a.Name)
		if err := db.Transact(ctx, func(tx store.Querier) error { return w.look(ctx, tx, schema, a) }); err != nil {
			return err
		}
	}
	return db.Transact(ctx, func(tx store.Querier) error { return store.ForgetAlerts(ctx, tx, schema, names) })
}

// cause is why an alert is raised for a user.
type cause struct {
	principal string
	count     int64
	at        time.Time
}

func (w Watch) look(ctx context.Context, tx store.Querier, schema string, a *definition.Alert) error {
	causes, err := w.causes(ctx, tx, schema, a)
	if err != nil {
		return err
	}
	raised, err := store.RaisedAlerts(ctx, tx, schema, a.Name)
	if err != nil {
		return err
	}
	var calm []string
	for _, principal := range raised {
		if !slices.ContainsFunc(causes, func(c cause) bool { return c.principal == principal }) {
			calm = append(calm, principal)
		}
	}
	if len(calm) > 0 {
		if err := store.CalmAlerts(ctx, tx, schema, a.Name, calm); err != nil {
			return err
		}
	}
	for _, c := range causes {
		if slices.Contains(raised, c.principal) {
			continue
		}
		first, err := store.RaiseAlert(ctx, tx, schema, a.Name, c.principal, w.Now)
		if err != nil {
			return err
		}
		if !first {
			continue // another process was quicker
		}
		if err := w.tell(ctx, tx, a, c); err != nil {
			return err
		}
	}
	return nil
}

// causes finds the users whose traffic is unusual by an alert.
func (w Watch) causes(ctx context.Context, tx store.Querier, schema string, a *definition.Alert) ([]cause, error) {
	ask := store.TrafficQuestion{Entity: a.Entity, Over: a.Threshold, Until: w.Now.Truncate(time.Minute).Add(time.Minute)}
	ask.Since = ask.Until.Add(-over(a))
	for _, e := range w.State.Set.Entities {
		if e.Name == a.Entity {
			ask.Entity = e.ID
		}
	}
	var causes []cause
	switch a.Kind {
	case "odd_hours":
		list, err := store.TrafficAtHours(ctx, tx, schema, ask, a.From, a.To, w.east())
		for _, s := range list {
			causes = append(causes, cause{principal: s.Principal, at: s.At})
		}
		return causes, err
	case "mass_read":
		ask.Sum = "records"
	default:
		ask.Sum = "refused"
	}
	list, err := store.TrafficOver(ctx, tx, schema, ask)
	for _, u := range list {
		causes = append(causes, cause{principal: u.Principal, count: u.Sum, at: w.Now})
	}
	return causes, err
}

// over is the time that an alert looks back over.
func over(a *definition.Alert) time.Duration {
	if a.Minutes == 0 {
		return defaultMinutes * time.Minute
	}
	return time.Duration(a.Minutes) * time.Minute
}

// zone is where the hours of the day are counted.
func (w Watch) zone() *time.Location {
	if w.Zone == nil {
		return time.UTC
	}
	return w.Zone
}

// east is how many seconds the zone is before UTC now.
func (w Watch) east() int {
	_, seconds := w.Now.In(w.zone()).Zone()
	return seconds
}

// tell notifies the holders of the alert's roles and enters the audit.
func (w Watch) tell(ctx context.Context, tx store.Querier, a *definition.Alert, c cause) error {
	var readers []string
	for _, role := range a.Notify {
		holders, err := notify.HoldersAt(ctx, tx, w.Workspace, w.State, role, w.Now)
		if err != nil {
			return err
		}
		readers = append(readers, holders...)
	}
	slices.Sort(readers)
	name, err := store.UserName(ctx, tx, store.SchemaName(w.Workspace), identity.CoreTables(), c.principal)
	if err != nil {
		return err
	}
	title := a.Title
	if len(title) == 0 {
		title = definition.Text{"": a.Name}
	}
	minutes := int(over(a) / time.Minute)
	params := map[string]any{"name": name, "count": c.count, "minutes": minutes, "alert": title, "time": c.at.In(w.zone()).Format("2006-01-02 15:04")}
	var list []notify.Notification
	for _, reader := range slices.Compact(readers) {
		list = append(list, notify.Notification{User: reader, Kind: "alert_" + a.Kind, Entity: "user", Subject: c.principal, Params: params})
	}
	if err := notify.Send(ctx, tx, w.Workspace, list); err != nil {
		return err
	}
	return Write(ctx, tx, w.Workspace, Event{Actor: c.principal, Channel: store.SystemChannel, Action: "alert.raise", Object: a.Name,
		Detail: map[string]any{"kind": a.Kind, "count": c.count, "minutes": minutes}})
}
