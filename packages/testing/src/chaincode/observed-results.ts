import type { Middleware } from '@heddle/contract';

/** What a transaction's method returned, or what anything of it threw. */
export type Observed = { readonly returned: unknown } | { readonly thrown: unknown };

/** Sees what transactions return and throw, before it becomes bytes: a response has neither types nor stacks. */
export class ObservedResults {
    readonly #byTxId = new Map<string, Observed>();

    readonly middleware: Middleware = async (ctx, next) => {
        const txId = ctx.stub.getTxID();
        try {
            const returned = await next();
            this.#byTxId.set(txId, { returned });
            return returned;
        } catch (thrown) {
            this.#byTxId.set(txId, { thrown });
            throw thrown;
        }
    };

    of(txId: string): Observed | undefined {
        return this.#byTxId.get(txId);
    }

    forget(txId: string): void {
        this.#byTxId.delete(txId);
    }
}
