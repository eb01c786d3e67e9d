module example.test/hooks

go 1.26.0

require github.com/mortise-crm/mortise v0.0.0

// A checkout of the product; an extension elsewhere names a version instead.
replace github.com/mortise-crm/mortise => ../../..
