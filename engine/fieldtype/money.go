package fieldtype

// money is an amount. Its currency is the field's, not the record's.
var money Type = newNumeric("money")
