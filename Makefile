# The few commands a person needs. Each installs what it lacks, says so, and works offline once set up.
SWIFT ?= swift
PREFIX ?= /usr/local
RELEASE_FLAGS = -c release --static-swift-stdlib --product sluice
RELEASE_BINARY = .build/release/sluice
BENCH_TOOLS = $(LIBRARIES) python3 python3-venv gcc binutils nginx-light golang-go \
    golang-github-aws-aws-sdk-go-v2-dev golang-github-mattn-go-sqlite3-dev valgrind
LIBRARIES = libncursesw5-dev libsqlite3-dev libcurl4-openssl-dev libssl-dev
SWIFT_SOURCES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources/Stages

.PHONY: demo build test lint format bench bench-terminal install clean
.DEFAULT_GOAL := build

## demo: sample database, embedded endpoint, a whole migration; nothing to configure
demo: build
	$(RELEASE_BINARY) demo

## build: the release binary, .build/release/sluice
build:
	@scripts/install-packages $(LIBRARIES)
	$(SWIFT) build $(RELEASE_FLAGS)
	@strip $(RELEASE_BINARY) 2>/dev/null || true

## test: every test, against real servers that the tests start themselves
test:
	@scripts/install-packages $(LIBRARIES) python3 python3-venv tmux
	@scripts/install-test-servers
	scripts/test

## lint: format, warnings as errors, the import table
lint:
	@scripts/install-packages $(LIBRARIES) python3
	$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_SOURCES)
	scripts/check-imports
	WARNINGS_AS_ERRORS=1 $(SWIFT) build --build-tests
	WARNINGS_AS_ERRORS=1 $(SWIFT) build --package-path Benchmarks --scratch-path .build/bench/swift

## format: rewrite the sources in the project's format
format:
	$(SWIFT) format format --in-place --recursive --parallel $(SWIFT_SOURCES)

## bench: speed and memory beside peers and bars (Benchmarks/bench --help: what there is, and how to run a part)
bench: build
	@scripts/install-packages $(BENCH_TOOLS)
	@scripts/install-test-servers
	Benchmarks/bench

## bench-terminal: the dashboard's bytes, processor, latency and memory, each beside its bar
bench-terminal: build
	@scripts/install-packages python3
	scripts/bench-terminal

## install: the binary and its completions under PREFIX (default /usr/local)
install: build
	install -D -m 0755 $(RELEASE_BINARY) $(DESTDIR)$(PREFIX)/bin/sluice
	install -d $(DESTDIR)$(PREFIX)/share/sluice/themes
	install -m 0644 themes/* $(DESTDIR)$(PREFIX)/share/sluice/themes
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(RELEASE_BINARY) --generate-completion-script bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/sluice
	$(RELEASE_BINARY) --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_sluice
	$(RELEASE_BINARY) --generate-completion-script fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/sluice.fish

clean:
	rm -rf .build .venv
