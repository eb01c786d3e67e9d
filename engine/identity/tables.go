package identity

import "github.com/mortise-crm/mortise/engine/store"

// CoreTables names the tables and columns of users, roles and assignments, for
// packages that ask the store about them.
func CoreTables() store.CoreTables { return coreTables }
