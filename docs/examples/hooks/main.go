// Command mortise-greeting is Mortise with one extension.
package main

import (
	"example.test/hooks/greeting"
	"github.com/mortise-crm/mortise/engine/app"
	"github.com/mortise-crm/mortise/engine/cmd/command"
)

func main() { command.Main(app.With(greeting.New())) }
