package fieldtype

// formula is an expression over the record (x-expr).
var formula = newComputed("formula")
