.PHONY: help run test check format bench messaging crash startup profile filters mixed invoices envelope mutants observe image cluster previous clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## Build, start PostgreSQL, migrate, fill an empty database, serve
	@ops/run.sh

test: ## Build and run every test on a throw-away PostgreSQL
	@ops/test.sh

check: ## What CI does: the tests and the format check
	@.ci/run

format: ## Format the C# code
	dotnet tool restore
	dotnet csharpier format .

bench: ## Measure the service under load
	@bench/run.sh

messaging: ## Measure how events are carried and handled
	@bench/messaging.sh

crash: ## Kill the process at every point of an event's way, 200 times and more
	@CRASH_KILLS=$${CRASH_KILLS:-120} dotnet test tests/Messaging.Tests -c Release --filter FullyQualifiedName~CrashStories --logger 'console;verbosity=normal'

startup: ## Measure how fast the service comes to speed, built in three ways
	@bench/startup.sh

profile: ## Record which ways the code takes under load, for the image
	@bench/profile.sh

filters: ## Ask every combination of filters on 1,000,000 orders
	@bench/filters.sh

mixed: ## Measure reads, lists, orders and submissions at the same time, with a thousand orders and with 1,000,000
	@bench/mixed.sh

invoices: ## Measure how fast invoices of twenty lines are registered and matched
	@bench/invoices.sh

envelope: ## Run the service in 256 MiB and half a CPU under load (as root)
	@bench/envelope.sh

mutants: ## Change the domains of Purchasing and Invoicing in hundreds of places, and tell which changes their tests let pass
	@dotnet tool restore
	@for module in $${MODULE:-Purchasing Invoicing}; do \
		(cd tests/$$module.Tests && dotnet stryker --output ../../artifacts/mutants/$$module) || exit 1; \
	done

observe: ## Look at the metrics of what `make run` serves, with Prometheus
	@ops/observe.sh

image: ## Make what the Dockerfile makes, without a container engine, and run it as a container (as root)
	@ops/image.sh

cluster: ## Serve with two replicas behind nginx, on PostgreSQL and Kafka; `ops/cluster.sh prove` restarts them under load
	@ops/cluster.sh

previous: ## Try whether the release before (or COMMIT) goes on when the schema is brought to this version
	@ops/previous-release.sh $(COMMIT)

clean: ## Delete what was built; the data in .data stays
	rm -rf artifacts
