.PHONY: help run test check format bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Build, find or start PostgreSQL, load demonstration data, serve on http://127.0.0.1:8080
	@ops/run.sh

test: ## Build and run every test against a throw-away PostgreSQL
	@ops/test.sh

check: ## What CI runs: locked restore, build, all tests, format
	@.ci/run

format: ## Format the C# code
	dotnet tool restore
	dotnet csharpier format .

bench: ## Run the benchmarks
	@bench/run.sh

clean: ## Remove what was built (the development database under .data stays)
	rm -rf artifacts
