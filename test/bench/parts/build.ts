import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');
const sources = ['agent', 'central', 'shared', 'proto', 'test/swarm', 'test/bench'];
const compiled = sources.filter((folder) => folder !== 'proto');
/** Read by what is compiled. */
const read = ['test/bench/workload.json', 'test/bench/etcd.proto'];
/** Whoever of these is used is compiled with the rest. */
const borrowed = 'test/harness';

/**
 * Everything a benchmark starts, compiled into a folder for temporary files: what is measured carries no loader. Made
 * anew only when a source has changed.
 */
export function buildPrograms(): string {
  // A benchmark of several parts measures one and the same program.
  built ??= buildOnce();
  return built;
}

let built: string | undefined;

function buildOnce(): string {
  const folder = path.join(tmpdir(), `muster-bench-${process.getuid?.() ?? 0}-${sourceHash()}`);
  if (!existsSync(folder)) compileTo(folder);
  return folder;
}

function sourceHash(): string {
  // The build borrows the packages of this very clone, which another clone of the same sources may outlive.
  const hash = createHash('sha256').update(root);
  const files = [...[...sources, borrowed].flatMap(filesOf), 'package.json', 'tsconfig.json'];
  for (const file of files.sort()) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex').slice(0, 12);
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function compileTo(folder: string): void {
  // Another benchmark may build at the same time; the first to be complete wins.
  const draft = mkdtempSync(`${folder}-`);
  try {
    compile(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function compile(folder: string): void {
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  const configuration = {
    extends: path.join(root, 'tsconfig.build.json'),
    compilerOptions: { rootDir: root, outDir: folder, noCheck: true, sourceMap: false },
    include: compiled.map((source) => path.join(root, source)),
  };
  const project = path.join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify(configuration));
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', project], { stdio: ['ignore', 2, 2] });
  for (const file of ['package.json', 'proto', ...read]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true });
  }
}
