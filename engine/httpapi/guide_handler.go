package httpapi

import (
	"github.com/gofiber/fiber/v2"

	"github.com/mortise-crm/mortise/engine/guide"
	"github.com/mortise-crm/mortise/engine/openapi"
)

// registerGuides adds the routes of the guides of app packages.
func (a *API) registerGuides(v1 fiber.Router) {
	v1.Get("/guides", a.guides)
	v1.Get("/guides/:package/:page", a.guidePage)
	v1.Get("/guides/:package/images/:file", a.guidePicture)
}

var groupGuides = openapi.Group{Name: "guides", Title: openapi.Text{En: "Guides of app packages", Zh: "应用包的使用指南"}}

var guideRoutes = []openapi.Route{
	{Method: "GET", Path: "/guides", ID: "guides.list", Group: groupGuides, Title: openapi.Text{En: "The guides that app packages bring, and their pages", Zh: "各应用包的使用指南与页面"},
		Note:    openapi.Text{En: "Each in the caller's language, in English, or in the first that there is.", Zh: "依次取调用者的语言、英文、现有的第一种语言。"},
		Answers: openapi.OK(openapi.Data(openapi.Of[guide.Guide]()))},
	{Method: "GET", Path: "/guides/{package}/{page}", ID: "guides.page", Group: groupGuides, Title: openapi.Text{En: "One page of a guide, in Markdown", Zh: "指南中的一页（Markdown）"}, Answers: openapi.OK(openapi.Of[guide.Page]())},
	{Method: "GET", Path: "/guides/{package}/images/{file}", ID: "guides.picture", Group: groupGuides, Title: openapi.Text{En: "A picture of a guide", Zh: "指南中的图片"},
		Params: []openapi.Param{{Name: "language", Title: openapi.Text{En: "Language of the page that shows it", Zh: "引用该图片的页面的语言"}}},
		Answers: []openapi.Answer{
			{Media: "image/png", Headers: []string{"ETag"}}, {Media: "image/webp", Headers: []string{"ETag"}},
			{Status: 304, Title: openapi.Text{En: "The caller has it already", Zh: "未修改"}},
		}},
}

// guides is GET /guides.
func (a *API) guides(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	list, err := a.Guides.List(c.UserContext(), caller)
	if err != nil {
		return err
	}
	return c.JSON(fiber.Map{"data": list})
}

// guidePage is GET /guides/{package}/{page}.
func (a *API) guidePage(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	page, err := a.Guides.Page(c.UserContext(), caller, c.Params("package"), c.Params("page"))
	if err != nil {
		return err
	}
	return c.JSON(page)
}

// guidePicture is GET /guides/{package}/images/{file}?language=en.
func (a *API) guidePicture(c *fiber.Ctx) error {
	caller, err := a.caller(c)
	if err != nil {
		return err
	}
	p, err := a.Guides.Picture(c.UserContext(), caller, c.Params("package"), c.Params("file"), c.Query("language"))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderCacheControl, "private, max-age=600")
	c.Vary(fiber.HeaderAcceptLanguage)
	etag := `"` + p.Hash + `"`
	c.Set(fiber.HeaderETag, etag)
	if c.Get(fiber.HeaderIfNoneMatch) == etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	c.Set(fiber.HeaderContentType, p.MediaType)
	return c.Send(p.Content)
}
