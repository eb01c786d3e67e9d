package mortise.access

import rego.v2

import data.mortise.cells

# METADATA
# title: The decision about one record
# description: Ids only, so that every answer can be explained.
# entrypoint: true
decision := {
	"allow": allow,
	"grants": grants,
	"results": results,
	"restrictions": restrictions,
	"fields": cells.fields(effective, masks),
	"obligations": obligations,
}
