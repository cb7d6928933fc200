/** Checks source files against the rules of `architecture-rules.ts`. Pure: files in, findings out, so that it can be shown to fail. */
import path from 'node:path';
import ts from 'typescript';
import {
  BANNED_PACKAGES,
  BANS,
  type Ban,
  MAX_FILES,
  MAX_LINES,
  MAY_BE_FULL,
  roomOf,
  ZONES,
  type Zone,
} from './architecture-rules';

/** `path` is relative to the project, with slashes. */
export type SourceFile = { path: string; text: string };
export type Finding = { file: string; edge: string; rule: string };

type Import = { target: string; isTypeOnly: boolean };
type Parsed = SourceFile & { zone: Zone | undefined; tree: ts.SourceFile; imports: Import[] };

const ALIASES: [RegExp, string][] = [
  [/^#domain\//, 'server/domain/'],
  [/^#db\//, 'db/'],
  [/^#server\//, 'server/'],
  [/^#app\//, 'app/'],
];
const ENDINGS = ['', '.ts', '.tsx', '.d.ts', '.mjs'];

function zoneOf(file: string): Zone | undefined {
  return ZONES.find((zone) => zone.files.test(file));
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isExportDeclaration(node) ? node.isTypeOnly : (node.importClause?.isTypeOnly ?? false);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

/** Static, dynamic and type imports, and re-exports, as written. */
function importsOf(tree: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier)) imports.push({ target: specifier.text, isTypeOnly: typeOnly });
  };
  visit(tree, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
  });
  return imports;
}

/** The project's file an import names, or the specifier itself for a package. */
function resolve(specifier: string, from: string, known: Set<string>): string {
  const [alias, folder] = ALIASES.find(([pattern]) => pattern.test(specifier)) ?? [];
  if (!alias && !specifier.startsWith('.')) return specifier;
  const base = alias ? specifier.replace(alias, folder ?? '') : path.posix.join(path.posix.dirname(from), specifier);
  return ENDINGS.map((ending) => base + ending).find((candidate) => known.has(candidate)) ?? base;
}

function parse(file: SourceFile, known: Set<string>): Parsed {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  const imports = importsOf(tree).map((found) => ({ ...found, target: resolve(found.target, file.path, known) }));
  return { ...file, zone: zoneOf(file.path), tree, imports };
}

function isPackage(target: string, name: string): boolean {
  return (
    target === name ||
    target.startsWith(name.endsWith(':') ? name : `${name}/`) ||
    (name === 'workbox' && target.startsWith('workbox-'))
  );
}

/** Whether an import's target is one of the zones or packages named. */
function isAmong(target: string, names: readonly string[]): boolean {
  const zone = zoneOf(target)?.name;
  return names.some((name) => name === zone || isPackage(target, name));
}

function directionFindings({ path: file, zone, imports }: Parsed): Finding[] {
  if (!zone) return [{ file, edge: '', rule: 'every file belongs to a folder of the table' }];
  return imports
    .filter(({ target }) => !/\.css$/.test(target))
    .filter(
      ({ target, isTypeOnly: typeOnly }) =>
        !isAmong(target, zone.may) && !(typeOnly && isAmong(target, zone.mayImportTypesOf ?? [])),
    )
    .map(({ target }) => ({ file, edge: target, rule: BANNED_PACKAGES[target] ?? `${zone.name} may not import this` }));
}

/** The forms of one node that a ban can name: `a.b`, `new A()`, `.method()`, or a free name. */
function formsOf(node: ts.Node): string[] {
  if (ts.isNewExpression(node) && node.arguments?.length === 0) return [`new ${node.expression.getText()}()`];
  if (ts.isPropertyAccessExpression(node)) {
    const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
    return [node.getText().replace(/^globalThis\./, ''), ...(isCalled ? [`.${node.name.text}()`] : [])];
  }
  const isFree = ts.isIdentifier(node) && !isMemberName(node);
  return isFree ? [node.text] : [];
}

/** Whether an identifier only names a member, as `fetch` in `{ fetch: 1 }` or `a.fetch`. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && parent.expression.getText() !== 'globalThis';
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) && parent.name === node
  );
}

function holdsIn({ zones, except }: Ban, file: Parsed): boolean {
  return !except?.test(file.path) && (!zones || (file.zone !== undefined && zones.includes(file.zone.name)));
}

function banFindings(file: Parsed): Finding[] {
  const bans = BANS.filter((ban) => holdsIn(ban, file));
  const findings: Finding[] = [];
  visit(file.tree, (node) => {
    for (const form of formsOf(node)) {
      const ban = bans.find(({ code }) => code.includes(form));
      if (ban) findings.push({ file: file.path, edge: form, rule: ban.rule });
    }
  });
  return findings;
}

function lengthFindings({ path: file, text }: SourceFile): Finding[] {
  const lines = text.split('\n').length - 1;
  if (lines <= MAX_LINES) return [];
  return [{ file, edge: `${lines} lines`, rule: `a file has at most ${MAX_LINES} lines` }];
}

/** Where imports that run lead from each place; types alone may refer to each other. */
function graphOf(files: Parsed[], known: Set<string>, place: (file: string) => string): Map<string, Set<string>> {
  const next = new Map(files.map(({ path: file }) => [place(file), new Set<string>()]));
  for (const { path: file, imports } of files)
    for (const { target, isTypeOnly: typeOnly } of imports)
      if (!typeOnly && known.has(target) && place(target) !== place(file)) next.get(place(file))?.add(place(target));
  return next;
}

/** Circles of places that import each other. */
function cycleFindings(next: Map<string, Set<string>>, rule: string): Finding[] {
  const done = new Set<string>();
  const findings: Finding[] = [];
  const walk = (place: string, trail: string[]) => {
    const start = trail.indexOf(place);
    if (start >= 0) findings.push({ file: place, edge: [...trail.slice(start), place].join(' → '), rule });
    if (start >= 0 || done.has(place)) return;
    for (const target of next.get(place) ?? []) walk(target, [...trail, place]);
    done.add(place);
  };
  for (const place of next.keys()) walk(place, []);
  return findings;
}

function fullFolders(files: Parsed[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { path: file } of files) {
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > MAX_FILES && !MAY_BE_FULL.test(folder))
    .map(([folder, count]) => ({ file: folder, edge: `${count} files`, rule: `a folder has at most ${MAX_FILES} files` }));
}

/** Everything that breaks a rule, by file. */
export function checkArchitecture(sources: SourceFile[]): Finding[] {
  const known = new Set(sources.map((source) => source.path));
  const files = sources.map((source) => parse(source, known));
  return [
    ...files.flatMap((file) => [...directionFindings(file), ...banFindings(file), ...lengthFindings(file)]),
    ...fullFolders(files),
    ...cycleFindings(
      graphOf(files, known, (file) => file),
      'imports make no circle',
    ),
    ...cycleFindings(graphOf(files, known, roomOf), 'rooms make no circle'),
  ];
}
