# The service and nothing else: no shell, nobody's account, a root file system that may be read-only; only /tmp is written to.
#
#   docker build --build-arg REVISION="$(git rev-parse HEAD)" -t procurement:dev .
#
# No engine has built it so far: ops/image.sh carries out these lines in a folder, and runs what comes of them. It builds for the kind of
# machine that it runs on. For a build that can be repeated, name the base images by digest: --build-arg SDK=mcr.microsoft.com/dotnet/sdk@sha256:...
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
# What .NET needs of a system, with ICU and time zones, without a shell. The framework is part of what is published.
ARG RUNTIME=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra

FROM ${SDK} AS build
WORKDIR /source
# What decides about packages, so that they are fetched anew only when it changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY ops/publish.sh ops/
COPY BuildingBlocks/Core/Procurement.BuildingBlocks.csproj BuildingBlocks/Core/packages.lock.json BuildingBlocks/Core/
COPY BuildingBlocks/Hosting/Procurement.BuildingBlocks.Hosting.csproj BuildingBlocks/Hosting/packages.lock.json BuildingBlocks/Hosting/
COPY BuildingBlocks/Messaging/Procurement.BuildingBlocks.Messaging.csproj BuildingBlocks/Messaging/packages.lock.json BuildingBlocks/Messaging/
COPY BuildingBlocks/Persistence/Procurement.BuildingBlocks.Persistence.csproj BuildingBlocks/Persistence/packages.lock.json BuildingBlocks/Persistence/
COPY Host/Procurement.Host.csproj Host/packages.lock.json Host/
COPY Modules/Invoicing/Adapters/Procurement.Invoicing.Adapters.csproj Modules/Invoicing/Adapters/packages.lock.json Modules/Invoicing/Adapters/
COPY Modules/Invoicing/Contracts/Procurement.Invoicing.Contracts.csproj Modules/Invoicing/Contracts/packages.lock.json Modules/Invoicing/Contracts/
COPY Modules/Invoicing/Core/Procurement.Invoicing.Core.csproj Modules/Invoicing/Core/packages.lock.json Modules/Invoicing/Core/
COPY Modules/Purchasing/Adapters/Procurement.Purchasing.Adapters.csproj Modules/Purchasing/Adapters/packages.lock.json Modules/Purchasing/Adapters/
COPY Modules/Purchasing/Contracts/Procurement.Purchasing.Contracts.csproj Modules/Purchasing/Contracts/packages.lock.json Modules/Purchasing/Contracts/
COPY Modules/Purchasing/Core/Procurement.Purchasing.Core.csproj Modules/Purchasing/Core/packages.lock.json Modules/Purchasing/Core/
COPY Modules/Supplier/Adapters/Procurement.Supplier.Adapters.csproj Modules/Supplier/Adapters/packages.lock.json Modules/Supplier/Adapters/
COPY Modules/Supplier/Contracts/Procurement.Supplier.Contracts.csproj Modules/Supplier/Contracts/packages.lock.json Modules/Supplier/Contracts/
COPY Modules/Supplier/Core/Procurement.Supplier.Core.csproj Modules/Supplier/Core/packages.lock.json Modules/Supplier/Core/
COPY ops/compile-models/CompileModels.csproj ops/compile-models/packages.lock.json ops/compile-models/
RUN --mount=type=cache,target=/root/.nuget/packages ops/publish.sh restore
COPY . .
ARG REVISION
RUN --mount=type=cache,target=/root/.nuget/packages ops/publish.sh publish out

FROM ${RUNTIME}
ARG REVISION
LABEL org.opencontainers.image.title="Procurement"
LABEL org.opencontainers.image.description="The back end of a procure-to-pay platform"
LABEL org.opencontainers.image.revision="${REVISION}"
COPY --from=build /source/out /app/
# The runtime would put a socket for debuggers into /tmp, which nobody in here could use.
ENV DOTNET_EnableDiagnostics=0
# What is called often is compiled by the recorded profile, and at once, instead of being counted first (ADR 35).
ENV DOTNET_TieredPGO=0
ENV DOTNET_ReadPGOData=1
ENV DOTNET_PGODataPath=/app/profile.pgo
ENV DOTNET_TC_CallCountingDelayMs=1
USER 65532:65532
EXPOSE 8080 9464
STOPSIGNAL SIGTERM
# Each check is a process of its own. Kubernetes has its own probes and ignores this one.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["/app/procurement", "healthcheck"]
ENTRYPOINT ["/app/procurement"]
