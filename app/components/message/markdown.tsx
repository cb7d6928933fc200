/**
 * Markdown as elements of React (CommonMark 0.31). Nothing of it becomes HTML by itself: what is typed as HTML is shown as text, and of
 * links only those to the web and to mail addresses are made. Pictures are their description, because fetching one tells its sender who
 * reads.
 */
import { createElement, Fragment, type ReactNode } from 'react';
import { type Node, treeOf } from './markdown-tree';

/** Deeper than anybody writes, and shallow enough to render. */
const DEEPEST = 12;

const SAFE_PROTOCOLS = ['http:', 'https:', 'mailto:'];

/** Addresses in running text, without the punctuation after them. */
const ADDRESS = /(https?:\/\/[^\s<>()]*[^\s<>().,:;!?'"])/;

const isSafe = (url: string) => URL.canParse(url) && SAFE_PROTOCOLS.includes(new URL(url).protocol);

function SafeLink({ url, children }: { url: string; children: ReactNode }) {
  if (!isSafe(url)) return <>{children}</>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
    >
      {children}
    </a>
  );
}

/** Elements beside each other. They never change places, so none needs a key. */
const row = (parts: readonly ReactNode[]): ReactNode => createElement(Fragment, null, ...parts);

/** What `ADDRESS` splits a text into: every other part is an address. */
const partOf = (part: string, at: number) => (at % 2 === 1 ? <SafeLink url={part}>{part}</SafeLink> : part);

/** A text in which addresses are links. */
const linked = (text: string) => row(text.split(ADDRESS).map(partOf));

function childrenOf(node: Node, depth: number): ReactNode {
  if (!('children' in node) || depth > DEEPEST) return null;
  return row(node.children.map((child) => elementOf(child, depth + 1)));
}

/** A heading within a message is no heading of the page. */
function elementOf(node: Node, depth: number): ReactNode {
  const children = () => childrenOf(node, depth);
  switch (node.type) {
    case 'text':
      return linked(node.value);
    case 'html':
      return node.value;
    case 'paragraph':
      return <p>{children()}</p>;
    case 'heading':
      return <p className="font-semibold text-ink">{children()}</p>;
    case 'emphasis':
      return <em>{children()}</em>;
    case 'strong':
      return <strong className="font-semibold">{children()}</strong>;
    case 'inlineCode':
      return <code className="font-mono text-[0.9em]">{node.value}</code>;
    case 'code':
      return <pre className="overflow-x-auto rounded-md bg-surface-sunken p-3 font-mono text-sm">{node.value}</pre>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr className="border-line" />;
    case 'blockquote':
      return <blockquote className="grid gap-2 border-s-2 border-line-strong ps-3 text-ink-muted">{children()}</blockquote>;
    case 'list':
      return node.ordered ? (
        <ol start={node.start ?? undefined} className="list-decimal ps-6">
          {children()}
        </ol>
      ) : (
        <ul className="list-disc ps-6">{children()}</ul>
      );
    case 'listItem':
      return <li>{children()}</li>;
    case 'link':
      return <SafeLink url={node.url}>{children()}</SafeLink>;
    case 'image':
    case 'imageReference':
      return node.alt;
    default:
      return children();
  }
}

/** A message's text. Never throws. */
export function Markdown({ text }: { text: string }) {
  return <div className="grid gap-2 wrap-anywhere">{childrenOf(treeOf(text), 0)}</div>;
}
