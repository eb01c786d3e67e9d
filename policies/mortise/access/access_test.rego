package mortise.access_test

import rego.v2

import data.mortise.access

_read := {"action": "read", "entity": "customer"}

_create := {"action": "create", "entity": "customer"}

test_deny_without_grant if {
	not access.allow with input as _read
}

test_deny_without_policies_of_the_entity if {
	not access.allow with input as {"action": "read", "entity": "unknown"}
		with data.generated.customer.grant as {"own"}
}

test_deny_empty_input if {
	not access.allow with input as {}
		with data.generated.customer.grant as {"own"}
}

test_allow_with_one_grant if {
	access.allow with input as _read with data.generated.customer.grant as {"own"}
}

test_allow_with_grant_of_app_package if {
	access.allow with input as _read with data.app as {"education": {"customer": {"grant": {"class"}}}}
}

test_deny_with_grant_of_another_entity if {
	not access.allow with input as _read with data.app as {"education": {"student": {"grant": {"class"}}}}
}

test_deny_with_grant_of_custom_policy if {
	not access.allow with input as _read with data.custom as {"mine": {"grant": {"all"}}}
}

test_deny_with_grant_of_custom_policy_when_another_may_give if {
	not access.allow with input as _read
		with data.custom as {"mine": {"grant": {"all"}}}
		with data.entity.granting as ["other"]
}

test_allow_with_grant_of_custom_policy_that_may_give if {
	access.grants == {"all"} with input as _read
		with data.custom as {"mine": {"grant": {"all"}}, "other": {"grant": {"own"}}}
		with data.entity.granting as ["mine"]
}

test_allow_create_with_custom_policy_that_may_give if {
	access.allow with input as _create
		with data.custom as {"mine": {"grant": {"all"}, "result": {"all"}}}
		with data.entity.granting as ["mine"]
}

test_deny_create_with_result_of_custom_policy_that_may_not_give if {
	not access.allow with input as _create
		with data.generated.customer.grant as {"own"}
		with data.custom as {"mine": {"result": {"own"}}}
}

test_deny_with_restriction_of_custom_policy_that_may_give if {
	not access.allow with input as _read
		with data.custom as {"mine": {"grant": {"all"}, "restriction": {"hold"}}}
		with data.entity.granting as ["mine"]
}

_refusing := {
	"generated": {"generated": {"customer": {"grant": {"own"}, "restriction": {"hold"}}}},
	"app": {"generated": {"customer": {"grant": {"own"}}}, "app": {"education": {"customer": {"restriction": {"hold"}}}}},
	"custom": {"generated": {"customer": {"grant": {"own"}}}, "custom": {"mine": {"restriction": {"hold"}}}},
}

test_deny_with_restriction_whatever_is_granted[place] if {
	some place, policies in _refusing
	not access.allow with input as _read
		with data.generated as object.get(policies, "generated", {})
		with data.app as object.get(policies, "app", {})
		with data.custom as object.get(policies, "custom", {})
}

test_restrictions_name_what_refuses if {
	access.restrictions == {"hold", "hours"} with input as _read
		with data.generated.customer.restriction as {"hold"}
		with data.custom as {"mine": {"restriction": {"hours"}}}
}

test_allow_with_restriction_of_another_entity if {
	access.allow with input as _read
		with data.generated as {"customer": {"grant": {"own"}}, "student": {"restriction": {"hold"}}}
}

test_deny_create_without_result if {
	not access.allow with input as _create with data.generated.customer.grant as {"own"}
}

test_deny_create_when_result_is_of_another_grant if {
	not access.allow with input as _create
		with data.generated.customer.grant as {"own"}
		with data.generated.customer.result as {"all"}
}

test_allow_create_with_grant_and_result if {
	access.allow with input as _create
		with data.generated.customer.grant as {"own"}
		with data.generated.customer.result as {"own", "all"}
}

test_effective_needs_no_result_for_other_actions if {
	access.effective == {"own"} with input as _read with data.generated.customer.grant as {"own"}
}

test_grants_come_from_every_place if {
	access.grants == {"own", "class"} with input as _read
		with data.generated.customer.grant as {"own"}
		with data.app as {"education": {"customer": {"grant": {"class"}}}}
}

test_masks_come_from_every_place if {
	access.masks == {"phone", "class", "mine"} with input as _read
		with data.generated.customer.mask as {"phone"}
		with data.app as {"education": {"customer": {"mask": {"class"}}}}
		with data.custom as {"mine": {"mask": {"mine"}}}
}

test_results_come_from_app_packages_too if {
	access.results == {"own", "class"} with input as _create
		with data.generated.customer.result as {"own"}
		with data.app as {"education": {"customer": {"result": {"class"}}}}
}

test_obligations_come_from_every_place if {
	access.obligations == {"reason", "approval", "factor"} with input as _read
		with data.generated.customer.obligation as {"factor"}
		with data.app as {"education": {"customer": {"obligation": {"reason"}}}}
		with data.custom as {"mine": {"obligation": {"approval"}}}
}

test_obligations_of_another_entity_do_not_count if {
	count(access.obligations) == 0 with input as _read
		with data.generated as {"student": {"obligation": {"reason"}}}
		with data.app as {"education": {"student": {"obligation": {"reason"}}}}
}

test_deny_with_obligation_alone if {
	not access.allow with input as _read with data.generated.customer.obligation as {"reason"}
}

test_allow_with_obligation_beside_a_grant if {
	access.allow with input as _read
		with data.generated.customer as {"grant": {"own"}, "obligation": {"reason"}}
}
