package cluster

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

// Command is the first argument of a supervisor process. Main gives what
// follows it to Supervise; it is not for people.
const Command = "supervise-postgres"

// guardFile is the lock that the engine hands over.
const guardFile = 3

// step is one signal of a shutdown, sent when the time since its start has come.
type step struct {
	after  time.Duration
	signal syscall.Signal
}

// PostgreSQL's signals: INT ends sessions and writes a checkpoint, QUIT leaves
// the rest to crash recovery. Neither loses a commit.
var (
	orderly = []step{{0, syscall.SIGINT}, {60 * time.Second, syscall.SIGQUIT}, {62 * time.Second, syscall.SIGKILL}}
	quick   = []step{{0, syscall.SIGINT}, {2 * time.Second, syscall.SIGQUIT}, {3500 * time.Millisecond, syscall.SIGKILL}}
)

// Supervise runs PostgreSQL as a child until the engine asks for its end or is
// gone. It must be called from main's goroutine and is the whole life of its
// process.
func Supervise([]string) error {
	runtime.LockOSThread() // Linux ties the child's death signal to this thread
	syscall.CloseOnExec(guardFile)
	ignore := make(chan os.Signal, 1)
	signal.Notify(ignore, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	orders := bufio.NewReader(os.Stdin)
	line, err := orders.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("%s is started by the engine, not by hand: %w", Command, err)
	}
	var j job
	if err := json.Unmarshal(line, &j); err != nil || len(j.Command) == 0 {
		return fmt.Errorf("%s got no job: %w", Command, err)
	}
	log, err := openLog(j.Log)
	if err != nil {
		return err
	}
	cmd := j.command(log)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	debug.FreeOSMemory() // it only waits from here on
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	return attend(cmd.Process, exited, listen(orders))
}

// command is PostgreSQL as a child that dies with this process.
func (j job) command(log *rotatingLog) *exec.Cmd {
	cmd := exec.Command(j.Command[0], j.Command[1:]...)
	cmd.Dir, cmd.Env = j.Dir, j.Env
	cmd.Stdout, cmd.Stderr = log, log
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = account{uid: j.UID, gid: j.GID, other: j.Other}.attributes()
	dieWithParent(cmd.SysProcAttr)
	return cmd
}

// listen turns the pipe into shutdowns; the last one is always the quick one.
func listen(orders *bufio.Reader) <-chan []step {
	shutdowns := make(chan []step)
	go func() {
		for {
			order, err := orders.ReadByte()
			if err != nil {
				shutdowns <- quick
				return
			}
			if order == stopOrder {
				shutdowns <- orderly
			}
		}
	}()
	return shutdowns
}

// attend waits for PostgreSQL to end and sends it the signals of the shutdown
// that was ordered last.
func attend(process *os.Process, exited <-chan error, shutdowns <-chan []step) error {
	var steps []step
	var begun time.Time
	var next <-chan time.Time
	for {
		select {
		case err := <-exited:
			if begun.IsZero() && err == nil {
				return errors.New("PostgreSQL ended by itself")
			}
			return err
		case steps = <-shutdowns:
			begun, next = time.Now(), time.After(0)
		case <-next:
			if err := process.Signal(steps[0].signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
				return fmt.Errorf("stop PostgreSQL: %w", err)
			}
			if steps, next = steps[1:], nil; len(steps) > 0 {
				next = time.After(time.Until(begun.Add(steps[0].after)))
			}
		}
	}
}
