/** Markdown read once (CommonMark 0.31): the same announcement is shown, and sent, to thousands. */
import { fromMarkdown } from 'mdast-util-from-markdown';

export type Root = ReturnType<typeof fromMarkdown>;
export type Node = Root | Root['children'][number];

/** Trees by their text, the latest read last. */
const trees = new Map<string, Root>();
const TREES_KEPT = 64;

/** The tree of a text. Never throws. */
export function treeOf(text: string): Root {
  const tree = trees.get(text) ?? fromMarkdown(text);
  trees.delete(text);
  trees.set(text, tree);
  if (trees.size > TREES_KEPT) for (const oldest of [...trees.keys()].slice(0, 1)) trees.delete(oldest);
  return tree;
}
