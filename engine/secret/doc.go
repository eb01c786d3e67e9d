// Package secret keeps the values of secret fields: encrypted with a data key
// of the workspace (AES-256-GCM), which is encrypted in turn with a master key
// that is not in the database. A sealed text is bound to the place where it
// stands; copied to another record or field it cannot be opened.
//
// It knows nothing of records, access or who asks: whoever calls Open has to.
package secret
