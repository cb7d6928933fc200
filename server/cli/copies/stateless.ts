/** Whether a module holds functions and constants only, so that two copies of it do as one does. */
import { parseAst, transformWithEsbuild } from 'vite';

/** A part of a program in ESTree's form. */
type Part = { type: string; [field: string]: unknown };
/** Whether what a call makes is a plain value. */
type IsMaker = (call: Part) => boolean;

const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;
/** What plain values are written with. */
const PLAIN = new Set([
  ...['Literal', 'Identifier', 'TemplateLiteral', 'TemplateElement', 'TaggedTemplateExpression', 'CallExpression'],
  ...['ArrayExpression', 'ObjectExpression', 'Property', 'SpreadElement', 'MemberExpression'],
  ...['UnaryExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression'],
]);
/** They make names of classes, messages, components, lists of keys. */
const MAKERS = new Set(['cx', 'msg', 'says', 'memo', 'Object', 'z']);
const CHANGES = /^(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear)$/;

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && 'type' in value;
/** Without what Rollup notes beside them. */
const partsIn = (part: Part) =>
  Object.entries(part).flatMap(([field, value]) => (field.startsWith('_') ? [] : [value].flat().filter(isPart)));

/** Of `z.string().min(1)` it is `z`. */
function rootOf({ callee, tag, object, name }: Part): string {
  const before = callee ?? tag ?? object;
  return isPart(before) ? rootOf(before) : String(name);
}

const isCall = ({ type }: Part) => type === 'CallExpression' || type === 'TaggedTemplateExpression';
const isMethod = ({ callee }: Part) => isPart(callee) && callee.type === 'MemberExpression';
/** An empty list or object is there to be filled. */
const isEmpty = ({ elements, properties }: Part) =>
  [elements, properties].some((held) => Array.isArray(held) && held.length === 0);

function isPlain(part: Part, isMaker: IsMaker): boolean {
  if (FUNCTION.test(part.type)) return true;
  if (!PLAIN.has(part.type) || isEmpty(part) || (isCall(part) && !isMaker(part))) return false;
  return partsIn(part).every((one) => isPlain(one, isMaker));
}

function keepsNothing(statement: Part, isMaker: IsMaker): boolean {
  const { type, kind, declaration, declarations, specifiers } = statement;
  if (type === 'ImportDeclaration') return (specifiers as Part[]).length > 0;
  if (type === 'ExportNamedDeclaration') return !isPart(declaration) || keepsNothing(declaration, isMaker);
  if (type !== 'VariableDeclaration') return FUNCTION.test(type);
  return kind === 'const' && (declarations as { init: Part }[]).every(({ init }) => isPlain(init, isMaker));
}

/** What is written to: of `a.b = 1`, `delete a.b`, `a.b++` and `a.push(1)` it is `a`; null for what writes nothing. */
function writtenBy({ type, operator, left, argument, callee }: Part): string | null {
  if (type === 'AssignmentExpression') return rootOf(left as Part);
  if (type === 'UpdateExpression' || operator === 'delete') return rootOf(argument as Part);
  const isChange = isPart(callee) && isPart(callee.property) && CHANGES.test(String(callee.property.name));
  return isChange ? rootOf(callee) : null;
}

function writesTo(names: ReadonlySet<string>, part: Part): boolean {
  return names.has(writtenBy(part) ?? '') || partsIn(part).some((one) => writesTo(names, one));
}

/** Names of the constants and functions at the top of a module. */
function namesIn({ declaration, declarations, id }: Part): string[] {
  if (isPart(declaration)) return namesIn(declaration);
  return [id, ...((declarations ?? []) as Part[]).map((one) => one.id)].flatMap((one) => (isPart(one) ? [String(one.name)] : []));
}

/**
 * @param file its path, whose ending says what it is written in
 * @param isDomain whether methods make plain values at its top, as one schema is made of another; the domain is pure
 */
export async function isStateless(code: string, file: string, isDomain: boolean): Promise<boolean> {
  const script = await transformWithEsbuild(code, file, { jsx: 'preserve', target: 'esnext' });
  const statements = parseAst(script.code, { jsx: true }).body as unknown as Part[];
  const isMaker = (call: Part) => MAKERS.has(rootOf(call)) || (isDomain && isMethod(call));
  const names = new Set(statements.flatMap(namesIn));
  return statements.every((statement) => keepsNothing(statement, isMaker) && !writesTo(names, statement));
}
