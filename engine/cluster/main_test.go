package cluster

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"testing"
)

// engineCommand makes the test binary play an engine that is going to be killed.
const engineCommand = "play-engine"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case Command:
			leave(Supervise(os.Args[2:]))
		case engineCommand:
			leave(playEngine(os.Args[2], os.Args[3]))
		}
	}
	os.Exit(m.Run())
}

func leave(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// playEngine runs a cluster, says so, and stops it in order when stdin ends.
func playEngine(dir, moveTo string) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	c, err := Start(context.Background(), Options{DataDir: dir, Log: log, Throwaway: true, moveTo: moveTo})
	if err != nil {
		return err
	}
	fmt.Println(c.DSN())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return c.Stop(context.Background())
}
