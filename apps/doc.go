// Package apps exports the app packages that ship with Mortise as files.
//
// Each folder is one app package, written as data: app.json, roles.json and
// entities/<name>/{entity,form,views,access}.json. Package core holds what the
// engine itself needs (user, department, role, user_role); the others are
// built with nothing that a customer could not use. No Go code here knows what
// is in the files.
package apps
