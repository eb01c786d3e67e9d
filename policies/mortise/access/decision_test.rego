package mortise.access_test

import rego.v2

import data.mortise.access

_entity := {
	"fields": ["name", "phone"],
	"grants": {
		"own": {"read": ["name", "phone"], "write": ["name"], "find": ["name", "phone"], "once": ["name"]},
		"pool": {"read": ["name"], "write": [], "find": [], "once": []},
	},
	"masks": {"phone": {"fields": ["phone"], "show": "phone"}},
}

test_decision_of_nobody_hides_all if {
	access.decision == {
		"allow": false,
		"grants": set(),
		"results": set(),
		"restrictions": set(),
		"fields": {"hidden": {"name", "phone"}, "masked": {}, "readonly": set(), "unfindable": set()},
		"obligations": set(),
	} with input as _read with data.entity as _entity
}

test_decision_names_grants_and_cells if {
	access.decision == {
		"allow": true,
		"grants": {"own"},
		"results": set(),
		"restrictions": set(),
		"fields": {"hidden": set(), "masked": {"phone": "phone"}, "readonly": {"phone"}, "unfindable": set()},
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
	decision.fields == {"hidden": {"phone"}, "masked": {}, "readonly": {"name"}, "unfindable": {"name"}}
}

_writes_once := {
	"empty": {"action": "update", "record": {}, "readonly": {"phone"}},
	"no record": {"action": "update", "readonly": {"phone"}},
	"given": {"action": "update", "record": {"name": "Li"}, "readonly": {"name", "phone"}},
	"given as false": {"action": "update", "record": {"name": false}, "readonly": {"name", "phone"}},
	"new": {"action": "create", "record": {"name": "Li"}, "readonly": {"phone"}},
}

test_decision_closes_a_field_that_is_written_once[name] if {
	some name, case in _writes_once
	decision := access.decision with input as object.union({"entity": "customer"}, object.remove(case, ["readonly"]))
		with data.entity as _entity
		with data.generated.customer as {"grant": {"own"}, "result": {"own"}}
	decision.fields.readonly == case.readonly
}
