package httpapi

import (
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/mortise-crm/mortise/engine/problem"
)

// metrics counts requests and their times by route, never by record or user.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(more ...prometheus.Collector) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "mortise_http_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "route", "status"})}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(more...)
	return m
}

func (m *metrics) measure(c *fiber.Ctx) error {
	from := time.Now()
	err := c.Next()
	if err != nil { // answered here, so that the status is known
		if err := c.App().ErrorHandler(c, err); err != nil {
			return err
		}
	}
	m.requests.WithLabelValues(c.Method(), c.Route().Path, strconv.Itoa(c.Response().StatusCode())).Observe(time.Since(from).Seconds())
	return nil
}

// metrics is open to who holds the system permission settings: a scraper signs
// in with a bearer token.
func (a *API) metrics(m *metrics) fiber.Handler {
	show := adaptor.HTTPHandler(promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return func(c *fiber.Ctx) error {
		p, err := a.Principal(c)
		if err != nil {
			return err
		}
		if !p.Can("settings") {
			return problem.New(problem.Forbidden, "permission_needed").With("permission", "settings")
		}
		return show(c)
	}
}
