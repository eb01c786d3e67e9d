package fieldtype

// rollup is one value made of the records that lead here (x-of).
var rollup = newComputed("rollup")
