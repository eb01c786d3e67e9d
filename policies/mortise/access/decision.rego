package mortise.access

import rego.v2

import data.mortise.cells

# METADATA
# title: Fields that have a value on the record as it is
# description: A record that is only coming to be has none yet.
# scope: document
given contains field if {
	some field in object.keys(object.get(input, "record", {}))
	not input.action in {"create", "import"}
}

# METADATA
# title: The decision about one record
# description: Ids only, so that every answer can be explained.
# entrypoint: true
decision := {
	"allow": allow,
	"grants": grants,
	"results": results,
	"restrictions": restrictions,
	"fields": cells.fields(effective, masks, given),
	"obligations": obligations,
}
