/** Rules of alerts: what each looks at, its numbers, and which classes it is judged on. A school has one of each, on or off; a class may
 *  have its own instead, or none. */
import { z } from 'zod';
import { CHRONIC_SHARE, MINIMUM_POSSIBLE } from '#domain/rate';

export const ALERT_RULES = ['low-attendance', 'consecutive-absences', 'chronic', 'out-of-reach', 'sudden-drop'] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** Class sessions. */
const Least = z.number().int().min(1).max(500);
/** Thousandths of a rate. A whole percent, as the school's own line is. */
const Share = z.number().int().min(10).max(1000).multipleOf(10);
/** The school's own line where it is null. */
const Line = Share.nullable();

/** What the numbers of each rule are. */
const NUMBERS = {
  /** The rate is below the line, with enough class sessions to say so. */
  'low-attendance': z.object({ threshold: Line, least: Least }),
  /** So many class sessions of one class were missed in a row. */
  'consecutive-absences': z.object({ count: z.number().int().min(2).max(50) }),
  /** A share of all class sessions was missed, excused or not. */
  chronic: z.object({ share: Share, least: Least }),
  /** Attending everything that is left would end below the line. */
  'out-of-reach': z.object({ threshold: Line, least: Least }),
  /** The rate of the last two weeks is so far below the one before; each has enough class sessions to say so. */
  'sudden-drop': z.object({ drop: Share, least: Least }),
};
export type RuleNumbers = { [Rule in AlertRule]: z.infer<(typeof NUMBERS)[Rule]> };

const LEAST_CHRONIC = 10;

/** What the numbers are until somebody changes them. */
export const DEFAULT_NUMBERS: RuleNumbers = {
  'low-attendance': { threshold: null, least: MINIMUM_POSSIBLE },
  'consecutive-absences': { count: 3 },
  chronic: { share: 1000 / CHRONIC_SHARE, least: LEAST_CHRONIC },
  'out-of-reach': { threshold: null, least: MINIMUM_POSSIBLE },
  'sudden-drop': { drop: 200, least: MINIMUM_POSSIBLE },
};

const IsOn = z.object({ isOn: z.boolean() });

/** The school's rules. What an earlier version has not saved has its default. */
export const SchoolRules = z.object({
  'low-attendance': NUMBERS['low-attendance'].extend(IsOn.shape).default({ isOn: true, ...DEFAULT_NUMBERS['low-attendance'] }),
  'consecutive-absences': NUMBERS['consecutive-absences']
    .extend(IsOn.shape)
    .default({ isOn: true, ...DEFAULT_NUMBERS['consecutive-absences'] }),
  chronic: NUMBERS.chronic.extend(IsOn.shape).default({ isOn: false, ...DEFAULT_NUMBERS.chronic }),
  'out-of-reach': NUMBERS['out-of-reach'].extend(IsOn.shape).default({ isOn: false, ...DEFAULT_NUMBERS['out-of-reach'] }),
  'sudden-drop': NUMBERS['sudden-drop'].extend(IsOn.shape).default({ isOn: false, ...DEFAULT_NUMBERS['sudden-drop'] }),
});
export type SchoolRules = z.infer<typeof SchoolRules>;

export const AlertSettings = z.object({
  rules: SchoolRules.prefault({}),
  /** Days after which an alert that nobody has handled is told to administrators; null never. */
  escalateAfterDays: z.number().int().min(1).max(365).nullable().default(7),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

export const DEFAULT_ALERTS: AlertSettings = AlertSettings.parse({});

/** A class's own rules: numbers instead of the school's, null for none; what is left out is as the school has it. */
export type SectionRules = { [Rule in AlertRule]?: RuleNumbers[Rule] | null };

/** A rule with the numbers that it is judged by. */
export type Rule = {
  [Name in AlertRule]: { rule: Name } & {
    [Field in keyof RuleNumbers[Name]]: Exclude<RuleNumbers[Name][Field], null>;
  };
}[AlertRule];

/** Every rule that holds anywhere in a school. */
export type RulePlan = {
  school: SchoolRules;
  sections: ReadonlyMap<number, SectionRules>;
  /** The school's line, in thousandths. */
  threshold: number;
};

function ruleOf<Name extends AlertRule>(rule: Name, numbers: RuleNumbers[Name], threshold: number): Rule {
  const line = 'threshold' in numbers ? { threshold: numbers.threshold ?? threshold } : {};
  return { rule, ...numbers, ...line } as Rule;
}

/** What a rule is judged on: the classes together, or the one that `sectionId` names. */
export type Scope = { rule: Rule; sectionId: number | null; sectionIds: readonly number[] };

/** Missing in a row is missing in one class; every other rule looks at all classes together. */
const isByClass = (name: AlertRule) => name === 'consecutive-absences';

/** Of these classes, those that go by the school's rule. */
export function underSchoolRule(plan: RulePlan, name: AlertRule, sectionIds: readonly number[]): number[] {
  return sectionIds.filter((id) => plan.sections.get(id)?.[name] === undefined);
}

/** The scopes of a rule among a student's classes. One with a rule of its own, or without, is not in the school's figure. */
export function scopesOf(plan: RulePlan, name: AlertRule, sectionIds: readonly number[]): Scope[] {
  const own = sectionIds.flatMap((sectionId): Scope[] => {
    const numbers = plan.sections.get(sectionId)?.[name];
    return numbers ? [{ rule: ruleOf(name, numbers, plan.threshold), sectionId, sectionIds: [sectionId] }] : [];
  });
  const { isOn, ...numbers } = plan.school[name];
  if (!isOn) return own;
  const rule = ruleOf(name, numbers as RuleNumbers[typeof name], plan.threshold);
  const rest = underSchoolRule(plan, name, sectionIds);
  if (isByClass(name)) return [...own, ...rest.map((sectionId) => ({ rule, sectionId, sectionIds: [sectionId] }))];
  return rest.length === 0 ? own : [...own, { rule, sectionId: null, sectionIds: rest }];
}
