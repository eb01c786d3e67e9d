// Package webhook sends signed messages about changed records to addresses
// that users have entered as records of the core entity of webhooks.
//
// The changes of a workspace that has active webhooks are read below the oldest
// running transaction, and made into deliveries in the transaction that moves
// the position on: each change once. What a message holds is decided when it is
// sent, by what the webhook's owner may see then; nothing of it is kept.
//
// Addresses come from users, so connections go to public addresses only,
// whatever a name resolves to, and follow no redirects.
package webhook
