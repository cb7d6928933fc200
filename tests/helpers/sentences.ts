/** Finds words in the code that no catalogue has: text between tags, attributes that people read, sentences and pieces of them in strings. */
import ts from 'typescript';

/** Attributes that are read, whatever they hold. */
const READ = /^(aria-label|aria-description|title|placeholder|alt|label|hint|lead|caption|heading|description)$/;
const MACRO_TAG = /^(Trans|Plural|Select|style)$/;
const MACRO_CALL = /^(t|msg|plural|select)$/;
/** Texts that programs read, or whoever runs the server: SQL, log lines, and what is thrown for a bug or for a request that no page of
 *  ours makes. What people are answered is an `AppError`, which takes a key. */
const UNREAD = /^(sql\b.*|.*\blog|.*\.(prepare|execute|raw|end)|super|\w*Error|RequestRefusal)$/s;
/** A sentence in a string: begins like one and has several words, or ends like one. */
const SENTENCE = /^["“‘(]?\p{Lu}[\p{L}’']*([ ,:;–]+[\p{L}\p{N}’'"“”()/–-]+)+[.?!…]?$|^\p{Lu}.*\s.*[.?!…]$/u;
/** A piece of one beside a value, as in `${from} to ${until}`. */
const PIECE = /^[,:;]? \p{Ll}[\p{L}’' ]*[,:;.]? ?$|^\p{Lu}?\p{Ll}[\p{L}’' ]*:? $|^[.?!…] \p{Lu}\p{Ll}/u;
/** Names that no language translates. */
const NAMES = /^(Samsung Internet)$/;

const hasWord = (text: string) => /\p{L}{2}/u.test(text);
const isSentence = (text: string) => SENTENCE.test(text.trim()) && hasWord(text) && !NAMES.test(text);

/** What a text is handed to: the tag of a template, what is called or made. */
function receiverOf(node: ts.Node, file: ts.SourceFile): string | null {
  if (ts.isTaggedTemplateExpression(node)) return node.tag.getText(file);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return node.expression.getText(file);
  if (ts.isJsxElement(node)) return node.openingElement.tagName.getText(file);
  return ts.isJsxSelfClosingElement(node) ? node.tagName.getText(file) : null;
}

/** Whether a node stands in a macro, or where no person reads it. */
function isExcused(node: ts.Node, file: ts.SourceFile): boolean {
  for (let one: ts.Node = node; !ts.isSourceFile(one); one = one.parent) {
    const receiver = receiverOf(one, file);
    if (receiver !== null && [MACRO_TAG, MACRO_CALL, UNREAD].some((known) => known.test(receiver))) return true;
    if (ts.isTypeNode(one) || ts.isImportDeclaration(one)) return true;
  }
  return false;
}

/** A table's entry that stands bare in a fragment: a message there is not worded, and what a fragment holds is not type-checked. */
function bareEntry(node: ts.Node, file: ts.SourceFile): string | null {
  if (!ts.isJsxExpression(node) || !node.expression || !ts.isJsxFragment(node.parent)) return null;
  const { expression } = node;
  const isEntry = ts.isElementAccessExpression(expression) && /^[A-Z][A-Z_]+$/.test(expression.expression.getText(file));
  return isEntry ? node.getText(file) : null;
}

/** A worded text in another case, which only some languages can have within a sentence. */
function recasedWords(node: ts.Node, file: ts.SourceFile): string | null {
  if (!ts.isPropertyAccessExpression(node) || !/^to(Locale)?(Lower|Upper)Case$/.test(node.name.text)) return null;
  return /^(i18n\._|t)[(`]/.test(node.expression.getText(file)) ? node.getText(file) : null;
}

/** Whether what stands around a string has it as its value: a condition, an alternative. */
function passesOn(outer: ts.Node, inner: ts.Node): boolean {
  if (ts.isConditionalExpression(outer)) return outer.condition !== inner;
  return ts.isBinaryExpression(outer) && /^(&&|\|\||\?\?)$/.test(outer.operatorToken.getText());
}

/** Whether a string is shown between tags as it is, perhaps by a condition. */
function isShown(node: ts.Node): boolean {
  let one = node;
  while (ts.isParenthesizedExpression(one.parent) || passesOn(one.parent, one)) one = one.parent;
  return ts.isJsxExpression(one.parent) && (ts.isJsxElement(one.parent.parent) || ts.isJsxFragment(one.parent.parent));
}

function stringWords(node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral, file: ts.SourceFile): string | null {
  const isRead = ts.isJsxAttribute(node.parent) && READ.test(node.parent.name.getText(file));
  const isAdded = ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken;
  const isPiece = isAdded && PIECE.test(node.text);
  return ((isRead || isShown(node)) && hasWord(node.text)) || isPiece || isSentence(node.text) ? node.text : null;
}

/** Class names and SQL are put together of pieces too. */
function isOfPieces({ parent }: ts.Node, file: ts.SourceFile): boolean {
  if (file.fileName.startsWith('server/')) return true;
  return ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent) && !READ.test(parent.parent.name.getText(file));
}

function templateWords(node: ts.TemplateExpression, file: ts.SourceFile): string | null {
  const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  const isPieced = !isOfPieces(node, file) && pieces.some((piece) => PIECE.test(piece));
  const text = pieces.join('x');
  return isPieced || (isSentence(text) && pieces.some(hasWord)) ? text : null;
}

function wordsOf(node: ts.Node, file: ts.SourceFile): string | null {
  if (ts.isJsxText(node)) return hasWord(node.text) ? node.text.trim() : null;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return stringWords(node, file);
  return ts.isTemplateExpression(node) ? templateWords(node, file) : (bareEntry(node, file) ?? recasedWords(node, file));
}

/** The words of a file that stand in no macro, each with its line. */
export function hardCodedWords(path: string, code: string): string[] {
  const kind = path.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, kind);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const words = wordsOf(node, file);
    if (words && !isExcused(node, file)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push(`${path}:${line + 1} ${words.replace(/\s+/g, ' ')}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
