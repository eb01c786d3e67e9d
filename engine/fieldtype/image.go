package fieldtype

// pictures are the images that every browser draws and that run nothing.
var pictures = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// image holds a picture.
var image Type = newFile("image", pictures...)
