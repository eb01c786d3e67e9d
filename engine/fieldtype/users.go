package fieldtype

// users holds the ids of any number of users.
var users Type = newRelations("users")
