import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { Options, PackageDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';

import type { ProtoGrpcType as AgentTypes } from './generated/agent.ts';
import type { ProtoGrpcType as ClusterTypes } from './generated/cluster.ts';
import type { ProtoGrpcType as FleetTypes } from './generated/fleet.ts';
import type { ProtoGrpcType as HostServiceTypes } from './generated/host_service.ts';
import type { ProtoGrpcType as PeerTypes } from './generated/peer.ts';

/** Must match the options in generate-types.sh: they decide what the generated types say. */
const loaderOptions: Options = { longs: Number, enums: String, oneofs: true };

/** `proto/` stands at the top of the package, in a checkout as well as in dist/. */
function findProtoFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'proto', 'muster'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('proto/muster was not found above shared/wire');
    folder = parent;
  }
  return join(folder, 'proto');
}

const protoFolder = findProtoFolder();
const protoFiles = readdirSync(join(protoFolder, 'muster', 'v1'))
  .filter((name) => name.endsWith('.proto'))
  .map((name) => `muster/v1/${name}`);

/** The whole contract, for servers, clients and reflection. */
const packageDefinition: PackageDefinition = loadSync(protoFiles, {
  ...loaderOptions,
  includeDirs: [protoFolder],
});

// The loader's own type for what it loaded is untyped; the generated types describe exactly these files.
export const services = loadPackageDefinition(packageDefinition) as unknown as AgentTypes &
  ClusterTypes &
  FleetTypes &
  HostServiceTypes &
  PeerTypes;

/** Message types by reflection, for the JSON mapping. */
export const schemaRoot: protobuf.Root = (() => {
  const root = new protobuf.Root();
  const resolveDefault = root.resolvePath.bind(root);
  root.resolvePath = (origin, target) =>
    target.startsWith('muster/') ? join(protoFolder, target) : resolveDefault(origin, target);
  root.loadSync(protoFiles);
  root.resolveAll();
  return root;
})();
