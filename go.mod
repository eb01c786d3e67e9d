module github.com/mortise-crm/mortise

go 1.26.0
