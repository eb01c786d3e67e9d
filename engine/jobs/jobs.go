package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/mortise-crm/mortise/engine/file"
	"github.com/mortise-crm/mortise/engine/store"
)

const (
	// databaseSchema holds River's tables, beside the platform's own.
	databaseSchema = "mortise"
	// connections are River's own, so that requests never wait for it: one
	// that listens, and two that fetch and complete.
	connections = 3
	// workers is how many jobs of this process run at once: of periodic ones, and
	// as many of those that users start.
	workers = 2
	// attempts bounds how often a failing job is tried; its next period comes
	// anyway.
	attempts = 3
	// patience is how long running jobs may take to end when the server stops.
	patience = 10 * time.Second
)

// Jobs runs the periodic work of one process.
type Jobs struct {
	db      *store.DB
	list    map[string]Periodic
	runs    *prometheus.CounterVec
	seconds *prometheus.CounterVec
	retried []Retried
	testing bool // without the patience of River

	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx]

	// What users start.
	offered  map[string]OnDemand
	contents *file.Service
	stopping context.Context // ends when Stop begins
	stop     context.CancelFunc
	swept    chan struct{} // closed when no more is looked for
	pace     pace
	mu       sync.Mutex
	entry    *river.Client[pgx.Tx] // enters jobs only; nil until it is needed
}

// New makes Jobs that stand still until Start.
func New(db *store.DB, list ...Periodic) (*Jobs, error) {
	j := &Jobs{db: db, list: map[string]Periodic{}, offered: map[string]OnDemand{}, swept: make(chan struct{}), pace: usualPace,
		runs:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "mortise_jobs_total", Help: "Jobs that ran, by kind and outcome."}, []string{"kind", "outcome"}),
		seconds: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "mortise_job_seconds_total", Help: "Time that jobs took, by kind."}, []string{"kind"}),
	}
	j.stopping, j.stop = context.WithCancel(context.Background())
	for _, p := range list {
		if err := p.check(); err != nil {
			return nil, err
		}
		if _, twice := j.list[p.Kind]; twice {
			return nil, fmt.Errorf("job %s: given twice", p.Kind)
		}
		j.list[p.Kind] = p
	}
	return j, nil
}

// Collectors are the metrics of the jobs of this process.
func (j *Jobs) Collectors() []prometheus.Collector { return []prometheus.Collector{j.runs, j.seconds} }

// Start brings River's tables up to date and begins to work. It returns at
// once; the work ends with Stop.
func (j *Jobs) Start(ctx context.Context) error {
	if len(j.list)+len(j.offered) == 0 {
		return nil
	}
	pool, err := j.db.Another(ctx, connections)
	if err != nil {
		return err
	}
	if err := j.start(context.WithoutCancel(ctx), pool); err != nil {
		pool.Close()
		return err
	}
	return nil
}

func (j *Jobs) start(ctx context.Context, pool *pgxpool.Pool) error {
	driver := riverpgxv5.New(pool)
	if err := migrate(ctx, j.db, driver); err != nil {
		return err
	}
	client, err := river.NewClient(driver, j.config())
	if err != nil {
		return fmt.Errorf("set up jobs: %w", err)
	}
	if err := client.Start(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	j.pool, j.client = pool, client
	go func() {
		defer close(j.swept)
		j.sweeping(j.stopping)
	}()
	return nil
}

func (j *Jobs) config() *river.Config {
	cfg := &river.Config{
		Schema: databaseSchema, Workers: river.NewWorkers(),
		Queues:      map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}, onDemand: {MaxWorkers: workers}},
		MaxAttempts: attempts, JobTimeout: 10 * time.Minute, SoftStopTimeout: patience,
		CompletedJobRetentionPeriod: longest + time.Hour, FetchPollInterval: 5 * time.Second,
		// River tells of each job that fails; of itself only what goes wrong.
		Logger: slog.New(atLeast{slog.Default().Handler(), slog.LevelWarn}),
	}
	if j.testing {
		cfg.TestOnly, cfg.FetchPollInterval = true, 100*time.Millisecond
	}
	river.AddWorker(cfg.Workers, &runner{jobs: j})
	j.addRetried(cfg)
	for _, p := range j.list {
		river.AddWorkerArgs(cfg.Workers, task{kind: p.Kind}, &worker{jobs: j, periodic: p})
		cfg.PeriodicJobs = append(cfg.PeriodicJobs, river.NewPeriodicJob(p, func() (river.JobArgs, *river.InsertOpts) {
			return p.of(time.Now()), nil
		}, &river.PeriodicJobOpts{RunOnStart: true}))
	}
	return cfg
}

// Stop lets periodic jobs finish, for a while, and ends the work. What users
// started stops at once, and goes on elsewhere or after the next start.
func (j *Jobs) Stop(ctx context.Context) error {
	j.stop()
	if j.client == nil {
		return nil
	}
	defer j.pool.Close()
	<-j.swept
	if err := j.client.Stop(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}
