// Package importing imports files with the server as it runs for users, a
// process of its own: killed while it works, and with many rows. Its tests say
// what is promised of both.
package importing
