package app

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/mortise-crm/mortise/apps"
)

// demoAccount is a user of the demo data who can sign in.
type demoAccount struct {
	Email    string   `json:"email"`
	Password string   `json:"_password"`
	Roles    []string `json:"_roles"`
}

// demoAccounts lists them in the order of the demo data.
func demoAccounts() ([]demoAccount, error) {
	files, err := fs.Glob(apps.Files, demoPackage+"/seed/*_user.json")
	if err != nil {
		return nil, err
	}
	var accounts []demoAccount
	for _, file := range files {
		text, err := fs.ReadFile(apps.Files, file)
		if err != nil {
			return nil, err
		}
		var users []demoAccount
		if err := json.Unmarshal(text, &users); err != nil {
			return nil, fmt.Errorf("read the demo accounts: %w", err)
		}
		for _, user := range users {
			if user.Password != "" {
				accounts = append(accounts, user)
			}
		}
	}
	return accounts, nil
}
