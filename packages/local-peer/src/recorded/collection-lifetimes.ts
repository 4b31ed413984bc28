import { lifetimesInState } from '../definition/definition-in-state';
import { LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import { definedChaincodes, type LifecycleState } from '../snapshot/lifecycle-definitions';

/**
 * How long the collections of a channel's chaincodes keep their values, as the state has it. It is all that a commit needs
 * of definitions whose transactions are judged already: their policies are not read, and may be such that nobody can here.
 */
export class CollectionLifetimes {
    readonly #byChaincode: ReadonlyMap<string, ReadonlyMap<string, number>>;

    private constructor(byChaincode: ReadonlyMap<string, ReadonlyMap<string, number>>) {
        this.#byChaincode = byChaincode;
    }

    /** @throws ProtocolError */
    static async read(state: LifecycleState): Promise<CollectionLifetimes> {
        const found = new Map<string, ReadonlyMap<string, number>>();
        for (const name of await definedChaincodes(state)) {
            const valueOf = async (key: string): Promise<Buffer | undefined> =>
                (await state.state(LIFECYCLE_NAMESPACE, key))?.value;
            found.set(name, await lifetimesInState(name, valueOf));
        }
        return new CollectionLifetimes(found);
    }

    /** Undefined for a collection that no definition has, as implicit ones: those keep their values for ever. */
    find(namespace: string, name: string): { readonly blockToLive: number } | undefined {
        const blockToLive = this.#byChaincode.get(namespace)?.get(name);
        return blockToLive === undefined ? undefined : { blockToLive };
    }
}
