package fieldtype

// number is an exact decimal number.
var number Type = newNumeric("number")
