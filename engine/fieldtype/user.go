package fieldtype

// user holds the id of a user.
var user Type = newReference("user")
