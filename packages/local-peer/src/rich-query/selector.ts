import { compilePattern } from '../patterns/pcre';
import { badArgument, couchError } from './couch-error';
import { erlangTerm } from './erlang-term';
import { asList, isObject, isWhole, type Json, type JsonObject, sortedEntries } from './json';

/**
 * Mango selectors in the form to which CouchDB brings them before it does anything with them (apache/couchdb,
 * mango_selector.erl, normalize): every condition about a field has its whole path, and negations are as far inside as
 * they can be. What is inside `$elemMatch`, `$allMatch` and `$keyMapMatch` is about elements, and negations stay there.
 */
export type Selector =
    | { readonly kind: 'everything' }
    | { readonly kind: '$and' | '$or' | '$nor'; readonly parts: readonly Selector[] }
    | { readonly kind: '$not'; readonly part: Selector }
    | { readonly kind: 'inside'; readonly operator: InsideOperator; readonly part: Selector }
    | { readonly kind: 'operator'; readonly operator: string; readonly argument: Json }
    /** For an index of texts, which there is none of: it is fulfilled by everything. */
    | { readonly kind: 'text'; readonly argument: Json }
    | { readonly kind: 'field'; readonly field: string; readonly condition: Selector };

/** Conditions that are put together. */
export type SelectorList = Selector & { readonly kind: '$and' | '$or' | '$nor' };

export function isList(selector: Selector): selector is SelectorList {
    return selector.kind === '$and' || selector.kind === '$or' || selector.kind === '$nor';
}

type InsideOperator = '$elemMatch' | '$allMatch' | '$keyMapMatch';

/** @throws Error in CouchDB's words if it is not a selector */
export function parseSelector(selector: Json): Selector {
    if (!isObject(selector)) throw notObject(selector);
    if (Object.keys(selector).length === 0) return { kind: 'everything' };
    const parsed = withoutNegations(withFields(readSelector(selector), ''));
    if (parsed.kind === 'field' && parsed.field === '')
        throw couchError('invalid_selector', 'One or more conditions is missing a field name.');
    return parsed;
}

function notObject(selector: Json): Error {
    return couchError('invalid_selector_json', `Selector must be a JSON object, not: ${erlangTerm(selector)}`);
}

/** Operators that CouchDB knows by name, and does not have. */
const UNSUPPORTED: ReadonlySet<string> = new Set(['$where', '$geoWithin', '$geoIntersects', '$near', '$nearSphere']);

/** Whether operators take an argument. */
const ARGUMENTS: Readonly<Record<string, (argument: Json) => boolean>> = {
    $lt: () => true,
    $lte: () => true,
    $eq: () => true,
    $ne: () => true,
    $gte: () => true,
    $gt: () => true,
    $in: Array.isArray,
    $nin: Array.isArray,
    $all: Array.isArray,
    $exists: (argument) => typeof argument === 'boolean',
    $type: (argument) => typeof argument === 'string',
    $mod: (argument) => asList(argument)?.length === 2 && (asList(argument) ?? []).every(isWhole),
    $size: (argument) => isWhole(argument) && argument >= 0,
};

/** What is written, with every operator by its name (norm_ops). */
function readSelector(selector: Json): Selector {
    if (!isObject(selector) || Object.keys(selector).length === 0)
        return { kind: 'operator', operator: '$eq', argument: selector };
    const parts = sortedEntries(selector).map(([name, argument]) => readEntry(name, argument));
    const [only, ...others] = parts;
    return only !== undefined && others.length === 0 ? only : { kind: '$and', parts };
}

function readEntry(name: string, argument: Json): Selector {
    switch (name) {
        case '$and':
        case '$or':
        case '$nor':
            return { kind: name, parts: requireList(name, argument).map(readSelector) };
        case '$not':
            return { kind: '$not', part: readSelector(requireObject(name, argument)) };
        case '$elemMatch':
        case '$allMatch':
        case '$keyMapMatch':
            return { kind: 'inside', operator: name, part: readSelector(requireObject(name, argument)) };
        default:
            if (name.startsWith('$')) return readOperator(name, argument);
            return { kind: 'field', field: name, condition: readSelector(argument) };
    }
}

function readOperator(operator: string, argument: Json): Selector {
    if (UNSUPPORTED.has(operator)) throw couchError('not_supported', `Unsupported operator: ${operator}`);
    if (operator === '$text') {
        if (argument === null || typeof argument === 'object') throw badArgument(operator, argument);
        return { kind: 'text', argument };
    }
    // With anything else they are no operators of that name for CouchDB.
    if (typeof argument === 'string' && isForTexts(operator, argument)) return { kind: 'operator', operator, argument };
    const takes = Object.hasOwn(ARGUMENTS, operator) ? ARGUMENTS[operator] : undefined;
    if (takes === undefined) throw couchError('invalid_operator', `Invalid operator: ${operator}`);
    if (!takes(argument)) throw badArgument(operator, argument);
    return { kind: 'operator', operator, argument };
}

function isForTexts(operator: string, argument: string): boolean {
    if (operator === '$regex' && compilePattern(argument) === undefined) throw badArgument(operator, argument);
    return operator === '$regex' || operator === '$beginsWith';
}

function requireList(operator: string, argument: Json): readonly Json[] {
    const list = asList(argument);
    if (list === undefined) throw badArgument(operator, argument);
    return list;
}

function requireObject(operator: string, argument: Json): JsonObject {
    if (!isObject(argument)) throw badArgument(operator, argument);
    return argument;
}

/** Has every condition behind the whole path of its field (norm_fields). */
function withFields(selector: Selector, path: string): Selector {
    if (isList(selector)) return { ...selector, parts: selector.parts.map((part) => withFields(part, path)) };
    switch (selector.kind) {
        case '$not':
            return { kind: '$not', part: withFields(selector.part, path) };
        case 'inside':
            return { kind: 'field', field: path, condition: { ...selector, part: withFields(selector.part, '') } };
        case 'field':
            return withFields(selector.condition, path === '' ? selector.field : `${path}.${selector.field}`);
        case 'text':
            if (path === '') return selector;
            throw couchError('bad_field', `Invalid field normalization on selector: ${textTerm(selector.argument)}`);
        case 'everything':
        case 'operator':
            return { kind: 'field', field: path, condition: selector };
    }
}

function textTerm(argument: Json): string {
    return erlangTerm({ $default: { $text: argument } });
}

/** Has no negation outside of a condition that knows no opposite (norm_negations). */
function withoutNegations(selector: Selector): Selector {
    switch (selector.kind) {
        case '$not':
            return negate(selector.part);
        case '$nor':
            return { kind: '$and', parts: selector.parts.map(negate) };
        case '$and':
        case '$or':
            return { ...selector, parts: selector.parts.map(withoutNegations) };
        case 'everything':
        case 'field':
        case 'inside':
        case 'operator':
        case 'text':
            return selector;
    }
}

const OPPOSITES: Readonly<Record<string, string>> = {
    $lt: '$gte',
    $lte: '$gt',
    $eq: '$ne',
    $ne: '$eq',
    $gte: '$lt',
    $gt: '$lte',
    $in: '$nin',
    $nin: '$in',
};

function negate(selector: Selector): Selector {
    switch (selector.kind) {
        case '$not':
            return withoutNegations(selector.part);
        case '$nor':
            return { kind: '$or', parts: selector.parts.map(withoutNegations) };
        case '$and':
            return { kind: '$or', parts: selector.parts.map(negate) };
        case '$or':
            return { kind: '$and', parts: selector.parts.map(negate) };
        case 'field':
            return { ...selector, condition: negate(selector.condition) };
        case 'operator':
            return negateOperator(selector);
        case 'text':
            throw couchError('bad_arg', `Bad argument for operator $not: ${textTerm(selector.argument)}`);
        case 'everything':
        case 'inside':
            return { kind: '$not', part: selector };
    }
}

function negateOperator(selector: Selector & { readonly kind: 'operator' }): Selector {
    const { operator, argument } = selector;
    if (operator === '$exists') return { ...selector, argument: argument !== true };
    const opposite = OPPOSITES[operator];
    return opposite === undefined ? { kind: '$not', part: selector } : { ...selector, operator: opposite };
}
