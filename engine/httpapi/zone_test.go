package httpapi

import (
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"
	"github.com/valyala/fasthttp"
)

// TestZoneAsked: names of time zones are taken, and nothing else that could
// lead to a file.
func TestZoneAsked(t *testing.T) {
	t.Parallel()
	app := fiber.New()
	for name, want := range map[string]string{
		"Asia/Shanghai": "Asia/Shanghai", "America/Argentina/Buenos_Aires": "America/Argentina/Buenos_Aires", "Etc/GMT+8": "Etc/GMT+8", "UTC": "UTC",
		"": "", "Local": "", "Moon/Base": "", "../../etc/passwd": "", "/etc/localtime": "", "Asia/./Shanghai": "", "Asia//Shanghai": "", "Asia/Shanghai/": "",
		strings.Repeat("a", 4000): "", "Asia/Shang hai": "", "亚洲/上海": "",
	} {
		for range 2 { // read, and remembered
			c := app.AcquireCtx(&fasthttp.RequestCtx{})
			c.Request().Header.Set(ZoneHeader, name)
			zone := zoneAsked(c)
			if want == "" {
				require.Nil(t, zone, name)
			} else {
				require.Equal(t, want, zone.String())
			}
			app.ReleaseCtx(c)
		}
	}
}
