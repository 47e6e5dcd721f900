# make run, make test, make demo: each installs what is missing, says what it does, and can be interrupted and run again.

# Where cargo builds, and where the models that ship with Dictum are, for programs run from a build.
TARGET := $(or $(CARGO_TARGET_DIR),target)
export DICTUM_MODELS_DIR := $(CURDIR)/models

.PHONY: help run demo test lint bench bindings graphics setup ui build

help:
	@echo 'make run     build Dictum and open its window (without a display: make demo)'
	@echo 'make demo    the whole job without a window, on the sample consult'
	@echo 'make test    every test, end to end included'
	@echo 'make lint    formats, lints, types, licences'
	@echo 'make bench   the figures, on this machine'

run: build
	@scripts/run.sh

demo: build
	@$(TARGET)/debug/dictum demo --out out

test:
	@scripts/setup.sh test
	@scripts/test.sh

lint: setup
	@scripts/lint.sh

bench:
	@scripts/setup.sh bench
	@scripts/bench.sh

# Writes the types of the commands and events into the interface's sources.
bindings: setup
	DICTUM_WRITE_BINDINGS=1 cargo test -q --workspace --bin dictum-desktop the_bindings

# Builds the programs that run models once more, for a graphics card: make graphics API=vulkan (or cuda, or metal).
graphics:
	@scripts/graphics.sh $(API)

setup:
	@scripts/setup.sh run

ui: setup
	@scripts/ui.sh build

build: ui
	@echo '== Building the workers and the app'
	@cargo build --workspace
