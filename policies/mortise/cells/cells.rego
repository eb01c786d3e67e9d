# METADATA
# title: Cells of one record
# description: |
#   Which fields a caller may read, write and find records by, given the grants
#   that cover the record, the masks that apply to it and the fields that have a
#   value. data.entity says which fields each grant and each mask holds.
package mortise.cells

import rego.v2

# METADATA
# title: What is to know about the fields
# description: Fields in none of the four are readable, writable and findable.
fields(grants, masks, given) := {
	"hidden": hidden(grants),
	"masked": masked(grants, masks),
	"readonly": readable(grants) - writable(grants, given),
	"unfindable": readable(grants) - findable(grants),
}

# METADATA
# title: Fields that one of the grants lets read
readable(grants) := {field |
	some id in grants
	some field in data.entity.grants[id].read
}

# METADATA
# title: Fields that one of the grants lets write
# description: A grant that lets write a field once does so while it is empty.
writable(grants, given) := {field |
	some id in grants
	some field in data.entity.grants[id].write
	not _closed(id, field, given)
}

_closed(id, field, given) if {
	field in data.entity.grants[id].once
	field in given
}

# METADATA
# title: Fields that one of the grants lets read and find records by
findable(grants) := {field |
	some id in grants
	some field in data.entity.grants[id].find
	field in data.entity.grants[id].read
}

# METADATA
# title: Fields that no grant lets read
hidden(grants) := {field | some field in data.entity.fields} - readable(grants)

# METADATA
# title: Readable fields shown in part, with the pattern
masked(grants, masks) := {field: _pattern(field, masks) |
	some field in readable(grants)
	_patterns(field, masks) != set()
}

_patterns(field, masks) := {data.entity.masks[id].show |
	some id in masks
	field in data.entity.masks[id].fields
}

# Masks that disagree hide the whole value.
_pattern(field, masks) := "all" if count(_patterns(field, masks)) > 1

_pattern(field, masks) := pattern if {
	count(_patterns(field, masks)) == 1
	some pattern in _patterns(field, masks)
}
