import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const linesMax = 300;

/** Tracked files and new ones that are not ignored, without those a tool writes. */
const files = execFileSync(
  'git',
  ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(root, file)))
  .filter((file) => !file.startsWith('shared/wire/generated/'));

/** A line of a file that breaks a rule, such as `shared/clock.ts:12`. */
type Place = string;

const isText = (file: string): boolean => !/\.(png|jpg|ico|gz|bin|binpb|mdb|woff2)$/.test(file);
const isCode = (file: string): boolean => /\.(ts|js|sh|proto)$/.test(file);
const isWritten = (file: string): boolean => isText(file) && file !== 'package-lock.json';
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function linesThat(matches: (line: string) => boolean, candidates: readonly string[]): Place[] {
  return candidates.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (matches(line) ? [`${file}:${index + 1}`] : [])),
  );
}

describe('files', () => {
  it(`of code have at most ${linesMax} lines`, () => {
    const long = files
      .filter(isCode)
      .filter((file) => read(file).trimEnd().split('\n').length > linesMax);
    expect(long).toEqual([]);
  });

  it('are named after what they hold, in kebab-case', () => {
    const vague = /(^|[-/])(utils?|helpers?|common|managers?|misc)([-./]|$)/;
    expect(files.filter((file) => vague.test(file))).toEqual([]);
    const code = files.filter((file) => file.endsWith('.ts'));
    expect(code.filter((file) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(path.basename(file)))).toEqual(
      [],
    );
  });

  it('leave nothing to be done later', () => {
    // In two parts, so that this file does not find itself.
    const marks = new RegExp(
      `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`,
    );
    expect(linesThat((line) => marks.test(line), files.filter(isWritten))).toEqual([]);
  });

  it('name no path of one particular machine', () => {
    const homes = new RegExp(`(^|[^\\w.])/(${['home', 'Users', 'work', 'root'].join('|')})/\\w`);
    expect(linesThat((line) => homes.test(line), files.filter(isWritten))).toEqual([]);
  });

  it('of tests skip nothing silently', () => {
    const tests = files.filter((file) => file.endsWith('.test.ts') && file !== 'test/tidy.test.ts');
    const skips = /\b(it|test|describe)\.(skip|todo|only|fails)\b/;
    expect(linesThat((line) => skips.test(line), tests)).toEqual([]);
  });
});

describe('limits', () => {
  it.each(['shared/limits.ts', 'shared/peer-limits.ts'])(
    'of %s are each explained in a comment that gives unit and reason',
    (file) => {
      const lines = read(file).split('\n');
      const entries = lines.flatMap((line, index) => (/^ {2}\w+:/.test(line) ? [index] : []));
      expect(entries.length).toBeGreaterThan(0);
      const unexplained = entries.filter((index) => {
        const before = lines[index - 1] ?? '';
        // First what is counted in which unit, then, after a stop or as a reference, why this number.
        return (
          !before.trimEnd().endsWith('*/') ||
          !/[;:.,] \w|\([A-Z]+-?\d/.test(commentAbove(lines, index))
        );
      });
      expect(unexplained.map((index) => lines[index]?.trim())).toEqual([]);
    },
  );
});

function commentAbove(lines: readonly string[], index: number): string {
  const start = lines.slice(0, index).findLastIndex((line) => line.includes('/**'));
  return lines.slice(start, index).join(' ');
}

describe('documentation', () => {
  const pages = files.filter((file) => file.endsWith('.md'));

  it('has one title on each page, and it comes first', () => {
    const wrong = pages.filter((page) => {
      const titles = proseLines(read(page)).filter((line) => line.startsWith('# '));
      return titles.length !== 1 || !read(page).startsWith('# ');
    });
    expect(wrong).toEqual([]);
  });

  it('links only to files that exist', () => {
    const broken = pages.flatMap((page) =>
      localLinks(read(page))
        .filter((link) => !existsSync(path.join(root, path.dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('shows in README the folders that exist, and no others', () => {
    const shown = folderMap(read('README.md'));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((folder) => !existsSync(path.join(root, folder)))).toEqual([]);
    const described = new Set(shown.map((folder) => folder.replace(/\/$/, '')));
    const missing = sourceFolders().filter((folder) => !described.has(folder));
    expect(missing).toEqual([]);
  });
});

/** Without code blocks, where # starts a comment. */
function proseLines(markdown: string): string[] {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, '').split('\n');
}

function localLinks(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));
}

/** The paths of lines like `    central/ingest/   listens to agents` under the heading "Folder map". */
function folderMap(markdown: string): string[] {
  const section = /^## Folder map\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(markdown)?.[1] ?? '';
  return [...section.matchAll(/^ *([\w.-]+(?:\/[\w.-]+)*\/)(?= |$)/gm)].map(
    (match) => match[1] ?? '',
  );
}

/** Top-level folders and, for the programs and what they share, the folders inside. */
function sourceFolders(): string[] {
  const folders = files.flatMap((file) => {
    const [top, ...rest] = file.split('/');
    if (top === undefined || rest.length === 0 || top.startsWith('.')) return [];
    const isProgram = ['agent', 'central', 'shared'].includes(top);
    const [inner] = rest;
    return isProgram && rest.length > 1 ? [top, `${top}/${String(inner)}`] : [top];
  });
  return [...new Set(folders)].sort();
}
