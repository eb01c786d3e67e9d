package cluster

import (
	"fmt"
	"os"
	"path/filepath"
)

// settingsFile is rewritten at every start and read by postgresql.conf.
const settingsFile = "mortise.conf"

// commonSettings suit a small machine: little memory while idle, no lost
// commits, no values of records in the log.
const commonSettings = `# Written by Mortise at every start. Put your own settings at the end of postgresql.conf.
max_connections = 60
shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
random_page_cost = 1.1
huge_pages = off
jit = off
max_worker_processes = 4
max_parallel_workers = 2
max_parallel_workers_per_gather = 1
max_logical_replication_workers = 0
min_wal_size = 48MB
max_wal_size = 1GB
temp_file_limit = 4GB
idle_in_transaction_session_timeout = 5min
max_locks_per_transaction = 256
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
logging_collector = off
log_destination = 'stderr'
log_line_prefix = '%m [%p] '
log_checkpoints = off
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
`

const durable = `fsync = on
full_page_writes = on
synchronous_commit = on
`

const throwaway = `fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
max_connections = 200
wal_level = minimal
max_wal_senders = 0
checkpoint_timeout = 1h
bgwriter_lru_maxpages = 0
`

// settings is the text of settingsFile.
func settings(forTests bool) string {
	if forTests {
		return commonSettings + throwaway
	}
	return commonSettings + durable
}

// hostRules allow passwords over the Unix socket, and nothing else.
const hostRules = `# Written by Mortise when the database was made.
local all all scram-sha-256
`

// configure completes a new cluster's configuration.
func (c *Cluster) configure(dir string) error {
	path := filepath.Join(dir, "postgresql.conf")
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the new configuration: %w", err)
	}
	include := "\n# Settings of Mortise; what follows them wins.\ninclude = '" + settingsFile + "'\n"
	if err := c.writeFile(path, string(text)+include); err != nil {
		return err
	}
	if err := c.writeFile(filepath.Join(dir, "pg_hba.conf"), hostRules); err != nil {
		return err
	}
	return c.writeFile(filepath.Join(dir, settingsFile), settings(c.options.Throwaway))
}
