import protobuf from 'protobufjs';

import { contractDescriptors, healthDescriptors } from './generated/descriptors.ts';

/** The field `file` of google.protobuf.FileDescriptorSet, length-delimited: the only one there is. */
const fileTag = (1 << 3) | 2;

function filesOf(base64: string): Buffer[] {
  const bytes = Buffer.from(base64, 'base64');
  const reader = protobuf.Reader.create(bytes);
  const files: Buffer[] = [];
  while (reader.pos < reader.len) {
    if (reader.uint32() !== fileTag) throw new Error('descriptors.ts is no FileDescriptorSet');
    files.push(Buffer.from(reader.bytes()));
  }
  return files;
}

/**
 * google.protobuf.FileDescriptorProto of every file of the contract, of the health service and of what they import,
 * as the compiler made them.
 */
export const fileDescriptors: readonly Buffer[] = [
  ...filesOf(contractDescriptors),
  ...filesOf(healthDescriptors),
];
