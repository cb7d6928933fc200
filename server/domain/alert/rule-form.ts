/** The form of alert rules: in percent and class sessions, a mode for each rule. One form for a school, which has a rule or not, and for a
 *  class, which may go by the school's. */
import { z } from 'zod';
import {
  ALERT_RULES,
  type AlertRule,
  type AlertSettings,
  DEFAULT_NUMBERS,
  type RuleNumbers,
  type SchoolRules,
  type SectionRules,
} from '#domain/school/alert-rule';
import { says } from '#domain/words/says';

/** `school`: as the school has it, which only a class may choose. `own`: by these numbers. */
export const RULE_MODES = ['school', 'own', 'off'] as const;
export type RuleMode = (typeof RULE_MODES)[number];

const Mode = z.enum(RULE_MODES, { error: says('form.choose-one') });

function whole(min: number, max: number) {
  const error = says('form.whole-number', { min, max });
  return z.number({ error }).int(error).min(min, error).max(max, error);
}

/** Left empty, it is the school's line. */
const Line = whole(1, 100)
  .nullish()
  .transform((percent) => percent ?? null);
const Least = whole(1, 500);

const Rules = {
  lowMode: Mode,
  lowThreshold: Line,
  lowLeast: Least,
  rowMode: Mode,
  rowCount: whole(2, 50),
  chronicMode: Mode,
  chronicShare: whole(1, 100),
  chronicLeast: Least,
  reachMode: Mode,
  reachThreshold: Line,
  reachLeast: Least,
  dropMode: Mode,
  dropPoints: whole(1, 100),
  dropLeast: Least,
};

export const SectionRulesInput = z.object({ sectionId: z.coerce.number().int().positive(), ...Rules });
export type SectionRulesInput = z.infer<typeof SectionRulesInput>;

export const SchoolRulesInput = z.object({
  ...Rules,
  /** Left empty, administrators are never told. */
  escalateAfterDays: whole(1, 365)
    .nullish()
    .transform((days) => days ?? null),
  /** When the settings were last changed, as far as whoever fills in the form knows. */
  seenAt: z.number().int().nonnegative(),
});
export type SchoolRulesInput = z.infer<typeof SchoolRulesInput>;

/** The school's rules, or a class's where one is named. */
export const PreviewInput = z.object({ sectionId: z.coerce.number().int().positive().optional(), ...Rules });
export type PreviewInput = z.infer<typeof PreviewInput>;

type RulesForm = z.infer<z.ZodObject<typeof Rules>>;

const toShare = (percent: number) => percent * 10;
const toLine = (percent: number | null) => (percent === null ? null : toShare(percent));
const toPercent = (line: number | null) => (line === null ? null : line / 10);

function numbersIn(form: RulesForm): RuleNumbers {
  return {
    'low-attendance': { threshold: toLine(form.lowThreshold), least: form.lowLeast },
    'consecutive-absences': { count: form.rowCount },
    chronic: { share: toShare(form.chronicShare), least: form.chronicLeast },
    'out-of-reach': { threshold: toLine(form.reachThreshold), least: form.reachLeast },
    'sudden-drop': { drop: toShare(form.dropPoints), least: form.dropLeast },
  };
}

function modesIn(form: RulesForm): Record<AlertRule, RuleMode> {
  return {
    'low-attendance': form.lowMode,
    'consecutive-absences': form.rowMode,
    chronic: form.chronicMode,
    'out-of-reach': form.reachMode,
    'sudden-drop': form.dropMode,
  };
}

/** The school's rules that a form describes. */
export function schoolRulesIn(form: RulesForm): SchoolRules {
  const [numbers, modes] = [numbersIn(form), modesIn(form)];
  const rules = ALERT_RULES.map((rule) => [rule, { ...numbers[rule], isOn: modes[rule] === 'own' }]);
  return Object.fromEntries(rules) as SchoolRules;
}

/** The settings that a form describes. */
export function alertSettingsIn(form: SchoolRulesInput): AlertSettings {
  return { rules: schoolRulesIn(form), escalateAfterDays: form.escalateAfterDays };
}

/** A class's own rules that a form describes. */
export function sectionRulesIn(form: RulesForm): SectionRules {
  const [numbers, modes] = [numbersIn(form), modesIn(form)];
  const own = ALERT_RULES.filter((rule) => modes[rule] !== 'school');
  return Object.fromEntries(own.map((rule) => [rule, modes[rule] === 'own' ? numbers[rule] : null]));
}

function toForm(numbers: RuleNumbers, modes: Record<AlertRule, RuleMode>): RulesForm {
  return {
    lowMode: modes['low-attendance'],
    lowThreshold: toPercent(numbers['low-attendance'].threshold),
    lowLeast: numbers['low-attendance'].least,
    rowMode: modes['consecutive-absences'],
    rowCount: numbers['consecutive-absences'].count,
    chronicMode: modes.chronic,
    chronicShare: numbers.chronic.share / 10,
    chronicLeast: numbers.chronic.least,
    reachMode: modes['out-of-reach'],
    reachThreshold: toPercent(numbers['out-of-reach'].threshold),
    reachLeast: numbers['out-of-reach'].least,
    dropMode: modes['sudden-drop'],
    dropPoints: numbers['sudden-drop'].drop / 10,
    dropLeast: numbers['sudden-drop'].least,
  };
}

const modesOf = (modeOf: (rule: AlertRule) => RuleMode) =>
  Object.fromEntries(ALERT_RULES.map((rule) => [rule, modeOf(rule)])) as Record<AlertRule, RuleMode>;

/** A school's rules as the form's fields show them. */
export function toSchoolForm(rules: SchoolRules): RulesForm {
  return toForm(
    rules,
    modesOf((rule) => (rules[rule].isOn ? 'own' : 'off')),
  );
}

/** A class's rules as the form's fields show them; numbers it has not are the school's. */
export function toSectionForm(own: SectionRules, school: SchoolRules): RulesForm {
  const numbers = Object.fromEntries(
    ALERT_RULES.map((rule) => [rule, own[rule] ?? school[rule] ?? DEFAULT_NUMBERS[rule]]),
  ) as RuleNumbers;
  return toForm(
    numbers,
    modesOf((rule) => (own[rule] === undefined ? 'school' : own[rule] === null ? 'off' : 'own')),
  );
}
