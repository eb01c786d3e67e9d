// Package apppackage reads app packages, the folders in which sets of
// definitions travel, and merges them into a workspace's set.
//
//	app.json                      the manifest
//	roles.json, choices.json      arrays of documents
//	menus.json, alerts.json       arrays of documents
//	entities/<name>/entity.json   the entity
//	entities/<name>/extend.json   fields for an entity of a package that it requires
//	entities/<name>/form.json     its form, or an array of them
//	entities/<name>/views.json    an array of views
//	entities/<name>/access.json   {"grants": […], "restrictions": […], "masks": […]}
//	seed/                         demo data, for who loads it
//	guide/<language>/             pages for its users, and their pictures
//
// A package carries its x-ids, so that the same entity has the same table
// wherever it is installed.
package apppackage
