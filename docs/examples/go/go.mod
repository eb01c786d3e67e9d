module example.test/purchases

go 1.26.0

require github.com/mortise-crm/mortise v0.0.0

// A checkout of the product; a program elsewhere names a version instead.
replace github.com/mortise-crm/mortise => ../../..
