import type { Mistake } from '../failures/definition-error';
import type { Compilation } from '../value-types/compilation';
import type { Serializer, Serializers } from './serializer';

/** Makes the serializer that a module's `serializers` names; reports what is wrong with it. */
export function chosenSerializer(given: Serializers | undefined, compilation: Compilation): Serializer | undefined {
    if (given === undefined) return undefined;
    const { transaction } = given;
    // What a module exports may be anything.
    const known = (given.serializers as Serializers['serializers'] | undefined) ?? {};
    const chosen: unknown = Object.hasOwn(known, transaction) ? known[transaction] : undefined;
    const named = JSON.stringify(transaction);
    if (chosen === undefined) {
        const names = Object.keys(known).join(', ');
        compilation.report(mistake(`the serializer ${named}, which is not among ${names}`, FIX_NAME));
        return undefined;
    }
    const made = construct(chosen);
    if (isSerializer(made)) return made;
    const found = typeof made === 'string' ? made : 'one without the methods toBuffer and fromBuffer';
    compilation.report(mistake(`the serializer ${named}, ${found}`, FIX_CLASS));
    return undefined;
}

const FIX_NAME = 'Name one that `serializers` has';
const FIX_CLASS =
    'Give a class with these two methods: it is made with `new` and no arguments when the chaincode starts';

function mistake(found: string, fix: string): Mistake {
    return { code: 'CONTRACT_INVALID', where: 'serializers', found, fix };
}

/** An instance, or why it cannot be made. */
function construct(chosen: unknown): object | string {
    if (typeof chosen !== 'function') return 'which is not a class';
    try {
        return Reflect.construct(chosen, []) as object;
    } catch (error) {
        return `whose constructor throws (${String(error)})`;
    }
}

function isSerializer(made: object | string): made is Serializer {
    if (typeof made === 'string') return false;
    return ['toBuffer', 'fromBuffer'].every((name) => typeof Reflect.get(made, name) === 'function');
}
