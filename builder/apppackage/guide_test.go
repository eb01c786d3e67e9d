package apppackage_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mortise-crm/mortise/builder/apppackage"
	"github.com/mortise-crm/mortise/engine/problem"
	"github.com/mortise-crm/mortise/engine/store"
)

const (
	png  = "\x89PNG\r\n\x1a\nrest"
	webp = "RIFF\x04\x00\x00\x00WEBPrest"
)

// guided gives files of a guide that is right.
func guided() map[string]string {
	return map[string]string{
		"guide/en/01-start.md":         "# Start here\n<!-- for: note, home -->\n\nSee ![a list](list.png).\n",
		"guide/en/02-more.md":          "# More\n\n```\n![not shown](none.png)\n```\nBack to [the start](01-start.md).\n",
		"guide/en/list.png":            png,
		"guide/zh-CN/01-start.md":      "# 从这里开始\n![列表](list.webp)\n",
		"guide/zh-CN/list.webp":        webp,
		"guide/zh-CN/.hidden":          "left out",
		"guide/how-this-was-made.text": "not read",
	}
}

func TestReadTakesAGuide(t *testing.T) {
	t.Parallel()
	p, err := apppackage.Read(small(guided()))
	require.NoError(t, err)
	type file struct {
		kind, title, fits string
	}
	found := map[string]file{}
	for _, f := range p.Guide {
		require.Len(t, f.Hash, 64)
		require.Equal(t, guided()["guide/"+f.Language+"/"+f.Name], string(f.Content))
		found[f.Language+"/"+f.Name] = file{f.Kind, f.Title, strings.Join(f.Fits, " ")}
	}
	require.Equal(t, map[string]file{
		"en/01-start.md":    {store.GuidePage, "Start here", "note home"},
		"en/02-more.md":     {store.GuidePage, "More", ""},
		"en/list.png":       {store.GuidePicture, "", ""},
		"zh-CN/01-start.md": {store.GuidePage, "从这里开始", ""},
		"zh-CN/list.webp":   {store.GuidePicture, "", ""},
	}, found)
	none, err := apppackage.Read(small(nil))
	require.NoError(t, err)
	require.Empty(t, none.Guide)
}

func TestReadRefusesGuides(t *testing.T) {
	t.Parallel()
	pages := map[string]string{}
	for n := range apppackage.MaxGuidePages + 1 {
		pages[fmt.Sprintf("guide/en/%02d-page.md", n)] = "# Page"
	}
	large := map[string]string{}
	for n := range 24 {
		large[fmt.Sprintf("guide/en/p%d.png", n)] = png + strings.Repeat("x", apppackage.MaxGuidePicture-len(png))
	}
	for name, test := range map[string]struct {
		files         map[string]string
		pointer, code string
	}{
		"no picture":         {map[string]string{"guide/en/a.png": "GIF89a"}, "/guide~1en~1a.png", "guide_picture"},
		"another picture":    {map[string]string{"guide/en/a.webp": png}, "/guide~1en~1a.webp", "guide_picture"},
		"markup":             {map[string]string{"guide/en/a.svg": "<svg/>"}, "/guide~1en~1a.svg", "guide_name"},
		"a page unnumbered":  {map[string]string{"guide/en/start.md": "# Start"}, "/guide~1en~1start.md", "guide_name"},
		"a strange language": {map[string]string{"guide/EN/01-start.md": "# Start"}, "/guide~1EN~101-start.md", "guide_name"},
		"no title":           {map[string]string{"guide/en/01-start.md": "Start\n# Start"}, "/guide~1en~101-start.md", "guide_title"},
		"an empty title":     {map[string]string{"guide/en/01-start.md": "# \nStart"}, "/guide~1en~101-start.md", "guide_title"},
		"about what":         {map[string]string{"guide/en/01-start.md": "# Start\n<!-- for: a customer -->"}, "/guide~1en~101-start.md", "guide_fits"},
		"no text":            {map[string]string{"guide/en/01-start.md": "# Start\n\xff"}, "/guide~1en~101-start.md", "guide_text"},
		"a missing picture":  {map[string]string{"guide/en/02-more.md": "# More\n![x](other.png)"}, "/guide~1en~102-more.md", "guide_picture_missing"},
		"a missing page":     {map[string]string{"guide/en/02-more.md": "# More\n[next](./03-rest.md#how)"}, "/guide~1en~102-more.md", "guide_link_missing"},
		"one of elsewhere":   {map[string]string{"guide/en/02-more.md": "# More\n![x](https://example.com/a.png)"}, "/guide~1en~102-more.md", "guide_picture_missing"},
		"of another tongue":  {map[string]string{"guide/en/02-more.md": "# More\n![x](list.webp)"}, "/guide~1en~102-more.md", "guide_picture_missing"},
		"a long page":        {map[string]string{"guide/en/02-more.md": "# More\n" + strings.Repeat("x", apppackage.MaxGuidePage)}, "/guide~1en~102-more.md", "guide_file_too_large"},
		"a large picture":    {map[string]string{"guide/en/list.png": png + strings.Repeat("x", apppackage.MaxGuidePicture)}, "/guide~1en~1list.png", "guide_file_too_large"},
		"too many pages":     {pages, "/guide~1en", "guide_pages"},
		"too much":           {large, "/guide", "guide_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := guided()
			maps.Copy(files, test.files)
			_, err := apppackage.Read(small(files))
			require.True(t, problem.Is(err, problem.Invalid), "%v", err)
			found := []string{}
			for _, d := range problem.As(err).Details {
				found = append(found, d.Pointer+" "+d.Code)
				for _, language := range []string{"en", "zh-CN"} {
					require.NotContains(t, problem.Message(language, d.Code, d.Params), "…", "a value is missing")
				}
			}
			require.Contains(t, found, test.pointer+" "+test.code)
		})
	}
}

// A guide at its limits fits into an archive, and comes back as it was.
func TestGuidesTravelInArchives(t *testing.T) {
	t.Parallel()
	files := guided()
	state := uint32(1)
	for n := range 20 {
		noise := make([]byte, apppackage.MaxGuidePicture-len(png))
		for i := range noise { // what no archive makes smaller
			state = state*1664525 + 1013904223
			noise[i] = byte(state >> 24)
		}
		files[fmt.Sprintf("guide/en/p%d.png", n)] = png + string(noise)
	}
	packed, err := collected(t, small(files)).Pack(nil)
	require.NoError(t, err)
	require.LessOrEqual(t, len(packed), apppackage.MaxArchive)
	source, err := (&apppackage.Installer{}).Sent(packed, true)
	require.NoError(t, err)
	require.Len(t, source.Package.Guide, 25)

	written, err := apppackage.Write(source.Package.Documents, "small")
	require.NoError(t, err)
	folder, err := written.WithGuide(source.Package.Guide).Open()
	require.NoError(t, err)
	again, err := apppackage.Read(folder)
	require.NoError(t, err)
	require.Equal(t, source.Package.Guide, again.Guide)
	require.True(t, slices.IsSortedFunc(again.Guide, func(a, b store.GuideFile) int { return strings.Compare(a.Language+a.Name, b.Language+b.Name) }))
}
