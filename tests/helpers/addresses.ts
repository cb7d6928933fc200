/** Finds addresses of the product that a file writes down. Pure: a file in, findings out, so that it can be shown to fail. */
import ts from 'typescript';
import type { SourceFile } from './architecture';

/** Where a lone `/` is the start page, and not a sign between two words. */
const LEADS_SOMEWHERE = /^(to|href|action|redirect|navigate)$/;

/** What a text is given to: an attribute, a property or a function. */
function receiverOf({ parent }: ts.Node): string {
  if (ts.isJsxAttribute(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return ts.isCallExpression(parent) ? parent.expression.getText() : '';
}

/** The written parts of a text: all of it, or what stands between the values of a template. */
function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

/** Texts that begin with a page's first segment, as "app/a.tsx: /profile".
 *  @param segments of all routes: `teach`, `admin` */
export function addressesIn(file: SourceFile, segments: readonly string[]): string[] {
  const address = new RegExp(`^/(${segments.join('|')})([/?#]|$)`);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const isAddress = isText(node) && (address.test(node.text) || (node.text === '/' && LEADS_SOMEWHERE.test(receiverOf(node))));
    if (isAddress) found.push(`${file.path}: ${node.text}`);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true));
  return found;
}
