package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	problems, err := lint(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, p := range problems {
		fmt.Println(p)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}

// lint looks at every source file below root and gives all problems in order.
func lint(root string) ([]string, error) {
	files, err := sources(root)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, f := range files {
		problems = append(problems, f.length()...)
		problems = append(problems, f.leftUndone()...)
		problems = append(problems, f.tradeWords()...)
		found, err := f.imports()
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	slices.Sort(problems)
	return problems, nil
}
