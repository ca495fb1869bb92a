#!/usr/bin/env bash
# Writes the TypeScript types of proto/ into the folder named by the first argument.
#
# The options say what shared/wire/ hands to protobufjs: they must stay equal to those given to
# proto-loader, or the types describe other objects than the ones that arrive.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:?usage: generate-types.sh <folder>}

mapfile -t protos < <(cd proto && find . -name '*.proto' -printf '%P\n' | LC_ALL=C sort)
rm -rf "$out"
node_modules/.bin/proto-loader-gen-types \
  --longs=Number --enums=String --oneofs \
  --includeComments --grpcLib=@grpc/grpc-js \
  --targetFileExtension=.ts --importFileExtension=.ts \
  --includeDirs=proto --outDir="$out" "${protos[@]}"

# Beside one file per message, each .proto gets a file with the types of its services. Where there are no
# services it holds only unused declarations, which noUnusedLocals rightly refuses.
for proto in "${protos[@]}"; do
  grep -q '^service ' "proto/$proto" || rm "$out/$(basename "$proto" .proto).ts"
done

# What proto-loader keeps of the contract is not enough for reflection: strict clients (grpcurl, buf curl) need every
# import and every field name as written. So the compiler's own descriptors are kept beside the types.
descriptor_set() {
  node_modules/.bin/buf build "$1" --as-file-descriptor-set --exclude-source-info -o -#format=binpb | base64 -w 0
}
{
  echo "// FileDescriptorSet of each, base64."
  echo "export const contractDescriptors = '$(descriptor_set .)';"
  echo "export const healthDescriptors = '$(descriptor_set node_modules/grpc-health-check/proto)';"
} >"$out/descriptors.ts"
