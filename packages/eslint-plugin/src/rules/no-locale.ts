import ts from 'typescript';
import { fullNameOf } from '../scope/names';
import type { Project } from '../scope/project';
import type { Body, FactsOf } from '../scope/reach';
import { onlyForPeople } from '../scope/shown-only';
import { isCallNode, methodOf, nodesIn, shortText, unwrap } from '../scope/syntax';
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
        return read === undefined || onlyForPeople(node, project) ? [] : [{ node, ...read }];
    });
}

function readAt(node: ts.Node, project: Project): Omit<LocaleRead, 'node'> | undefined {
    if (ts.isTemplateSpan(node)) return isDate(node.expression, project) ? { says: ZONE } : undefined;
    if (!isCallNode(node)) return undefined;
    return byMethod(node, project) ?? byName(node, project);
}

function byMethod(node: ts.CallExpression | ts.NewExpression, project: Project): Omit<LocaleRead, 'node'> | undefined {
    const method = methodOf(node);
    if (method === undefined) return undefined;
    const { name, object } = method;
    const args = node.arguments ?? [];
    if (LOCAL_DATE.has(name) || DATE_TEXT.has(name)) {
        const local = isDate(object, project) || (DISTINCTIVE.has(name) && project.isUnknown(object));
        return local ? { says: ZONE } : undefined;
    }
    if (name === 'localeCompare') return isExplicit(args[1]) ? { says: ICU, level: 'warn' } : { says: LOCALE };
    if (LOCALE_CASE.has(name)) return isExplicit(args[0]) ? undefined : { says: LOCALE };
    if (!LOCALE_TEXT.has(name)) return undefined;
    const needsZone = isDate(object, project);
    return isExplicit(args[0]) && (!needsZone || hasZone(args[1])) ? { says: ICU, level: 'warn' } : { says: LOCALE };
}

function byName(node: ts.CallExpression | ts.NewExpression, project: Project): Omit<LocaleRead, 'node'> | undefined {
    const name = fullNameOf(node.expression, project);
    const args = node.arguments ?? [];
    if (name === undefined) return undefined;
    if (INTL.test(name)) {
        const needsZone = name === 'Intl.DateTimeFormat';
        return isExplicit(args[0]) && (!needsZone || hasZone(args[1]))
            ? { says: ICU, level: 'warn' }
            : { says: LOCALE };
    }
    if (name === 'String' && args[0] !== undefined) return isDate(args[0], project) ? { says: ZONE } : undefined;
    if (name === 'Date.parse') return args[0] !== undefined && hasNoZone(args[0], project) ? { says: ZONE } : undefined;
    if (name !== 'Date' || !ts.isNewExpression(node)) return undefined;
    if (args.length > 1) return { says: ZONE };
    return args[0] !== undefined && hasNoZone(args[0], project) ? { says: ZONE } : undefined;
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
        (property) => ts.isSpreadAssignment(property) || property.name?.getText() === 'timeZone',
    );
}
