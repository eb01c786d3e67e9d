package app

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/mortise-crm/mortise/engine/problem"
)

// seedError is what is wrong with demo data by itself, for its author.
type seedError struct{ text string }

func (e *seedError) Error() string { return e.text }

func wrongSeed(format string, args ...any) error { return &seedError{fmt.Sprintf(format, args...)} }

func asWrong(err error) error {
	if err == nil {
		return nil
	}
	return &seedError{err.Error()}
}

// recordError is an error of one record of a file, counted from 1.
type recordError struct {
	line int
	err  error
}

func (e *recordError) Error() string { return fmt.Sprintf("record %d: %v", e.line, e.err) }
func (e *recordError) Unwrap() error { return e.err }

// seedProblem tells what is wrong with a file of demo data, and in which record.
// What is nobody's fault but the server's stays as it is.
func seedProblem(file string, err error) error {
	at := "/seed~1" + file
	var r *recordError
	if errors.As(err, &r) {
		at += "/" + strconv.Itoa(r.line-1)
	}
	var wrong *seedError
	if errors.As(err, &wrong) {
		var list problem.List
		list.Add(at, "demo_record", "text", err.Error())
		return list.Err()
	}
	p := problem.As(err)
	if p.Kind == problem.Internal || p.Kind == problem.Unavailable {
		return fmt.Errorf("demo data %s: %w", file, err)
	}
	list := problem.List{}
	for _, d := range p.Details {
		if !strings.HasPrefix(d.Pointer, "/") && d.Pointer != "" {
			d.Pointer = "/" + d.Pointer
		}
		d.Pointer = at + d.Pointer
		list = append(list, d)
	}
	if len(list) == 0 {
		list = problem.List{{Pointer: at, Code: p.Code, Params: p.Params}}
	}
	return list.Err()
}
