import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  assertLocal,
  classifyFileSystem,
  prepareFolder,
} from '../../../../central/store/folder.ts';
import { MusterError } from '../../../../shared/errors.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'muster-folder-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe('prepareFolder', () => {
  it('makes the folder and leaves nothing else in it', () => {
    const folder = path.join(parent, 'a', 'b');
    expect(prepareFolder(folder)).toBeUndefined();
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says what, where and what to do when the folder cannot be', () => {
    const file = path.join(parent, 'file');
    writeFileSync(file, '');
    const folder = path.join(file, 'data');
    expect(() => prepareFolder(folder)).toThrow(MusterError);
    expect(() => prepareFolder(folder)).toThrow(/file\/data cannot be used: .*; make it a folder/);
  });

  it('says so on a file system that takes no files, whatever the rights', () => {
    expect(() => prepareFolder('/proc')).toThrow(/data folder \/proc cannot be used/);
  });
});

describe('file systems', () => {
  it.each([
    [0x6969, 'network', 'NFS'],
    [0xff534d42, 'network', 'CIFS'],
    [0xff534d42 | 0, 'network', 'CIFS'],
    [0x65735546, 'doubtful', 'FUSE'],
  ])('%i is %s: %s', (type, kind, fileSystem) => {
    expect(classifyFileSystem(type)).toEqual({ kind, fileSystem });
  });

  it.each([0xef53, 0x9123683e, 0x58465342, 0x01021994])('%i is local', (type) => {
    expect(classifyFileSystem(type)).toEqual({ kind: 'local' });
  });

  it('refuses a network file system and warns of one that may be (L15)', () => {
    expect(() => assertLocal('/data', { kind: 'network', fileSystem: 'NFS' })).toThrow(
      /\/data is on NFS.*local disk/,
    );
    expect(assertLocal('/data', { kind: 'doubtful', fileSystem: 'FUSE' })).toMatch(/FUSE/);
    expect(assertLocal('/data', { kind: 'local' })).toBeUndefined();
  });
});
