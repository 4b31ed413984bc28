import { isRecord } from './json-object';

/** What an operator of a selector takes; the text is for the message. */
interface Operator {
    readonly takes: string;
    readonly isTaken: (argument: unknown) => boolean;
    /** Whether the argument has conditions in it, for the same field or for its items. */
    readonly nests?: 'same field' | 'items';
    /** Whether the operator needs a field before it. */
    readonly isOfField: boolean;
}

const isText = (argument: unknown): boolean => typeof argument === 'string';

const ANY: Operator = { takes: 'a value', isTaken: () => true, isOfField: true };
const LIST: Operator = { takes: 'a list', isTaken: Array.isArray, isOfField: true };
const CONDITIONS: Operator = {
    takes: 'a list of conditions',
    isTaken: Array.isArray,
    nests: 'same field',
    isOfField: false,
};
const OF_ITEMS: Operator = { takes: 'a condition', isTaken: isRecord, nests: 'items', isOfField: true };

/** By CouchDB 3.4, src/mango/src/mango_selector.erl, and as it answered to each. */
const OPERATORS: Readonly<Record<string, Operator>> = {
    $lt: ANY,
    $lte: ANY,
    $eq: ANY,
    $ne: ANY,
    $gte: ANY,
    $gt: ANY,
    $in: LIST,
    $nin: LIST,
    $all: LIST,
    $exists: { takes: 'true or false', isTaken: (argument) => typeof argument === 'boolean', isOfField: true },
    $type: { takes: 'the name of a type', isTaken: isText, isOfField: true },
    $mod: { takes: 'two whole numbers', isTaken: isDivision, isOfField: true },
    $size: { takes: 'a whole number, not below 0', isTaken: isSize, isOfField: true },
    $regex: { takes: 'a regular expression', isTaken: isText, isOfField: true },
    $beginsWith: { takes: 'a text', isTaken: isText, isOfField: true },
    $and: CONDITIONS,
    $or: CONDITIONS,
    $nor: CONDITIONS,
    $not: { takes: 'a condition', isTaken: isRecord, nests: 'same field', isOfField: false },
    $elemMatch: OF_ITEMS,
    $allMatch: OF_ITEMS,
    $keyMapMatch: OF_ITEMS,
};

/**
 * Finds why CouchDB makes no index with this `partial_filter_selector`. What only CouchDB itself can tell, such as whether
 * a regular expression is one, is not looked at.
 *
 * @returns what is wrong, to follow the name of the selector; undefined if nothing is
 */
export function findFilterProblem(selector: unknown): string | undefined {
    return isRecord(selector) ? problemIn(selector, false) : `is ${JSON.stringify(selector)}, and no JSON object`;
}

/** @param isBelowField whether conditions are for a field that has been named, or for its items */
function problemIn(condition: Readonly<Record<string, unknown>>, isBelowField: boolean): string | undefined {
    for (const [name, argument] of Object.entries(condition)) {
        const problem = name.startsWith('$')
            ? operatorProblem(name, argument, isBelowField)
            : fieldProblem(name, argument, isBelowField);
        if (problem !== undefined) return problem;
    }
    return undefined;
}

function fieldProblem(name: string, argument: unknown, isBelowField: boolean): string | undefined {
    if (name === '' && !isBelowField) return 'has a condition without the name of a field';
    return isRecord(argument) ? problemIn(argument, true) : undefined;
}

function operatorProblem(name: string, argument: unknown, isBelowField: boolean): string | undefined {
    // It is for indexes of texts, which peers do not make.
    if (name === '$text') return isBelowField ? `has $text for a field, which CouchDB refuses` : undefined;
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (operator === undefined) return `has the operator ${name}, which CouchDB does not know`;
    if (!operator.isTaken(argument)) {
        return `has ${name} with ${JSON.stringify(argument)}, which takes ${operator.takes}`;
    }
    if (operator.isOfField && !isBelowField) return `has ${name} without the name of a field before it`;
    return operator.nests === undefined
        ? undefined
        : nestedProblem(argument, isBelowField || operator.nests === 'items');
}

/** Within lists CouchDB does not look for the names of fields. */
function nestedProblem(argument: unknown, isBelowField: boolean): string | undefined {
    if (isRecord(argument)) return problemIn(argument, isBelowField);
    const nested: readonly unknown[] = Array.isArray(argument) ? argument : [];
    return nested.flatMap((one) => (isRecord(one) ? (problemIn(one, true) ?? []) : []))[0];
}

function isDivision(argument: unknown): boolean {
    return Array.isArray(argument) && argument.length === 2 && argument.every((part) => Number.isInteger(part));
}

function isSize(argument: unknown): boolean {
    return Number.isInteger(argument) && Number(argument) >= 0;
}
