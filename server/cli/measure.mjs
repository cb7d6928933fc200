/**
 * `npm run measure`: the sizes of files and functions, circles of files and of rooms, full folders and hand-written SQL, as the
 * compiler reads the code. Prints a table beside the bounds we keep or are on the way to, and exits with 1 where one is passed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './setup.mjs';

const LAYERS = ['app', 'server', 'db'];
/** Pages lie flat because their names are their addresses; migrations are a list that only grows. */
const MAY_BE_FULL = /^(app\/routes|db\/migrations)/;

/** Alias of package.json's `imports`, and the folder it stands for. */
const ALIASES = { '#domain/': 'server/domain/', '#db/': 'db/', '#server/': 'server/', '#app/': 'app/' };

function readSources() {
  const names = LAYERS.flatMap((layer) =>
    readdirSync(path.join(ROOT, layer), { recursive: true }).map((name) =>
      path.posix.join(layer, name.replaceAll(path.sep, '/')),
    ),
  );
  return names
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => {
      const text = readFileSync(path.join(ROOT, name), 'utf8');
      return { name, text, tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true) };
    });
}

function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** @param share 0.5 for the median, 0.9 for the 90th of a hundred */
function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** A named function, a method, or an arrow function that a constant holds. */
function isFunction(node) {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.body !== undefined;
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && ts.isVariableDeclaration(node.parent);
}

function linesOf(node, tree) {
  const line = (position) => tree.getLineAndCharacterOfPosition(position).line;
  return line(node.getEnd()) - line(node.getStart(tree)) + 1;
}

/** What runs when a file is loaded: imports of types do not. */
function importsOf({ name, tree }, names) {
  const found = [];
  const add = (specifier) => {
    const alias = Object.keys(ALIASES).find((prefix) => specifier.startsWith(prefix));
    const base = alias ? specifier.replace(alias, ALIASES[alias]) : path.posix.join(path.posix.dirname(name), specifier);
    if (!alias && !specifier.startsWith('.')) return;
    const target = [base, `${base}.ts`, `${base}.tsx`].find((candidate) => names.has(candidate));
    if (target) found.push(target);
  };
  visit(tree, (node) => {
    const isTypeOnly = ts.isImportDeclaration(node)
      ? node.importClause?.isTypeOnly
      : ts.isExportDeclaration(node) && node.isTypeOnly;
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && !isTypeOnly)
      add(node.moduleSpecifier.text);
    if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteral(node.arguments[0])
    )
      add(node.arguments[0].text);
  });
  return found;
}

/** Groups of nodes that lead back to each other (Tarjan). */
function circles(graph) {
  const seen = new Map();
  const stack = [];
  const found = [];
  let count = 0;
  function walk(node) {
    const entry = { order: count, low: count, isOpen: true };
    count++;
    seen.set(node, entry);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      const known = seen.get(next);
      if (!known) entry.low = Math.min(entry.low, walk(next).low);
      else if (known.isOpen) entry.low = Math.min(entry.low, known.order);
    }
    if (entry.low !== entry.order) return entry;
    const group = stack.splice(stack.indexOf(node));
    for (const member of group) seen.get(member).isOpen = false;
    if (group.length > 1) found.push(group);
    return entry;
  }
  for (const node of graph.keys()) if (!seen.has(node)) walk(node);
  return found;
}

/** The room a file stands in: the folder of its noun. What lies loose at the root of a layer composes rooms, and is one by itself. */
function roomOf(name) {
  const folder = path.posix.dirname(name);
  return /^(app|server|app\/offline|app\/trpc)$/.test(folder) ? name : folder.split('/').slice(0, 3).join('/');
}

function graphOf(sources, place) {
  const names = new Set(sources.map(({ name }) => name));
  const graph = new Map(sources.map(({ name }) => [place(name), new Set()]));
  for (const source of sources)
    for (const target of importsOf(source, names))
      if (place(target) !== place(source.name)) graph.get(place(source.name)).add(place(target));
  return graph;
}

const SQL = /^\s*(select\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+)/i;

/** Statements written by hand. */
function countSql({ tree }) {
  let count = 0;
  visit(tree, (node) => {
    const isText = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateHead(node);
    if (isText && SQL.test(node.text)) count++;
  });
  return count;
}

function measure() {
  const sources = readSources();
  const files = sources.map(({ text }) => text.trimEnd().split('\n').length);
  const functions = sources.flatMap(({ tree }) => {
    const found = [];
    visit(tree, (node) => isFunction(node) && found.push(linesOf(node, tree)));
    return found;
  });
  const folders = new Map();
  for (const { name } of sources) {
    const folder = path.posix.dirname(name);
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const full = [...folders].filter(([folder, count]) => count > 20 && !MAY_BE_FULL.test(folder));
  const fileCircles = circles(graphOf(sources, (name) => name));
  const roomCircles = circles(graphOf(sources, roomOf));
  const sql = sources.filter(({ name }) => name.startsWith('server/')).reduce((sum, source) => sum + countSql(source), 0);
  return [
    { what: 'files', value: files.length },
    { what: 'lines of a file, median', value: percentile(files, 0.5) },
    { what: 'lines of a file, 90 of 100', value: percentile(files, 0.9), most: 150 },
    { what: 'functions', value: functions.length },
    { what: 'lines of a function, median', value: percentile(functions, 0.5), most: 7 },
    { what: 'lines of a function, 90 of 100', value: percentile(functions, 0.9), most: 22 },
    { what: 'functions over 50 lines', value: functions.filter((lines) => lines > 50).length },
    { what: 'circles of files', value: fileCircles.length, most: 0, which: fileCircles },
    { what: 'circles of rooms', value: roomCircles.length, most: 0, which: roomCircles },
    {
      what: 'folders of more than 20 files',
      value: full.length,
      most: 0,
      which: full.map(([name, count]) => `${name} ${count}`),
    },
    { what: 'SQL statements by hand in server/', value: sql, most: 150 },
  ];
}

const rows = measure();
for (const { what, value, most, which = [] } of rows) {
  const isPassed = most !== undefined && value > most;
  console.log(
    `${what.padEnd(36)}${String(value).padStart(7)}${most === undefined ? '' : `   at most ${most}`}${isPassed ? '   over' : ''}`,
  );
  if (isPassed) for (const one of which) console.log(`    ${[one].flat().join(' → ')}`);
}
process.exitCode = rows.some(({ value, most }) => most !== undefined && value > most) ? 1 : 0;
