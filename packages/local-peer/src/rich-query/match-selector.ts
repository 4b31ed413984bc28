import { PatternTooSlow } from '../patterns/bounded-pattern';
import { PatternTime } from '../patterns/pattern-time';
import { compilePattern } from '../patterns/pcre';
import { compareUtf8 } from '../records/utf8-order';
import { collate } from './collate';
import { couchError } from './couch-error';
import { compareTerms, isSameTerm } from './erlang-term';
import { type FieldPath, lookUp, parsePath } from './field-path';
import { asList, isNumber, isObject, isWhole, type Json } from './json';
import { isList, type Selector } from './selector';

/** Whether a value fulfils a condition. @throws Error in CouchDB's words where it cannot be told */
export type Predicate = (value: Json) => boolean;

type Compare = (left: Json, right: Json) => number;

/** What the conditions of a selector have in common. */
interface Matching {
    readonly compare: Compare;
    readonly time: PatternTime;
}

/**
 * Matches documents as CouchDB does (apache/couchdb, mango_selector.erl, match). A field that is missing fulfils no
 * condition but `$exists: false`, not even a negated one.
 * @param time what its expressions may take on all documents. Default: as for one query
 */
export function matcherOf(selector: Selector, time: PatternTime = new PatternTime()): Predicate {
    return predicateOf(selector, { compare: collate, time });
}

function predicateOf(selector: Selector, matching: Matching): Predicate {
    if (isList(selector)) return LISTS[selector.kind](selector.parts.map((part) => predicateOf(part, matching)));
    switch (selector.kind) {
        case 'everything':
        case 'text':
            return () => true;
        case '$not':
            return not(predicateOf(selector.part, matching));
        case 'inside':
            return INSIDE[selector.operator](predicateOf(selector.part, matching));
        case 'field':
            return matcherOfField(selector.field, selector.condition, matching);
        case 'operator':
            return matcherOfOperator(selector.operator, selector.argument, matching);
    }
}

const LISTS = {
    $and: (parts: readonly Predicate[]) => (value: Json) => parts.every((part) => part(value)),
    /** Without conditions it is fulfilled, too. */
    $or: (parts: readonly Predicate[]) => (value: Json) => parts.length === 0 || parts.some((part) => part(value)),
    /** There is none left but inside of elements, where CouchDB does not know it. */
    $nor: () => fail(() => couchError('invalid_operator', 'Invalid operator: $nor')),
};

function not(part: Predicate): Predicate {
    return (value) => !part(value);
}

function fail(error: () => Error): Predicate {
    return () => {
        throw error();
    };
}

function matcherOfField(field: string, condition: Selector, matching: Matching): Predicate {
    // Ids are compared by their bytes.
    const matches = predicateOf(condition, field === '_id' ? { ...matching, compare: compareTerms } : matching);
    if (field === '') return matches;
    let path: FieldPath;
    try {
        path = parsePath(field);
    } catch (error) {
        // It is not looked at before a document is.
        return fail(() => error as Error);
    }
    const fulfilledByNothing =
        condition.kind === 'operator' && condition.operator === '$exists' && condition.argument === false;
    return (document) => {
        const value = lookUp(document, path);
        if (typeof value === 'string') return value === 'missing' && fulfilledByNothing;
        try {
            return matches(value.found);
        } catch (error) {
            throw error instanceof PatternTooSlow ? error.within(field) : error;
        }
    };
}

/** What fails for one of the elements is not fulfilled; what was ended has not failed, and nobody knows what it is. */
const INSIDE = {
    $elemMatch: (matches: Predicate) => (value: Json) => attempt(() => asList(value)?.some(matches)),
    /** No list without elements. */
    $allMatch: (matches: Predicate) => (value: Json) => {
        const list = asList(value);
        return list !== undefined && list.length > 0 && attempt(() => list.every(matches));
    },
    $keyMapMatch: (matches: Predicate) => (value: Json) =>
        isObject(value) && attempt(() => Object.keys(value).sort(compareUtf8).some(matches)),
};

function attempt(match: () => boolean | undefined): boolean {
    try {
        return match() === true;
    } catch (error) {
        if (error instanceof PatternTooSlow) throw error;
        return false;
    }
}

type Operator = (argument: Json, matching: Matching) => Predicate;

function comparison(holds: (difference: number) => boolean): Operator {
    return (argument, { compare }) =>
        (value) =>
            holds(compare(value, argument));
}

/** Of a list, any element. */
const isIn: Operator = (argument, { compare }) => {
    const wanted = asList(argument) ?? [];
    return (value) => {
        const values = asList(value) ?? [value];
        return wanted.some((one) => values.some((other) => compare(other, one) === 0));
    };
};

function matcherOfOperator(operator: string, argument: Json, matching: Matching): Predicate {
    return OPERATORS[operator]?.(argument, matching) ?? (() => false);
}

/** The arguments have been looked at by `parseSelector`. */
const OPERATORS: Readonly<Record<string, Operator>> = {
    $lt: comparison((difference) => difference < 0),
    $lte: comparison((difference) => difference <= 0),
    $eq: comparison((difference) => difference === 0),
    $ne: comparison((difference) => difference !== 0),
    $gte: comparison((difference) => difference >= 0),
    $gt: comparison((difference) => difference > 0),
    $in: isIn,
    $nin: (argument, matching) => not(isIn(argument, matching)),
    /** A value that is there exists; one that is missing does not come here. */
    $exists: (argument) => () => argument === true,
    $type: (argument) => (value) => typeName(value) === argument,
    $size: (argument) => (value) => asList(value)?.length === Number(argument),
    $mod: matchMod,
    $regex: matchPattern,
    $beginsWith: (argument) => (value) =>
        typeof value === 'string' && typeof argument === 'string' && value.startsWith(argument),
    $all: matchAll,
};

/** The list has all of these elements, or is the one list among them; without elements nothing is. */
function matchAll(argument: Json): Predicate {
    const wanted = asList(argument) ?? [];
    const [first, ...others] = wanted;
    const only = first !== undefined && others.length === 0 ? asList(first) : undefined;
    return (value) => {
        const values = asList(value);
        if (values === undefined || first === undefined) return false;
        if (wanted.every((one) => values.some((other) => isSameTerm(one, other)))) return true;
        return only !== undefined && compareTerms(only, values) === 0;
    };
}

function matchMod(argument: Json): Predicate {
    const [divisor, remainder] = (asList(argument) ?? []).filter(isWhole).map(BigInt);
    if (divisor === undefined) return () => false;
    return (value) => {
        if (!isWhole(value)) return false;
        if (divisor === 0n) throw couchError('unknown_error', 'badarith', 500);
        return BigInt(value) % divisor === remainder;
    };
}

function matchPattern(argument: Json, { time }: Matching): Predicate {
    const pattern = typeof argument === 'string' ? compilePattern(argument) : undefined;
    return (value) => typeof value === 'string' && pattern?.test(Buffer.from(value).toString('latin1'), time) === true;
}

function typeName(value: Json): string {
    if (value === null) return 'null';
    if (isNumber(value)) return 'number';
    return Array.isArray(value) ? 'array' : typeof value;
}
