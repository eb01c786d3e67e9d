# The manual: "make help".
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run build test lint lint-go lint-web fmt verify bench scale evolve difftest acceptance crash publishcrash importcrash importlarge fuzz mcp clean

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
DATA    ?= ./data
LISTEN  ?= 127.0.0.1:8080
N       ?= 3000
DURATION ?= 10m
SEED     ?=

help: ## this manual
	@printf 'Mortise: build a business application without code.\n\nUsage: make TARGET\n\n'
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "  %-12s %s\n", $$1, $$2 }'
	@printf '\nVariables: DATA=%s (data folder of run), LISTEN=%s, N=%s (cases of difftest),\nDURATION=%s and SEED (of fuzz), PERF=FOLDER (measuring rig of bench).\n' '$(DATA)' '$(LISTEN)' '$(N)' '$(DURATION)'

run: ## install what is missing, build, and start with demonstration data; prints URL and accounts
	@.ci/need.sh postgresql pdffont
	@$(MAKE) --no-print-directory build
	@exec bin/mortise serve --listen '$(LISTEN)' --data '$(DATA)' --demo

build: ## the web client, when it has changed, and bin/mortise with it inside
	@.ci/web.sh build
	@go build -buildvcs=false -trimpath -ldflags '-s -w -X github.com/mortise-crm/mortise/engine/app.Version=$(VERSION)' -o bin/mortise ./engine/cmd/mortise

test: ## every test, on a throwaway PostgreSQL and in a real browser; leaves nothing running
	@.ci/need.sh postgresql chromium fonts pdffont
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@exec bin/withpostgres .ci/test.sh

lint: lint-go lint-web ## formatting, vet, architecture and words, web lint and types

lint-go:
	@unformatted=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); \
	  [ -z "$$unformatted" ] || { echo "not formatted (make fmt): $$unformatted"; exit 1; }
	@go vet ./...
	@go run ./engine/internal/importlint

lint-web:
	@[ ! -f web/package.json ] || { .ci/web.sh install && cd web && npm run --silent lint && npm run --silent typecheck; }

fmt: ## format Go and web sources
	@git ls-files -co --exclude-standard '*.go' | xargs gofmt -w
	@[ ! -f web/package.json ] || { .ci/web.sh install && cd web && npm run --silent format; }

verify: lint ## modules are tidy and unchanged, and generated files are fresh
	@go mod tidy -diff
	@go mod verify
	@go generate ./...
	@git diff --exit-code

bench: ## Go benchmarks; with PERF=FOLDER also the comparison of that measuring rig
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@bin/withpostgres go test -run '^$$' -bench . -benchmem ./engine/...
	@[ -z '$(PERF)' ] || '$(PERF)/run' limit pocketbase engine/bench/target

scale: build ## 1 M records, 10,000 users, 1,000 entities: pages, decisions, start and memory as promised
	@.ci/need.sh postgresql
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@MORTISE_SCALE=1 MORTISE_SCALE_BIN='$(CURDIR)/bin/mortise' bin/withpostgres go test -count=1 -timeout 20m -v ./engine/bench/scale

evolve: ## change a database of 1 M records under ten writers: what each change blocks, and that nothing is lost
	@.ci/need.sh postgresql
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@MORTISE_EVOLVE=1000000 bin/withpostgres go test -count=1 -timeout 60m -v -run ADatabaseChanges ./builder/publish/evolve

difftest: ## N random policies: full Rego = SQL = Go, and every known mutant is caught
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@MORTISE_DIFFTEST_N=$(N) bin/withpostgres go test -count=1 -timeout 60m -p 1 -run 'Differential|Mutant' ./engine/access/difftest ./builder/policygen -v

acceptance: build ## the milestone's promises by command line, curl and browser; ACCEPTANCE_DATA=FOLDER
	@.ci/need.sh postgresql chromium fonts pdffont
	@.ci/acceptance.sh

crash: build ## kill -9 the engine 20 times during writes: nothing acknowledged is lost
	@.ci/need.sh postgresql
	@.ci/crash.sh

publishcrash: ## kill -9 a publish 50 times: what stays is the old revision or the new one, whole
	@.ci/need.sh postgresql
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@MORTISE_PUBLISHCRASH=50 bin/withpostgres go test -count=1 -timeout 60m -v -run KilledLeavesNothing ./builder/publish/evolve

importcrash: ## kill -9 the server five times during an import of 200,000 rows: each is there once, and undone
	@.ci/need.sh postgresql
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@MORTISE_IMPORTCRASH=200000 bin/withpostgres go test -count=1 -timeout 60m -v -run 'KilledImport|SlowImport' ./engine/bench/importing

importlarge: ## import 1 M rows of 15 columns: rows/s and the memory that the server held
	@.ci/need.sh postgresql
	@mkdir -p bin && go build -buildvcs=false -o bin/withpostgres ./engine/internal/withpostgres
	@MORTISE_IMPORTLARGE=1000000 bin/withpostgres go test -count=1 -timeout 60m -v -run ImportsManyRows ./engine/bench/importing

fuzz: build ## requests made from the API's own document, valid and broken: none breaks the server; DURATION, SEED
	@.ci/need.sh postgresql pdffont
	@DURATION='$(DURATION)' SEED='$(SEED)' .ci/fuzz.sh

mcp: build ## the outside checks of the Model Context Protocol against a fresh server
	@.ci/need.sh postgresql
	@.ci/mcp.sh

clean: ## remove what was built; data stay
	@rm -rf bin web/dist/app web/node_modules sdk/typescript/node_modules sdk/typescript/dist web/test-results web/playwright-report
