import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import type { Body, FactsOf } from '../scope/reach';
import { onlyForPeople } from '../scope/shown-only';
import { isBinary, isCallNode, methodOf, nodesIn, shortText, unwrap } from '../scope/syntax';
import type { TransactionScope } from '../scope/transaction-scope';
import { hasNoZone } from './date-texts';
import { remembered, reportChains } from './machine-rule';
import type { Rule } from './rule';

interface LocaleRead {
    readonly node: ts.Node;
    readonly says: string;
    readonly level?: 'warn';
}

const ZONE = 'it is read in the time zone of the machine.';
const LOCALE = 'it follows the locale of the machine.';
const ICU = 'other versions of ICU write it in another way.';

/** Members of Date that follow the zone of the machine. Seconds are the same in all zones. */
const LOCAL_DATE = new Set(
    ['Date', 'Day', 'FullYear', 'Hours', 'Minutes', 'Month']
        .flatMap((part) => [`get${part}`, `set${part}`])
        .filter((name) => name !== 'setDay'),
);
const DISTINCTIVE = new Set([
    'getFullYear',
    'getHours',
    'getMinutes',
    'setFullYear',
    'setHours',
    'setMinutes',
    'getTimezoneOffset',
]);
const DATE_TEXT = new Set(['toString', 'toDateString', 'toTimeString', 'getTimezoneOffset', 'getYear']);
const LOCALE_TEXT = new Set(['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']);
const LOCALE_CASE = new Set(['toLocaleUpperCase', 'toLocaleLowerCase']);
const INTL =
    /^Intl\.(Collator|DateTimeFormat|DisplayNames|DurationFormat|ListFormat|NumberFormat|PluralRules|RelativeTimeFormat|Segmenter)$/;

const MEMO = new WeakMap<TransactionScope, FactsOf<LocaleRead>>();

export const noLocale: Rule = {
    name: 'no-locale',
    level: 'error',
    fault: 'Local hours, texts of dates without a zone, and the forms of numbers and of alphabets follow the settings of each machine.',
    remedy: 'Use the UTC members of Date and ISO texts with a zone; compare texts by <; write numbers without Intl.',
    whenWrong:
        'What only goes to a log or to an error that is thrown is not reported. With a locale and a zone it is a warning: versions of ICU differ still.',
    example: {
        wrong: 'const hour = ctx.stub.getDateTimestamp().getHours();',
        right: 'const hour = ctx.stub.getDateTimestamp().getUTCHours();',
    },
    check(context) {
        const factsOf = MEMO.get(context.scope) ?? remembered((body) => readsIn(body, context.project));
        MEMO.set(context.scope, factsOf);
        reportChains(context, factsOf, ({ node, ...rest }) => ({ node, text: shortText(node), ...rest }));
    },
};

function readsIn(body: Body, project: Project): readonly LocaleRead[] {
    return nodesIn(body).flatMap((node) => {
        const read = readAt(node, project);
        if (read === undefined || onlyForPeople(node, project)) return [];
        return [{ node: ts.isTemplateSpan(node) ? node.expression : node, ...read }];
    });
}

function readAt(node: ts.Node, project: Project): Says | undefined {
    if (ts.isTemplateSpan(node)) return isDate(node.expression, project) ? { says: ZONE } : undefined;
    if (isAdded(node, project)) return { says: ZONE };
    if (!isCallNode(node)) return undefined;
    return byMethod(node, project) ?? byName(node, project);
}

/** `'' + date`: a sum of a Date and anything is a text. */
function isAdded(node: ts.Node, project: Project): boolean {
    return (
        isBinary(node, ts.SyntaxKind.PlusToken, ts.SyntaxKind.PlusEqualsToken) &&
        (isDate(node.left, project) || isDate(node.right, project))
    );
}

type Says = Omit<LocaleRead, 'node'>;

function byMethod(node: ts.CallExpression | ts.NewExpression, project: Project): Says | undefined {
    const method = methodOf(node);
    if (method === undefined) return undefined;
    const { name, object } = method;
    if (LOCAL_DATE.has(name) || DATE_TEXT.has(name))
        return isLocalDate(name, object, project) ? { says: ZONE } : undefined;
    return byLocaleMethod(name, isDate(object, project), node.arguments ?? []);
}

function byLocaleMethod(name: string, needsZone: boolean, args: readonly ts.Expression[]): Says | undefined {
    const [first, second] = args;
    if (name === 'localeCompare') return byLocale(isExplicit(second));
    if (LOCALE_CASE.has(name)) return isExplicit(first) ? undefined : { says: LOCALE };
    return LOCALE_TEXT.has(name) ? byLocale(isExplicit(first) && (!needsZone || hasZone(second))) : undefined;
}

function isLocalDate(name: string, object: ts.Expression, project: Project): boolean {
    return isDate(object, project) || (DISTINCTIVE.has(name) && project.isUnknown(object));
}

/** With a locale, and a zone for times, versions of ICU are left. */
function byLocale(isExplicit: boolean): Says {
    return isExplicit ? { says: ICU, level: 'warn' } : { says: LOCALE };
}

function byName(node: ts.CallExpression | ts.NewExpression, project: Project): Says | undefined {
    const name = fullNameOf(node.expression, project);
    const [first, second] = node.arguments ?? [];
    if (name === undefined) return undefined;
    if (INTL.test(name)) return byLocale(isExplicit(first) && (name !== 'Intl.DateTimeFormat' || hasZone(second)));
    return first !== undefined && isReadLocally(name, first, node, project) ? { says: ZONE } : undefined;
}

/** `String(date)`, `Date.parse(text)`, `new Date(text)`, `new Date(2026, 0)` */
function isReadLocally(
    name: string,
    first: ts.Expression,
    node: ts.CallExpression | ts.NewExpression,
    project: Project,
): boolean {
    if (name === 'String') return isDate(first, project);
    if (name === 'Date.parse') return hasNoZone(first, project);
    if (name !== 'Date' || !ts.isNewExpression(node)) return false;
    return (node.arguments?.length ?? 0) > 1 || hasNoZone(first, project);
}

function isDate(node: ts.Expression, project: Project): boolean {
    return project.isOfType(node, 'Date');
}

function isExplicit(locale: ts.Expression | undefined): boolean {
    if (locale === undefined) return false;
    const inner = unwrap(locale);
    if (ts.isArrayLiteralExpression(inner)) return inner.elements.length > 0;
    return (
        !(ts.isIdentifier(inner) && inner.text === 'undefined') &&
        !(ts.isStringLiteral(inner) && inner.text === 'default')
    );
}

function hasZone(options: ts.Expression | undefined): boolean {
    if (options === undefined) return false;
    const inner = unwrap(options);
    if (!ts.isObjectLiteralExpression(inner)) return true;
    return inner.properties.some(
        (property) => ts.isSpreadAssignment(property) || property.name.getText() === 'timeZone',
    );
}
