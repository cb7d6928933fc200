/** Markdown as plain text (CommonMark 0.31), for where nothing else is shown. */
import { type Node, treeOf } from './markdown-tree';

/** What holds blocks, which stand on lines of their own. */
const HOLDS_BLOCKS: readonly Node['type'][] = ['root', 'blockquote', 'list', 'listItem'];

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  if (node.type === 'break') return '\n';
  if (!('children' in node)) return '';
  return node.children.map(textOf).join(HOLDS_BLOCKS.includes(node.type) ? '\n' : '');
}

/** The text of a document without its marks, a line for each block. Never throws. */
export function markdownText(markdown: string): string {
  return textOf(treeOf(markdown))
    .replace(/\n{2,}/g, '\n')
    .trim();
}
