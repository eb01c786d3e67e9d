package mortise.cells_test

import rego.v2

import data.mortise.cells

_entity := {
	"fields": ["amount", "name", "phone"],
	"grants": {
		"own": {"read": ["name", "phone"], "write": ["name", "phone"], "find": ["name"], "once": ["phone"]},
		"pool": {"read": ["name"], "write": [], "find": ["name", "amount"], "once": []},
		"owner": {"read": ["amount"], "write": ["amount", "phone"], "find": ["amount"], "once": []},
	},
	"masks": {
		"phone": {"fields": ["phone"], "show": "phone"},
		"tail": {"fields": ["phone", "amount"], "show": "tail"},
	},
}

_readable := {
	"no grant": {"grants": set(), "fields": set()},
	"one grant": {"grants": {"pool"}, "fields": {"name"}},
	"two grants": {"grants": {"pool", "owner"}, "fields": {"name", "amount"}},
	"unknown grant": {"grants": {"nonsense"}, "fields": set()},
}

test_readable[name] if {
	some name, case in _readable
	cells.readable(case.grants) == case.fields with data.entity as _entity
}

_writable := {
	"no grant": {"grants": set(), "given": set(), "fields": set()},
	"reading only": {"grants": {"pool"}, "given": set(), "fields": set()},
	"two grants": {"grants": {"own", "owner"}, "given": {"name"}, "fields": {"name", "phone", "amount"}},
	"once, while empty": {"grants": {"own"}, "given": {"name"}, "fields": {"name", "phone"}},
	"once, with a value": {"grants": {"own"}, "given": {"name", "phone"}, "fields": {"name"}},
	"once by one grant, always by another": {"grants": {"own", "owner"}, "given": {"phone"}, "fields": {"name", "phone", "amount"}},
}

test_writable[name] if {
	some name, case in _writable
	cells.writable(case.grants, case.given) == case.fields with data.entity as _entity
}

_findable := {
	"no grant": {"grants": set(), "fields": set()},
	"less than is readable": {"grants": {"own"}, "fields": {"name"}},
	"never more than is readable": {"grants": {"pool"}, "fields": {"name"}},
	"two grants": {"grants": {"own", "owner"}, "fields": {"name", "amount"}},
}

test_findable[name] if {
	some name, case in _findable
	cells.findable(case.grants) == case.fields with data.entity as _entity
}

test_unfindable_is_readable_and_nothing_else if {
	fields := cells.fields({"own"}, set(), set()) with data.entity as _entity
	fields.unfindable == {"phone"}
}

test_hidden_is_what_no_grant_includes if {
	cells.hidden({"pool"}) == {"amount", "phone"} with data.entity as _entity
}

test_hidden_is_all_without_grants if {
	cells.hidden(set()) == {"amount", "name", "phone"} with data.entity as _entity
}

_masked := {
	"no mask": {"grants": {"own"}, "masks": set(), "fields": {}},
	"one mask": {"grants": {"own"}, "masks": {"phone"}, "fields": {"phone": "phone"}},
	"mask of a hidden field": {"grants": {"pool"}, "masks": {"phone"}, "fields": {}},
	"masks that disagree": {"grants": {"own"}, "masks": {"phone", "tail"}, "fields": {"phone": "all"}},
	"two fields": {"grants": {"own", "owner"}, "masks": {"tail"}, "fields": {"phone": "tail", "amount": "tail"}},
	"unknown mask": {"grants": {"own"}, "masks": {"nonsense"}, "fields": {}},
}

test_masked[name] if {
	some name, case in _masked
	cells.masked(case.grants, case.masks) == case.fields with data.entity as _entity
}

test_fields_are_readonly_without_a_grant_that_writes if {
	fields := cells.fields({"own", "pool"}, set(), set()) with data.entity as _entity
	fields == {"hidden": {"amount"}, "masked": {}, "readonly": set(), "unfindable": {"phone"}}
}

test_fields_of_the_pool_are_readonly if {
	fields := cells.fields({"pool"}, set(), set()) with data.entity as _entity
	fields.readonly == {"name"}
}
