// Package guide answers with the guides that app packages bring for their
// users: pages in Markdown, and the pictures that these show. Everybody who is
// signed in may read all of them; nothing of the workspace's records is in them.
package guide
