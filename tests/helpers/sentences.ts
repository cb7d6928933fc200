/** Finds words in the code of screens that no catalogue has: text between tags, attributes that people read, sentences in strings. */
import ts from 'typescript';

/** Attributes that are read, whatever they hold. */
const READ = /^(aria-label|aria-description|title|placeholder|alt|label|hint|lead|caption|heading|description)$/;
const MACRO_TAG = /^(Trans|Plural|Select)$/;
const MACRO_CALL = /^(t|msg|plural|select)$/;
/** A sentence in a string: begins like one and has several words, or ends like one. */
const SENTENCE = /^["“‘(]?\p{Lu}[\p{L}’']*([ ,:;–]+[\p{L}\p{N}’'"“”()/–-]+)+[.?!…]?$|^\p{Lu}.*\s.*[.?!…]$/u;

const hasWord = (text: string) => /\p{L}{2}/u.test(text);

/** Whether a node stands in a macro, or where no person reads it. */
function isExcused(node: ts.Node, file: ts.SourceFile): boolean {
  for (let one: ts.Node = node; !ts.isSourceFile(one); one = one.parent) {
    if (ts.isTaggedTemplateExpression(one) && MACRO_CALL.test(one.tag.getText(file))) return true;
    if (ts.isCallExpression(one) && MACRO_CALL.test(one.expression.getText(file))) return true;
    if (ts.isJsxElement(one) && MACRO_TAG.test(one.openingElement.tagName.getText(file))) return true;
    if (ts.isJsxSelfClosingElement(one) && MACRO_TAG.test(one.tagName.getText(file))) return true;
    if (ts.isThrowStatement(one) || ts.isTypeNode(one) || ts.isImportDeclaration(one)) return true;
    if (ts.isNewExpression(one) && /Error$/.test(one.expression.getText(file))) return true;
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

function wordsOf(node: ts.Node, file: ts.SourceFile): string | null {
  const entry = bareEntry(node, file);
  if (entry) return entry;
  if (ts.isJsxText(node)) return hasWord(node.text) ? node.text.trim() : null;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    const isRead = ts.isJsxAttribute(node.parent) && READ.test(node.parent.name.getText(file)) && hasWord(node.text);
    return isRead || SENTENCE.test(node.text.trim()) ? node.text : null;
  }
  if (!ts.isTemplateExpression(node)) return null;
  const text = node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
  return SENTENCE.test(text.trim()) ? text : null;
}

/** The words of a file that stand in no macro, each with its line. */
export function hardCodedWords(path: string, code: string): string[] {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
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
