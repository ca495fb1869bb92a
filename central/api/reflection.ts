import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';

import { fileDescriptors } from '../../shared/wire/descriptors.ts';

/** Lists `serviceNames`, which this address serves; describes every message and service of the contract. */
export function addReflection(server: Server, serviceNames: readonly string[]): void {
  // All that the package reads of a definition are the descriptors of its files.
  const contract = {
    format: 'Protocol Buffer 3 EnumDescriptorProto' as const,
    type: {},
    fileDescriptorProtos: [...fileDescriptors],
  };
  const options = { services: [...serviceNames] };
  new ReflectionService({ contract }, options).addToServer(server);
}
