package fieldtype

// relation holds the id of a record of the entity that the field names.
var relation Type = newReference("relation")
