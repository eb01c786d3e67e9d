package fieldtype

// department holds the id of a department.
var department Type = newReference("department")
