import { compareUtf8 } from '../records/utf8-order';
import { collate, isObject } from './collate';
import { badArgument } from './couch-error';
import type { Json } from './json';

/** Tells whether a value fulfils a condition. */
export type Predicate = (value: Json) => boolean;

/** What operators need of the selector around them. */
export interface OperatorContext {
    /** Whether the value is a document's id. */
    readonly isId: boolean;
    /** Compiles the selector that an operator has for a list's elements, or an object's names. */
    readonly compile: (selector: Json) => Predicate;
}

type Compare = (left: Json, right: Json) => number;
/** Undefined if the operator does not take the argument. */
type Operator = (argument: Json, context: OperatorContext) => Predicate | undefined;

/** Every value is an argument to be compared with (apache/couchdb, mango_json.erl, cmp). */
function comparison(holds: (difference: number) => boolean): Operator {
    return (argument, { isId }) => {
        const compare = comparisonOf(isId);
        return (value) => holds(compare(value, argument));
    };
}

function comparisonOf(isId: boolean): Compare {
    if (!isId) return collate;
    return (left, right) =>
        typeof left === 'string' && typeof right === 'string' ? compareUtf8(left, right) : collate(left, right);
}

const OPERATORS: Readonly<Record<string, Operator>> = {
    $lt: comparison((difference) => difference < 0),
    $lte: comparison((difference) => difference <= 0),
    $eq: comparison((difference) => difference === 0),
    $ne: comparison((difference) => difference !== 0),
    $gte: comparison((difference) => difference >= 0),
    $gt: comparison((difference) => difference > 0),

    $in: compileIn,
    $nin(argument, context) {
        const isIn = compileIn(argument, context);
        return isIn && ((value) => !isIn(value));
    },
    /** A value that is there exists; one that is missing does not come here. */
    $exists: (argument) => (typeof argument === 'boolean' ? () => argument : undefined),
    $type: (argument) => (typeof argument === 'string' ? (value) => typeName(value) === argument : undefined),
    $size: (argument) =>
        isWhole(argument) && argument >= 0 ? (value) => Array.isArray(value) && value.length === argument : undefined,
    $mod: compileMod,
    $regex: compileRegex,
    $beginsWith: (argument) =>
        typeof argument === 'string' ? (value) => typeof value === 'string' && value.startsWith(argument) : undefined,
    $all: compileAll,
    $elemMatch: inner((matches) => (value) => Array.isArray(value) && (value as readonly Json[]).some(matches)),
    /** No list without elements. */
    $allMatch: inner(
        (matches) => (value) => Array.isArray(value) && value.length > 0 && (value as readonly Json[]).every(matches),
    ),
    $keyMapMatch: inner((matches) => (value) => isObject(value) && Object.keys(value).some(matches)),
};

/**
 * @returns undefined where there is no such operator
 * @throws Error in CouchDB's words if the operator does not take the argument
 */
export function compileOperator(name: string, argument: Json, context: OperatorContext): Predicate | undefined {
    if (!Object.hasOwn(OPERATORS, name)) return undefined;
    const predicate = OPERATORS[name]?.(argument, context);
    if (predicate === undefined) throw badArgument(name, argument);
    return predicate;
}

/** Of a list, any element. */
function compileIn(argument: Json, { isId }: OperatorContext): Predicate | undefined {
    if (!Array.isArray(argument)) return undefined;
    const wanted = argument as readonly Json[];
    const compare = comparisonOf(isId);
    return (value) => {
        const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
        return wanted.some((one) => values.some((other) => compare(other, one) === 0));
    };
}

/** The list has all of these elements, or is the one list among them. */
function compileAll(argument: Json): Predicate | undefined {
    if (!Array.isArray(argument)) return undefined;
    const wanted = argument as readonly Json[];
    return (value) => {
        if (!Array.isArray(value)) return false;
        const values = value as readonly Json[];
        if (wanted.every((one) => values.some((other) => isSame(one, other)))) return true;
        return wanted.length === 1 && Array.isArray(wanted[0]) && isSame(wanted[0], values);
    };
}

function compileMod(argument: Json): Predicate | undefined {
    if (!Array.isArray(argument) || argument.length !== 2) return undefined;
    const [divisor, remainder] = argument as readonly Json[];
    if (!isWhole(divisor) || !isWhole(remainder) || divisor === 0) return undefined;
    return (value) => isWhole(value) && value % divisor === remainder;
}

/** CouchDB's are PCRE; what both know means the same in both. */
function compileRegex(argument: Json): Predicate | undefined {
    if (typeof argument !== 'string') return undefined;
    let pattern: RegExp;
    try {
        pattern = new RegExp(argument);
    } catch {
        return undefined;
    }
    return (value) => typeof value === 'string' && pattern.test(value);
}

function inner(of: (matches: Predicate) => Predicate): Operator {
    return (argument, { compile }) => (isObject(argument) ? of(compile(argument)) : undefined);
}

function isWhole(value: Json | undefined): value is number {
    return Number.isInteger(value);
}

/** Equal in all their bytes, which is less than what collates as equal. */
function isSame(left: Json, right: Json): boolean {
    return JSON.stringify(left) === JSON.stringify(right);
}

function typeName(value: Json): string {
    if (value === null) return 'null';
    return Array.isArray(value) ? 'array' : typeof value;
}
