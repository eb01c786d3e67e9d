package file

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/gif" // decodes
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"gocloud.dev/gcerrors"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // decodes

	"github.com/mortise-crm/mortise/engine/problem"
)

// Limits of pictures of which thumbnails are made, documented in the API. A
// pixel takes up to eight bytes while its picture is decoded, and one is decoded
// at a time.
const (
	maxPixels  = 24_000_000
	maxPicture = 25 << 20 // bytes
)

// thumbnailSizes are the lengths of the longer side, in pixels.
var thumbnailSizes = []int{64, 128, 256, 512}

// drawable are the media types that can be decoded.
var drawable = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// Picture is a content in memory.
type Picture struct {
	MediaType string
	Content   []byte
}

// Thumbnail gives a small form of a picture, at most size pixels wide and high.
// It is made once and kept beside the content, with which it goes.
func (s *Service) Thumbnail(ctx context.Context, key, mediaType string, bytes int64, size int) (Picture, error) {
	switch {
	case s.Bucket == nil:
		return Picture{}, problem.New(problem.Unavailable, "files_unavailable")
	case !slices.Contains(thumbnailSizes, size):
		return Picture{}, problem.InvalidAt("?size", "not_an_option", map[string]any{"options": "64, 128, 256, 512"})
	case !slices.Contains(drawable, mediaType) || bytes > maxPicture:
		return Picture{}, problem.New(problem.Invalid, "no_thumbnail")
	}
	small := fmt.Sprintf("%s%st%d", key, beside, size)
	if p, err := s.Bucket.picture(ctx, small); err != nil || p.Content != nil {
		return p, err
	}
	select { // a picture in memory is large: one at a time
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return Picture{}, problem.Wrap(problem.Unavailable, "files_unavailable", ctx.Err())
	}
	r, err := s.Bucket.read(ctx, key, 0, bytes)
	if err != nil {
		return Picture{}, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	defer r.Close()
	p, err := shrink(io.LimitReader(r, maxPicture), size)
	if err != nil {
		return Picture{}, problem.Wrap(problem.Invalid, "no_thumbnail", err)
	}
	if err := s.Bucket.put(ctx, small, p.MediaType, p.Content); err != nil {
		return Picture{}, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	return p, nil
}

// picture reads a small content; none when it is not there.
func (b *Bucket) picture(ctx context.Context, key string) (Picture, error) {
	content, err := b.bucket.ReadAll(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return Picture{}, nil
	}
	if err != nil {
		return Picture{}, problem.Wrap(problem.Unavailable, "files_unavailable", err)
	}
	return Picture{Detect(content), content}, nil
}

// shrink makes a picture small: a JPEG, or a PNG where it may be seen through.
// Its size is known from its first bytes, before it is decoded.
func shrink(content io.Reader, size int) (p Picture, err error) {
	defer func() {
		if e := recover(); e != nil { // a decoder met what it was not made for
			err = fmt.Errorf("decode a picture: %v", e)
		}
	}()
	var head bytes.Buffer
	config, format, err := image.DecodeConfig(io.TeeReader(content, &head))
	if err != nil {
		return p, err
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return p, fmt.Errorf("a picture of %d by %d pixels is too large", config.Width, config.Height)
	}
	full, _, err := image.Decode(io.MultiReader(&head, content))
	if err != nil {
		return p, err
	}
	small := image.NewRGBA(fitting(full.Bounds(), size))
	draw.BiLinear.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if format == "jpeg" || small.Opaque() {
		err = jpeg.Encode(&out, small, &jpeg.Options{Quality: 80})
		return Picture{"image/jpeg", out.Bytes()}, err
	}
	err = png.Encode(&out, small)
	return Picture{"image/png", out.Bytes()}, err
}

// fitting keeps the proportions; no picture grows.
func fitting(full image.Rectangle, size int) image.Rectangle {
	w, h := full.Dx(), full.Dy()
	if longer := max(w, h); longer > size {
		w, h = max(1, w*size/longer), max(1, h*size/longer)
	}
	return image.Rect(0, 0, w, h)
}
