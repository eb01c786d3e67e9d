// Command mortise is the server and the command line of Mortise.
package main

import "github.com/mortise-crm/mortise/engine/cmd/command"

func main() { command.Main() }
