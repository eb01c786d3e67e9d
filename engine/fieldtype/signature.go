package fieldtype

// signature holds what somebody has drawn with a pen, as a PNG.
var signature Type = newFile("signature", "image/png")
