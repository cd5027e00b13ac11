#!/usr/bin/env bash
# Builds what goes into the image, in the two steps that the Dockerfile keeps apart:
#
#   ops/publish.sh restore          fetch the packages that the lock files name, and no others; needs project and lock files only
#   ops/publish.sh publish FOLDER   compile for this machine's kind, put what is needed at run time into FOLDER, the framework included
#
# REVISION, the commit, becomes part of the version in each line of the log.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

project=Host/Procurement.Host.csproj

case "${1:-} $#" in
  'restore 1')
    # As for publishing, which needs a compiler of machine code besides the packages.
    dotnet restore "$project" --locked-mode -p:_IsPublishing=true -p:ForImage=true
    # What publishing runs first.
    dotnet restore ops/compile-models --locked-mode
    ;;
  'publish 2')
    dotnet publish "$project" -c Release --no-restore -o "$2" --nologo -v quiet -p:ForImage=true ${REVISION:+"-p:SourceRevisionId=$REVISION"}
    # /asyncapi.json is told in the words of the contracts; nobody reads what is written about the rest. Symbols stay: they are small, and
    # name the line in the log of a fault.
    find "$2" -maxdepth 1 -name '*.xml' ! -name '*.Contracts.xml' -delete
    # Which ways the code takes under load: the runtime compiles by it (ADR 35).
    gzip -dc ops/profile.pgo.gz >"$2/profile.pgo"
    # Of the builds of librdkafka the one for musl libc goes, and where there is one that can do without libsasl2, which the image has not,
    # the one that cannot.
    rm -f "$2/alpine-librdkafka.so"
    if [ -e "$2/centos8-librdkafka.so" ]; then rm "$2/librdkafka.so"; fi
    ;;
  *)
    echo 'Usage: ops/publish.sh restore | publish FOLDER' >&2
    exit 1
    ;;
esac
