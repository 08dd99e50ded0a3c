#!/usr/bin/env bash
# Generates Go, TypeScript and the OpenAPI document from proto/vaatu.
#
#   proto/generate.sh          writes what has changed, and removes what no .proto stands behind any more
#   proto/generate.sh --check  writes nothing; fails when the tree is not what would be generated
#
# The generators come from .build/bin and proto/node_modules; `make generate` and `make verify` see to both.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$root/.build/bin:$root/proto/node_modules/.bin:$PATH"
export LC_ALL=C

check=false
if [[ ${1:-} == --check ]]; then
  check=true
fi

mkdir -p "$root/.build"
fresh=$(mktemp -d "$root/.build/gen.XXXXXX")
trap 'rm -rf "$fresh"' EXIT

cd "$root/proto"
if $check; then
  buf format --diff --exit-code --path vaatu
else
  buf format --write --path vaatu
fi
buf generate -o "$fresh"

mapfile -t documents < <(find "$fresh/openapi" -name '*.openapi.json' | sort)
node openapi.mjs openapi.base.json "${documents[@]}" >"$fresh/proto/openapi.json"
rm -rf "$fresh/openapi"

# What the repository holds of generated files, as paths from its top.
generated() {
  (
    cd "$1"
    find proto/vaatu -name '*.pb.go' -o -name '*.pb.gw.go'
    find gateway/web/src/gen -type f 2>/dev/null || true
    if [[ -f proto/openapi.json ]]; then echo proto/openapi.json; fi
  ) | sort
}

cd "$root"
stale=0
while read -r file; do
  if cmp -s "$fresh/$file" "$file"; then
    continue
  fi
  stale=$((stale + 1))
  if $check; then
    echo "not as generated: $file"
  else
    mkdir -p "$(dirname "$file")"
    cp "$fresh/$file" "$file"
    echo "wrote $file"
  fi
done < <(generated "$fresh")

while read -r file; do
  stale=$((stale + 1))
  if $check; then
    echo "no .proto stands behind: $file"
  else
    rm "$file"
    echo "removed $file"
  fi
done < <(comm -13 <(generated "$fresh") <(generated "$root"))

if $check && ((stale > 0)); then
  echo "$stale generated files are out of date: run 'make generate' and commit the result" >&2
  exit 1
fi
