package fieldtype

// lookup is a field of a record that relations lead to (x-path).
var lookup = newComputed("lookup")
