package httpapi

import (
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/engine/problem"
)

func TestWhatIsNotAvailableSaysWhenToTryAgain(t *testing.T) {
	t.Parallel()
	app := NewApp()
	app.Get("/busy", func(*fiber.Ctx) error { return problem.New(problem.Unavailable, "busy") })
	app.Get("/later", func(*fiber.Ctx) error {
		return problem.New(problem.Throttled, "throttled").With("retry_after", 7)
	})
	for path, want := range map[string]string{"/busy": "1", "/later": "7"} {
		got, err := app.Test(httptest.NewRequest("GET", path, nil))
		require.NoError(t, err)
		require.NoError(t, got.Body.Close())
		require.Equal(t, want, got.Header.Get("Retry-After"), path)
	}
}
