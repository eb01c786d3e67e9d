package identity_test

import (
	"testing"

	"github.com/mortise-crm/mortise/engine/identity"
)

// BenchmarkPrincipal is what each request pays for knowing who asks.
func BenchmarkPrincipal(b *testing.B) {
	w := setup(b)
	w.member(b, "anna", "salesperson")
	in := w.signIn(b, "anna", identity.KindCookie)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.service.Principal(b.Context(), in.Token); err != nil {
			b.Fatal(err)
		}
	}
}
