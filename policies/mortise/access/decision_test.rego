package mortise.access_test

import rego.v2

import data.mortise.access

_entity := {
	"fields": ["name", "phone"],
	"grants": {"own": {"read": ["name", "phone"], "write": ["name"]}, "pool": {"read": ["name"], "write": []}},
	"masks": {"phone": {"fields": ["phone"], "show": "phone"}},
}

test_decision_of_nobody_hides_all if {
	access.decision == {
		"allow": false,
		"grants": set(),
		"results": set(),
		"restrictions": set(),
		"fields": {"hidden": {"name", "phone"}, "masked": {}, "readonly": set()},
		"obligations": set(),
	} with input as _read with data.entity as _entity
}

test_decision_names_grants_and_cells if {
	access.decision == {
		"allow": true,
		"grants": {"own"},
		"results": set(),
		"restrictions": set(),
		"fields": {"hidden": set(), "masked": {"phone": "phone"}, "readonly": {"phone"}},
		"obligations": set(),
	} with input as _read
		with data.entity as _entity
		with data.generated.customer as {"grant": {"own"}, "mask": {"phone"}}
}

test_decision_of_restricted_record_says_no_and_why if {
	decision := access.decision with input as _read
		with data.entity as _entity
		with data.generated.customer as {"grant": {"own"}, "restriction": {"hold"}}
	not decision.allow
	decision.restrictions == {"hold"}
}

test_decision_of_pool_hides_what_only_own_includes if {
	decision := access.decision with input as _read
		with data.entity as _entity
		with data.generated.customer.grant as {"pool"}
	decision.fields == {"hidden": {"phone"}, "masked": {}, "readonly": {"name"}}
}
