# METADATA
# title: Access to one record
# description: |
#   Composes what the policies of one entity say about one record: any grant
#   allows, any restriction refuses, and without a grant the answer is no.
#   Policies come from three places. data.generated holds what administrators
#   drew, data.app what app packages ship, data.custom what administrators
#   wrote. A custom policy takes away; it gives only when data.entity.granting
#   names it.
package mortise.access

import rego.v2

# METADATA
# title: Grants that cover the record as it is
# scope: document
grants contains id if some id in data.generated[input.entity].grant

grants contains id if some id in data.app[_][input.entity].grant

grants contains id if {
	some name in data.entity.granting
	some id in data.custom[name].grant
}

# METADATA
# title: Grants that cover the record as it will be
# scope: document
results contains id if some id in data.generated[input.entity].result

results contains id if some id in data.app[_][input.entity].result

results contains id if {
	some name in data.entity.granting
	some id in data.custom[name].result
}

# METADATA
# title: Restrictions that refuse the action
# scope: document
restrictions contains id if some id in data.generated[input.entity].restriction

restrictions contains id if some id in data.app[_][input.entity].restriction

restrictions contains id if some id in data.custom[_].restriction

# METADATA
# title: Masks that hide a part of the record
# scope: document
masks contains id if some id in data.generated[input.entity].mask

masks contains id if some id in data.app[_][input.entity].mask

masks contains id if some id in data.custom[_].mask

# METADATA
# title: What must happen besides
# description: |
#   An obligation never allows and never refuses; what is allowed is done only
#   when the obligation is fulfilled.
# scope: document
obligations contains id if some id in data.generated[input.entity].obligation

obligations contains id if some id in data.app[_][input.entity].obligation

obligations contains id if some id in data.custom[_].obligation

# METADATA
# title: Grants that count
# description: A new record has only what it will be; any other has what it is.
# scope: document
effective contains id if {
	some id in grants
	not input.action == "create"
}

effective contains id if {
	some id in grants
	input.action == "create"
	id in results
}

# METADATA
# title: Whether the action is allowed
# scope: document
default allow := false

allow if {
	count(effective) > 0
	count(restrictions) == 0
}
