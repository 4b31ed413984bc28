import { contractMembers } from '../context/contract';
import { parametersOf } from '../evidence/method-source';
import type { ClassicContract } from './classic-contract';
import type { ClassicArity, ClassicLayer, ClassicParameter, ClassicTransaction } from './classic-layer';
import type { ListedTransaction } from './classic-plan';

/** The transactions of a contract: those that decorators name, or else all methods of its class. */
export function transactionsOf(instance: ClassicContract, layer: ClassicLayer): ListedTransaction[] {
    const decorated = layer.transactionsOf(instance);
    if (decorated.length === 0) return undecorated(instance);
    return decorated.map((record) => ({ record, arity: layer.arityOf(instance, record.name) }));
}

/** Names that a contract inherits and that are no transactions; `onError` is one, as the base of these has no such hook. */
const HOOKS: ReadonlySet<string> = new Set(Array.from(contractMembers).filter((name) => name !== 'onError'));

function undecorated(instance: ClassicContract): ListedTransaction[] {
    return Object.getOwnPropertyNames(Object.getPrototypeOf(instance)).flatMap((name) => {
        if (name.startsWith('_') || HOOKS.has(name)) return [];
        const method: unknown = Reflect.get(instance, name);
        return typeof method === 'function' ? [{ record: recordOf(name, method), arity: arityOf(method) }] : [];
    });
}

/** In fabric-contract-api's words: arguments are counted as far as `length` does, and where there are any. */
function recordOf(name: string, { length }: NewableFunction): ClassicTransaction {
    const tags = ['SUBMIT', 'submitTx'];
    if (length <= 1) return { name, tags };
    const parameters = Array.from({ length: length - 1 }, (_, index): ClassicParameter => {
        return { name: `arg${index}`, description: `Argument ${index}`, schema: { type: 'string' } };
    });
    return { name, tags, parameters };
}

/** `length` ends at the first default, and arguments behind that may be given all the same. */
function arityOf(method: NewableFunction): ClassicArity | undefined {
    const found = parametersOf(method);
    if (typeof found === 'string') return undefined;
    const parameters = found.slice(1);
    const declared = parameters.at(-1)?.isRest === true ? Infinity : parameters.length;
    return { required: Math.max(0, method.length - 1), declared };
}
