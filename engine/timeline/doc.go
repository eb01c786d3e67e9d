// Package timeline tells what happened around a record, in one stream: its
// changes, what people say about it, tasks, files, shares, and records that
// hang on it, such as follow-ups. It also takes what people say: comments, with
// the users whom they mention and files.
//
// Each item is read under its own access, as it is now. The package decides
// nothing itself: package record does, and what is written beside a record goes
// through it, too.
package timeline
