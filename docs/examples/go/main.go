// Command purchases shows what a program does with the Go client: typed records
// made by "mortise generate", pages, retries, problems by kind, and what changes
// as it happens. MORTISE_URL and MORTISE_TOKEN say where and as whom.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"example.test/purchases/records"
	"github.com/mortise-crm/mortise/sdk/go/mortise"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := mortise.New(os.Getenv("MORTISE_URL"), mortise.WithToken(os.Getenv("MORTISE_TOKEN")), mortise.WithRetries(3))
	if err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, c); err != nil {
		log.Fatal(err)
	}
	fmt.Println("done")
}

func run(ctx context.Context, c *mortise.Client) error {
	purchases, batch := records.PurchaseRecords(c), "GO-"+rand.Text()[:6]
	text := func(s string) *string { return &s }

	// Made once, however often a lost answer makes the client ask again.
	first, err := purchases.Create(ctx, records.Purchase{Number: text(batch + "-1"), Status: text("new")})
	if err != nil {
		return fmt.Errorf("create: %w", err)
	}

	// The same number again: a problem of a kind, with the field in its details.
	_, err = purchases.Create(ctx, records.Purchase{Number: text(batch + "-1")})
	if p, ok := mortise.AsProblem(err); !ok || len(p.Errors) == 0 || p.Errors[0].Pointer != "/number" {
		return fmt.Errorf("a second purchase of one number: %v", err)
	}

	// Several at once, all of them or none.
	if _, err := c.Batch(ctx,
		mortise.Operation{Action: "create", Entity: "purchase", Fields: mortise.Record{"number": batch + "-2", "status": "new"}},
		mortise.Operation{Action: "upsert", Entity: "purchase", Key: []string{"number"}, Fields: mortise.Record{"number": batch + "-1", "paid": true}},
	); err != nil {
		return fmt.Errorf("batch: %w", err)
	}

	// Every page of a list.
	count := 0
	for one, err := range purchases.All(ctx, mortise.ListOptions{Filter: fmt.Sprintf("number startsWith %q", batch), Limit: 1}) {
		if err != nil {
			return fmt.Errorf("list: %w", err)
		}
		fmt.Println(*one.Number, one.Paid != nil && *one.Paid)
		count++
	}
	if count != 2 {
		return fmt.Errorf("%d purchases, want 2", count)
	}

	if _, err := purchases.Get(ctx, "00000000-0000-7000-8000-000000000000"); !errors.Is(err, mortise.ErrNotFound) {
		return fmt.Errorf("what is not there: %w", err)
	}
	return listen(ctx, purchases, first.ID)
}

// listen changes a purchase as soon as it is told of changes, and ends with the
// first one.
func listen(ctx context.Context, purchases mortise.Typed[records.Purchase], id string) error {
	for event, err := range purchases.LiveRecord(ctx, id, mortise.LiveOptions{}) {
		switch {
		case err != nil:
			return fmt.Errorf("listen: %w", err)
		case event.Kind == mortise.LiveReady:
			sent := "sent"
			if _, err := purchases.Update(ctx, id, 0, records.Purchase{Status: &sent}); err != nil {
				return fmt.Errorf("update: %w", err)
			}
		case event.Kind == mortise.LiveChanged && event.Record.Text("status") == "sent":
			return nil
		}
	}
	return errors.New("the stream ended")
}
