/** Which class a slot of a file is of. What is not found is asked for in the preview. */
import type { Answers, Question } from '../import';
import { type ClassFacts, findSection, type Refusal } from '../import-classes';
import { plainWord } from '../import-columns';
import type { SlotDraft } from './slot-draft';

/** Letters of what the file calls a class, as it is asked for. */
const NAME_MOST = 255;

/** The one class whose whole name stands within a text, the longest name first: "PH A – lecture". */
function sectionWithin(text: string, { sectionsByName }: ClassFacts): number | null {
  const words = ` ${plainWord(text)} `;
  const names = [...sectionsByName.keys()].filter((name) => name.includes(' ') && words.includes(` ${name} `));
  const [longest] = names.sort((a, b) => b.length - a.length);
  const [found, another] = sectionsByName.get(longest ?? '') ?? [];
  return found !== undefined && another === undefined ? found : null;
}

export class SectionFinder {
  /** What the file calls classes that are not found, once each. */
  readonly #asked = new Map<string, Question>();

  /** @param chosen the class of every line  @param answers classes by what the file calls them */
  constructor(
    readonly facts: ClassFacts,
    readonly chosen: number | null,
    readonly answers: Answers,
  ) {}

  get questions(): Question[] {
    return [...this.#asked.values()];
  }

  /** The class of a draft, or why there is none. */
  find({ names, meets }: SlotDraft): number | Refusal {
    if (this.chosen !== null) return this.chosen;
    const name = names[0]?.slice(0, NAME_MOST);
    if (name === undefined) return { refusal: 'import.no-class' };
    const answer = this.answers[name];
    if (typeof answer === 'number' && this.facts.sections.has(answer)) return answer;
    const found = names.map((one) => findSection(one, this.facts));
    const sectionId = found.find((one) => typeof one === 'number') ?? ('days' in meets ? sectionWithin(name, this.facts) : null);
    if (sectionId !== null) return sectionId;
    this.#asked.set(name, { sourcedId: name, subject: name, candidates: [] });
    return found.find((one) => typeof one === 'object') as Refusal;
  }
}
