import { isObject } from './collate';
import { badArgument, couchError, erlangTerm } from './couch-error';
import { lookUp, parsePath } from './field-path';
import type { Json } from './json';
import { compileOperator, type Predicate } from './operators';

/**
 * Mango selectors, as CouchDB matches them (apache/couchdb, mango_selector.erl): conditions are pushed down to the fields
 * that they are about, and negations further down, to the operators. So a field that is missing fulfils no operator but
 * `$exists: false`, not even a negated one.
 */

/** Where a condition is: below which field, and below how many negations, odd or even. */
interface Scope {
    /** Empty at the top, and at the top of an element. */
    readonly field: string;
    readonly negated: boolean;
}

const TOP: Scope = { field: '', negated: false };

/** Operators that CouchDB knows by name, and does not have. */
const UNSUPPORTED: ReadonlySet<string> = new Set(['$where', '$geoWithin', '$geoIntersects', '$near', '$nearSphere']);

/** @throws Error in CouchDB's words if it is not a selector */
export function compileSelector(selector: Json): (document: Json) => boolean {
    if (!isObject(selector))
        throw couchError('invalid_selector_json', `Selector must be a JSON object, not: ${erlangTerm(selector)}`);
    if (Object.keys(selector).some((name) => isTerminal(name)))
        throw couchError('invalid_selector', 'One or more conditions is missing a field name.');
    return compile(selector, TOP);
}

function compile(condition: Json, scope: Scope): Predicate {
    // A value alone is what the field has to be equal to; the top of a selector is not a value.
    if (!isObject(condition)) return compileTerminal('$eq', condition, scope);
    const entries = Object.entries(condition);
    if (entries.length === 0)
        return scope.field === '' ? () => !scope.negated : compileTerminal('$eq', condition, scope);
    const parts = entries.map(([name, argument]) => compileEntry(name, argument, scope));
    return combine(parts, scope.negated ? 'some' : 'every');
}

function compileEntry(name: string, argument: Json, scope: Scope): Predicate {
    const opposite = { ...scope, negated: !scope.negated };
    switch (name) {
        case '$and':
            return combine(compileList(name, argument, scope), scope.negated ? 'some' : 'every');
        case '$or':
            return combine(compileList(name, argument, scope), scope.negated ? 'every' : 'some');
        case '$nor':
            return combine(compileList(name, argument, opposite), scope.negated ? 'some' : 'every');
        case '$not':
            if (!isObject(argument)) throw badArgument(name, argument);
            return compile(argument, opposite);
        default:
            return name.startsWith('$') ? compileTerminal(name, argument, scope) : compileField(name, argument, scope);
    }
}

function compileList(name: string, argument: Json, scope: Scope): Predicate[] {
    if (!Array.isArray(argument)) throw badArgument(name, argument);
    return (argument as readonly Json[]).map((one) => compile(one, scope));
}

function compileField(name: string, argument: Json, { field, negated }: Scope): Predicate {
    return compile(argument, { field: field === '' ? name : `${field}.${name}`, negated });
}

/** An operator, on the value of a field; at the top of an element, on the element. */
function compileTerminal(name: string, argument: Json, { field, negated }: Scope): Predicate {
    if (UNSUPPORTED.has(name)) throw couchError('not_supported', `Unsupported operator: ${name}`);
    // Document ids are compared by their bytes.
    const operator = compileOperator(name, argument, {
        isId: field === '_id',
        compile: (inner) => compile(inner, TOP),
    });
    if (operator === undefined) throw couchError('invalid_operator', `Invalid operator: ${name}`);
    if (field === '') return (value) => operator(value) !== negated;
    const isFulfilledByNothing = name === '$exists' && argument === negated;
    const path = parsePath(field);
    return (document) => {
        const value = lookUp(document, path);
        if (typeof value === 'string') return value === 'missing' && isFulfilledByNothing;
        return operator(value.found) !== negated;
    };
}

function combine(parts: readonly Predicate[], how: 'every' | 'some'): Predicate {
    return (value) => parts[how]((part) => part(value));
}

/** Operators that say something of a value, and not of conditions. */
function isTerminal(name: string): boolean {
    return name.startsWith('$') && !['$and', '$or', '$nor', '$not'].includes(name);
}
