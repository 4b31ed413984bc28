import type { Context } from '@heddle/contract';
import { Contract, ContractError, Transaction } from '@heddle/contract';

interface Entry {
    readonly owner: string;
    readonly target: string;
}

/** Only the owner of a name changes it, but anybody gives it away. */
export class Names extends Contract {
    @Transaction()
    async claim(ctx: Context, name: string, target: string): Promise<void> {
        const entry = await this.entryOf(ctx, name);
        const owner = ctx.clientIdentity.getID();
        if (entry !== undefined && entry.owner !== owner) throw new ContractError('TAKEN', name, { status: 409 });
        await ctx.stub.putState(name, ctx.serialize({ owner, target }));
    }

    @Transaction()
    async give(ctx: Context, name: string, owner: string): Promise<void> {
        const entry = await this.entryOf(ctx, name);
        if (entry === undefined) throw new ContractError('UNKNOWN', name, { status: 404 });
        this.assertMayGive(ctx, entry);
        await ctx.stub.putState(name, ctx.serialize({ ...entry, owner }));
    }

    protected assertMayGive(_ctx: Context, _entry: Entry): void {
        // Whoever calls.
    }

    private async entryOf(ctx: Context, name: string): Promise<Entry | undefined> {
        const bytes = await ctx.stub.getState(name);
        return bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as Entry);
    }
}

/** Giving asks who calls. */
export class CorrectNames extends Names {
    protected override assertMayGive(ctx: Context, { owner }: Entry): void {
        if (owner !== ctx.clientIdentity.getID()) throw new ContractError('DENIED', 'not yours', { status: 403 });
    }
}
