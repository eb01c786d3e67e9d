package app

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/mortise-crm/mortise/apps"
	"github.com/mortise-crm/mortise/engine/identity"
)

// demoPackage is the app package that shows what can be built.
const demoPackage = apps.Demo

// account is a user of a package's demo data who can sign in.
type account struct {
	Name     string   `json:"name"`
	Email    string   `json:"email"`
	Password string   `json:"_password"`
	Roles    []string `json:"_roles"`
}

// demoAccounts reads who can sign in with a package's demo data.
func demoAccounts(name string) ([]account, error) {
	files, err := fs.Glob(apps.Files, name+"/seed/*_user.json")
	if err != nil || len(files) == 0 {
		return nil, err
	}
	b, err := fs.ReadFile(apps.Files, files[0])
	if err != nil {
		return nil, err
	}
	var all []account
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", files[0], err)
	}
	return slices.DeleteFunc(all, func(a account) bool { return a.Password == "" }), nil
}

// demoAdministrator is the first administrator when nobody says otherwise.
func demoAdministrator() identity.Administrator {
	all, err := demoAccounts(demoPackage)
	if err != nil || len(all) == 0 {
		return identity.Administrator{}
	}
	return identity.Administrator{Name: all[0].Name, Email: all[0].Email, Password: all[0].Password}
}

// loading tells how far demo data is, of the files that take more than a batch:
// each second, and at their end.
func loading(out io.Writer) func(entity string, done, total int) {
	told := time.Now()
	return func(entity string, done, total int) {
		if total <= seedBatch || done < total && time.Since(told) < time.Second {
			return
		}
		told = time.Now()
		fmt.Fprintf(out, "  %s: %d of %d records\n", entity, done, total)
	}
}

func printAccounts(out io.Writer, name string) error {
	all, err := demoAccounts(name)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "  Accounts of the demo data:")
	for _, a := range all {
		fmt.Fprintf(out, "    %-24s password %-16s %s\n", a.Email, a.Password, strings.Join(a.Roles, ", "))
	}
	return nil
}
